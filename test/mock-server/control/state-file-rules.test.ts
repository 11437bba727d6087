import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { developmentKeys, type MerchantControl } from '../../../contracts/index.ts'
import { createMockServer, type MockServer } from '../../../mock-server/index.ts'
import { EVERY } from '../../every.ts'
import { PINNED } from '../../mock-test.ts'

const { merchant: shipped, platform, nextPlatform } = developmentKeys
const now = () => PINNED

/** The parts of a state that a snapshot and a state file both contain, written as in a state file. */
interface Part {
  readonly conditions: object
  readonly sub_merchants: readonly object[]
  readonly faults: readonly { readonly id: number }[]
  readonly clock: { readonly pin: number | null; readonly advance: number; readonly gateway_skew: number }
  readonly platform: object
  readonly status: string
}

/** Generates a value of `right` 12 times in 13. Otherwise generates a value of `other`, which may be invalid. */
function mostly<Value>(right: fc.Arbitrary<Value>, other: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ arbitrary: right, weight: 12 }, { arbitrary: other, weight: 1 })
}

const count = fc.constantFrom(0, 1, 5, Number.MAX_SAFE_INTEGER)
const scene = mostly(
  fc.constantFrom<object>(
    { status: 'OPEN', closed_at: null },
    { status: 'CLOSED', closed_at: 5.25 },
    { status: 'CLOSED', closed_at: 4_294_967_295 },
  ),
  fc.record({ status: fc.constantFrom('OPEN', 'CLOSED'), closed_at: fc.constantFrom(null, 0, 5.25) }),
)
const subMerchant = (sub_mchid: string) =>
  fc.record({
    sub_mchid: mostly(fc.constant(sub_mchid), fc.constantFrom('1', '2')),
    gold_plan: fc.record({ JSAPI: scene, MINIPROGRAM: scene }),
    custom_page: fc.constantFrom('OPEN', 'CLOSED'),
    advertising_show: fc.constantFrom('OPEN', 'CLOSED'),
    advertising_industry_filters: mostly(
      fc.constantFrom<string[]>(['CAR', 'LAW', 'FOOD'], []),
      fc.subarray(['CAR', 'LAW', 'FOOD', 'GAME']),
    ),
    custom_page_link: fc.boolean(),
    jsapi_payments: fc.boolean(),
    punished: fc.boolean(),
  })
const kind = mostly(
  fc.constantFrom<object>(
    { example: 'SYSTEM_ERROR', times: 2, apply: 'before' },
    { latency: { median_ms: 1, sigma: 1 }, rate: 0.5, seed: 1 },
    { limit: 1, per: '1h', period: { began: 5, calls: 1 } },
    { status: 200, body: [[[]]], operation: 'open-advertising-show', sub_mchid: '7' },
  ),
  fc.constantFrom<object>({ example: 'NONE' }, { limit: 1 }, { status: 204, body: {} }),
)
const fault = (id: number) =>
  fc
    .record({ id: mostly(fc.constant(id), fc.constantFrom(1, 2)), seen: count, hits: count, kind })
    .map(({ kind: ofKind, ...rest }) => ({ ...rest, ...ofKind }))
const keys = mostly(
  fc.constantFrom<object>(
    { certificates: [{ serial_no: platform.serial, share: 100 }], public_key: null },
    { certificates: [nextPlatform, platform].map(({ serial }) => ({ serial_no: serial, share: 30 })), public_key: { share: 40 } },
    { certificates: [], public_key: { share: 100 } },
  ),
  fc.record({
    certificates: fc.array(fc.record({ serial_no: fc.constantFrom(platform.serial, shipped.serial), share: fc.constantFrom(50, 100) }), {
      maxLength: 2,
    }),
    public_key: fc.constantFrom(null, { share: 0 }, { share: 50 }),
  }),
)
const part: fc.Arbitrary<Part> = fc.record({
  conditions: fc.record({ type: fc.constantFrom('channel_partner', 'institution'), punished: fc.boolean() }),
  sub_merchants: fc.tuple(subMerchant('1'), subMerchant('2')),
  faults: fc.tuple(fault(1), fault(Number.MAX_SAFE_INTEGER)),
  clock: fc.record({
    pin: mostly(fc.constantFrom<number | null>(null, 4_102_444_800_000), fc.constantFrom(0, 4_294_967_295_000)),
    advance: mostly(fc.constantFrom(0, 250), fc.constantFrom(-1_000, 4_294_967_296_000)),
    gateway_skew: mostly(fc.constantFrom(0, 301_000), fc.constantFrom(-1, -4_294_967_296_000)),
  }),
  platform: keys,
  status: fc.constantFrom('valid', 'expired', 'revoked'),
})

const garbage = fc.constantFrom<unknown>(-1, 0.5, 2 ** 32, 1e21, 'NaN', '', null, [], {}, '1'.repeat(100), true)

/** Parts of a state. In half of them, one random field is replaced or added. */
const maybeSpoilt: fc.Arbitrary<Part> = fc
  // With a freq of 2, one value in two is null. With 1, all values would be null, so nothing would be spoilt.
  .tuple(part, fc.option(fc.tuple(fc.nat(), garbage, fc.boolean()), { freq: 2 }))
  .map(([right, spoiling]) => {
    const copy = structuredClone(right)
    if (!spoiling) return copy
    const [at, value, isNew] = spoiling
    const containers = containersIn([copy.conditions, copy.sub_merchants, copy.faults, copy.platform])
    const container = containers[at % containers.length] ?? {}
    const keys = Object.keys(container)
    container[isNew || keys.length === 0 ? 'unknown' : (keys[at % keys.length] ?? '')] = value
    return copy
  })

function containersIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(containersIn)
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner]
}

function asSnapshot({ conditions, sub_merchants, faults, clock, platform: signers, status }: Part): object {
  const { pin, advance, gateway_skew } = clock
  return {
    merchant: conditions,
    sub_merchants,
    faults,
    clock: { reset: true, ...(pin !== null && { pin: pin / 1000 }), advance: `${advance}ms`, gateway_skew: `${gateway_skew}ms` },
    platform: signers,
    certificate: { serial_no: shipped.serial, status },
  }
}

describe('restoring a snapshot and starting with a state file', () => {
  let folder = ''
  /** The content of a state file as a server wrote it. */
  let saved = ''
  let mock: MockServer
  let own: MerchantControl

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'state-'))
    const stateFile = join(folder, 'saved.json')
    await (await createMockServer({ stateFile, now })).close()
    saved = await readFile(stateFile, 'utf8')
    mock = await createMockServer({ now })
    own = mock.control.merchant(shipped.mchid)
  })
  afterAll(async () => {
    await mock.close()
    await rm(folder, { recursive: true })
  })

  /** The snapshot of a server that starts with this state; `undefined` when the server does not start. */
  async function startedWith(state: Part): Promise<unknown> {
    const file = JSON.parse(saved)
    const { tenant } = file.merchants[0].state
    Object.assign(tenant, state.conditions, { clock: state.clock, platform: state.platform })
    tenant.certificates[0].status = state.status
    const last_id = Math.max(0, ...state.faults.map(({ id }) => id).filter(Number.isSafeInteger))
    Object.assign(file.merchants[0].state, { sub_merchants: state.sub_merchants, faults: { last_id, faults: state.faults } })
    const stateFile = join(folder, 'state.json')
    await writeFile(stateFile, JSON.stringify(file))
    const server = await createMockServer({ stateFile, now }).catch(({ message }) => {
      expect(message).toContain(stateFile)
    })
    if (!server) return undefined
    const shown = await server.control.merchant(shipped.mchid).snapshot()
    await server.close()
    return shown
  }

  it('accept the same states, and result in the same snapshot', { timeout: 120_000 }, async () => {
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(maybeSpoilt, async (state) => {
        await own.reset()
        const before = await own.snapshot()
        const restored = await own.restore(asSnapshot(state)).catch(async ({ status }) => {
          expect({ status, now: await own.snapshot() }).toEqual({ status: 400, now: before })
        })
        expect(await startedWith(state)).toEqual(restored)
        if (restored) accepted++
      }),
      { seed: 17, numRuns: EVERY ? 2_000 : 80 },
    )
    // If all states were refused, the test would prove nothing about accepted ones.
    expect(accepted).toBeGreaterThan(EVERY ? 400 : 20)
  })
})
