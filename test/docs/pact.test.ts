import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readPage } from './page.ts'

describe.each(['docs/pact.md', 'docs/pact.zh-CN.md'])('%s', (path) => {
  const { blocks } = readPage(path)

  it.each(['shop.js', 'shop.test.js'])("shows the integrator's example exactly as it is tested: %s", (name) => {
    const shown = blocks.find(({ settings }) => settings['file'] === name)
    expect(shown?.code).toBe(readFileSync(new URL(`../integrator/${name}`, import.meta.url), 'utf8'))
  })

  it('shows the steps of a GitHub workflow and a GitLab job, both in valid YAML', () => {
    const files = blocks.filter((block) => block.language === 'yaml').map(({ code }) => parse(code))
    expect(files).toMatchObject([
      [{ run: 'npm ci' }, { run: 'npx vitest run' }, { run: expect.stringContaining('verify') }],
      { contract: { image: 'node:24', artifacts: { reports: { junit: 'pact.xml' } } } },
    ])
  })
})
