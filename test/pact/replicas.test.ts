import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { RECORDED, verifyPacts } from '../../contracts/pact/index.ts'
import { missingRedis, startRedis } from '../redis-server.ts'
import { startReplicas } from '../replicas.ts'

const PACTS = [fileURLToPath(new URL('../../contracts/pacts', import.meta.url))]

it.skipIf(missingRedis).each([
  ['is signed again', {}],
  ['is sent with the recorded Authorization', { asRecorded: { timestamp: RECORDED.timestamp } }],
])(
  `two servers with one store satisfy the pact files when every request %s${missingRedis ? ` (skipped: ${missingRedis})` : ''}`,
  async (_, options) => {
    await using redis = await startRedis()
    await using replicas = await startReplicas(redis.url)
    const provider = { url: replicas.url, credentials: replicas.servers[0].credentials }
    const { interactions } = await verifyPacts({ pacts: PACTS, provider, ...options })
    expect(interactions.length).toBeGreaterThan(40)
    expect(interactions.map(({ result }) => result)).toEqual(interactions.map(() => 'passed'))
  },
)
