import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { withSettings } from '../../mock-server/command/settings/setting-options.ts'
import manifest from '../../package.json' with { type: 'json' }
import { ROOT } from './page.ts'

const FILES = [
  'docs/deploy/compose.yaml',
  'docs/deploy/compose-team.yaml',
  'docs/deploy/kubernetes.yaml',
  'docs/deploy/kubernetes-team.yaml',
  'docs/deploy/gitlab-ci.yml',
  'action.yml',
]

describe.each(FILES)('%s', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8')

  it('is YAML without mistakes', () => {
    const documents = parseAllDocuments(text)
    expect(documents.length).toBeGreaterThan(0)
    for (const document of documents) expect([...document.errors, ...document.warnings]).toEqual([])
  })

  it('names only variables and options that the command start has', () => {
    const { options } = withSettings(new Command('start'))
    const known = options.flatMap(({ envVar, long }) => [envVar, long])
    const named = [...text.matchAll(/GOLDPLAN_MOCK_\w+|(?<=wechatpay-goldplan-mock[^\n]* |"\$command" )--[a-z-]+/g)].map(([name]) => name)
    expect(named.filter((name) => !known.includes(name) && !/from-literal/.test(name))).toEqual([])
  })

  it('names the image and the tarball only with the current version', () => {
    const versions = [...text.matchAll(/wechatpay-goldplan-mock[:-](\d+\.\d+\.\d+)/g)].map(([, version]) => version)
    expect(new Set(versions)).toEqual(new Set(versions.length > 0 ? [manifest.version] : []))
  })
})

function objectsIn(file: string) {
  return parseAllDocuments(readFileSync(join(ROOT, file), 'utf8')).map((document) => document.toJS())
}

describe('two servers with one state', () => {
  it('in Docker Compose: a required token, time to finish requests, and a Redis that keeps every change and publishes no port', () => {
    const [{ services }] = objectsIn('docs/deploy/compose-team.yaml')
    const { wechatpay, redis } = services
    expect(wechatpay.deploy.replicas).toBe(2)
    expect(Number.parseInt(wechatpay.stop_grace_period, 10)).toBeGreaterThan(10)
    expect(wechatpay.environment.GOLDPLAN_MOCK_CONTROL_TOKEN).toMatch(/^\$\{GOLDPLAN_MOCK_CONTROL_TOKEN:\?/)
    expect(wechatpay.environment.GOLDPLAN_MOCK_STORE).toMatch(/^redis:\/\/:\$\{REDIS_PASSWORD:\?[^}]+\}@redis:6379$/)
    expect(redis.command.join(' ')).toContain('--appendonly yes --appendfsync always --requirepass ')
    expect([redis.networks, redis.ports]).toEqual([['store'], undefined])
  })

  it('in Kubernetes: probes, time to stop, values from a Secret, and a Redis behind a network policy', () => {
    const [servers, , redis, , policy] = objectsIn('docs/deploy/kubernetes-team.yaml')
    const { containers, terminationGracePeriodSeconds } = servers.spec.template.spec
    const [{ readinessProbe, livenessProbe, lifecycle, env }] = containers
    expect(servers.spec.replicas).toBe(2)
    expect([readinessProbe.httpGet.path, livenessProbe.httpGet.path]).toEqual(['/__mock/ready', '/__mock/health'])
    expect(terminationGracePeriodSeconds - lifecycle.preStop.sleep.seconds).toBeGreaterThan(10)
    const secrets = env.map(({ name, valueFrom }: { name: string; valueFrom?: { secretKeyRef: unknown } }) => [
      name,
      valueFrom?.secretKeyRef,
    ])
    expect(Object.fromEntries(secrets)).toEqual({
      GOLDPLAN_MOCK_CONTROL_TOKEN: { name: 'wechatpay-goldplan-mock', key: 'control-token' },
      REDIS_PASSWORD: { name: 'wechatpay-goldplan-mock', key: 'redis-password' },
      GOLDPLAN_MOCK_STORE: undefined,
    })
    const [{ args }] = redis.spec.template.spec.containers
    expect(args.join(' ')).toBe('--appendonly yes --appendfsync always --requirepass $(REDIS_PASSWORD)')
    expect(policy.spec.podSelector.matchLabels).toEqual(redis.spec.template.metadata.labels)
  })
})
