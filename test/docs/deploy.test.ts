import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { withSettings } from '../../mock-server/command/settings/settings.ts'
import manifest from '../../package.json' with { type: 'json' }
import { ROOT } from './page.ts'

const FILES = ['docs/deploy/compose.yaml', 'docs/deploy/kubernetes.yaml', 'docs/deploy/gitlab-ci.yml', 'action.yml']

describe.each(FILES)('%s', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8')

  it('is YAML without mistakes', () => {
    const documents = parseAllDocuments(text)
    expect(documents.length).toBeGreaterThan(0)
    for (const document of documents) expect([...document.errors, ...document.warnings]).toEqual([])
  })

  it('names only variables and options of the command', () => {
    const { options } = withSettings(new Command('start'))
    const known = options.flatMap(({ envVar, long }) => [envVar, long])
    const named = [...text.matchAll(/GOLDPLAN_MOCK_\w+|(?<=wechatpay-goldplan-mock[^\n]* |"\$command" )--[a-z-]+/g)].map(([name]) => name)
    expect(named.filter((name) => !known.includes(name) && !/from-literal/.test(name))).toEqual([])
  })

  it('names the image and the tarball of this version', () => {
    const versions = [...text.matchAll(/wechatpay-goldplan-mock[:-](\d+\.\d+\.\d+)/g)].map(([, version]) => version)
    expect(new Set(versions)).toEqual(new Set(versions.length > 0 ? [manifest.version] : []))
  })
})
