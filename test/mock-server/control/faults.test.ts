import { describe, expect } from 'vitest'
import { type ControlRefusal, createControl, type MerchantControl } from '../../../contracts/index.ts'
import { test as base, CALLS, type FaultChoice, open, outcomeOf } from '../faults/scripted-test.ts'

const test = base.extend<{ remote: MerchantControl }>({
  remote: async ({ mock }, use) => use(createControl(mock.url).merchant(mock.credentials.mchid)),
})

type Mistaken = Record<string, unknown>

async function refusalOf(control: MerchantControl, choice: Mistaken): Promise<ControlRefusal> {
  return control.addFault(choice as FaultChoice).then(
    (fault) => expect.fail(`the fault was accepted: ${JSON.stringify(fault)}`),
    (error) => error,
  )
}

/** A fault has exactly one of these fields, which is its kind. Only a fault with `limit` may also have `example`. */
const KINDS = 'example, status, latency_ms, latency, wire, signature, certificates, limit'
/** A correct fault. The tests add mistakes to it. */
const PLAIN = { wire: 'reset' }

describe('a fault is refused', () => {
  test.for<[string, Mistaken, string, RegExp]>([
    // Each of these faults has one field with a mistake.
    [
      'with an unknown field',
      { ...PLAIN, exmaple: 'SYSTEM_ERROR' },
      '/body/exmaple',
      /is unknown: its name must be one of operation, .*, example, /,
    ],
    ['with an ID', { ...PLAIN, id: 7 }, '/body/id', /is unknown/],
    ['with hits', { ...PLAIN, hits: 7 }, '/body/hits', /is unknown/],
    [
      'with an unknown operation',
      { ...PLAIN, operation: 'refund' },
      '/body/operation',
      /must be the name of an operation \(nearest: \w+, \w+, \w+\); got "refund"$/,
    ],
    ['with a number for a sub_mchid', { ...PLAIN, sub_mchid: 1 }, '/body/sub_mchid', /must be of type string; got 1$/],
    ['with an unknown wire', { wire: 'slow' }, '/body/wire', /must be one of reset, close, .*; got "slow"$/],
    ['with an unknown signature', { signature: 'none' }, '/body/signature', /must be one of probe, .*; got "none"$/],
    ['with an unknown apply', { ...PLAIN, apply: 'after' }, '/body/apply', /must be one of before, none; got "after"$/],
    ['with 0 as times', { ...PLAIN, times: 0 }, '/body/times', /must be 1 or more; got 0$/],
    ['with a fraction as times', { ...PLAIN, times: 1.5 }, '/body/times', /must be of type integer; got 1.5$/],
    ['with a rate over 1', { ...PLAIN, rate: 1.01 }, '/body/rate', /must be 1 or less; got 1.01$/],
    ['with a rate below 0', { ...PLAIN, rate: -0.1 }, '/body/rate', /must be 0 or more; got -0.1$/],
    ['with a seed below 0', { ...PLAIN, rate: 1, seed: -1 }, '/body/seed', /must be 0 or more; got -1$/],
    ['with an informational status', { status: 100 }, '/body/status', /must be 200 or more; got 100$/],
    ['with a status above 599', { status: 600 }, '/body/status', /must be 599 or less; got 600$/],
    ['with a status in words', { status: 'OK' }, '/body/status', /must be of type integer; got "OK"$/],
    ['with a negative latency', { latency_ms: -1 }, '/body/latency_ms', /must be 0 or more; got -1$/],
    ['with a latency over ten minutes', { latency_ms: 600_001 }, '/body/latency_ms', /must be 600000 or less; got 600001$/],
    ['with a lognormal latency without sigma', { latency: { median_ms: 1 } }, '/body/latency/sigma', /must be given; got nothing$/],
    ['with a lognormal latency without median', { latency: { sigma: 1 } }, '/body/latency/median_ms', /must be given; got nothing$/],
    ['with a negative median', { latency: { median_ms: -1, sigma: 1 } }, '/body/latency/median_ms', /must be 0 or more; got -1$/],
    ['with a sigma over 5', { latency: { median_ms: 1, sigma: 5.1 } }, '/body/latency/sigma', /must be 5 or less; got 5.1$/],
    [
      'with a lognormal latency that has an unknown field',
      { latency: { median_ms: 1, sigma: 1, mean: 1 } },
      '/body/latency/mean',
      /must be one of median_ms, sigma$/,
    ],
    ['with a negative limit', { limit: -1, per: '1s' }, '/body/limit', /must be 0 or more; got -1$/],
    ['with a duration in words', { limit: 1, per: 'minute' }, '/body/per', /must match .*; got "minute"$/],
    ['with a duration without a unit', { limit: 1, per: '60' }, '/body/per', /must match .*; got "60"$/],
    ['with a negative duration', { limit: 1, per: '-1s' }, '/body/per', /must match .*; got "-1s"$/],
    [
      'with a body that is too long',
      { status: 200, body: 'x'.repeat(65_536) },
      '/body/body',
      /must have at most 65536 characters as JSON; got "x{900,1000}…$/,
    ],
    ['with a body that is nested too deeply', { status: 200, body: deep(101) }, '/body', /must have at most 100 levels; got /],
    ['with a period of 0 seconds', { limit: 1, per: '0s' }, '/body/per', /must match .*; got "0s"$/],
    ['with an empty example name', { example: '' }, '/body/example', /must have 1 or more characters; got ""$/],
    // These faults have a wrong combination of fields, or an example that the operation does not have.
    ['without a kind', {}, '/body', new RegExp(`must have exactly one of ${KINDS}; got \\[\\]$`)],
    [
      'without a kind, but with other fields of a fault',
      { operation: 'openAdvertisingShow', times: 2 },
      '/body',
      /must have exactly one of .*; got \[\]$/,
    ],
    [
      'with two kinds',
      { status: 500, wire: 'reset' },
      '/body',
      new RegExp(`must have exactly one of ${KINDS}; got \\["status","wire"\\]$`),
    ],
    ['with an example and a status', { example: 'SYSTEM_ERROR', status: 500 }, '/body', /got \["example","status"\]$/],
    ['with latency_ms and latency', { latency_ms: 1, latency: { median_ms: 1, sigma: 1 } }, '/body', /got \["latency_ms","latency"\]$/],
    ['with a limit and a status', { limit: 1, per: '1s', status: 500 }, '/body', /got \["status","limit"\]$/],
    ['with a body but no status', { body: {} }, '/body', /must have exactly one of .*; got \[\]$/],
    [
      'with a body together with an example',
      { example: 'SYSTEM_ERROR', body: 1 },
      '/body/body',
      /must be used with status, not with example; got 1$/,
    ],
    ['with a body together with a wire', { ...PLAIN, body: null }, '/body/body', /must be used with status, not with wire; got null$/],
    ['with a body for 204', { status: 204, body: {} }, '/body/body', /must be left out of an answer with 204; got {}$/],
    ['with a body for 304', { status: 304, body: '' }, '/body/body', /must be left out of an answer with 304; got ""$/],
    ['with per but no limit', { per: '1s' }, '/body', /must have exactly one of .*; got \[\]$/],
    ['with per together with a wire', { ...PLAIN, per: '1s' }, '/body/per', /must be used with limit, not with wire; got "1s"$/],
    ['with a limit but no per', { limit: 1 }, '/body/per', /must be a period such as "1s" when a limit is given; got nothing$/],
    ['with a rate together with times', { ...PLAIN, rate: 0.5, times: 1 }, '/body/rate', /must be used without times; got 0.5$/],
    [
      'with a rate together with a limit',
      { limit: 1, per: '1s', rate: 0.5 },
      '/body/rate',
      /must be used with example, .*, not with limit; got 0.5$/,
    ],
    [
      'with a seed but no rate or latency',
      { ...PLAIN, seed: 1 },
      '/body/seed',
      /must be used with rate or latency, not with wire alone; got 1$/,
    ],
    ['with a seed together with a limit', { limit: 1, per: '1s', seed: 1 }, '/body/seed', /not with limit alone; got 1$/],
    [
      'with apply together with a latency',
      { latency_ms: 1, apply: 'none' },
      '/body/apply',
      /must be used with example, .*, not with latency_ms; got "none"$/,
    ],
    [
      'with apply together with a lognormal latency',
      { latency: { median_ms: 1, sigma: 1 }, apply: 'before' },
      '/body/apply',
      /not with latency; got "before"$/,
    ],
    ['with apply together with a limit', { limit: 1, per: '1s', apply: 'before' }, '/body/apply', /not with limit; got "before"$/],
    [
      'with an unknown example',
      { example: 'NO_SUCH' },
      '/body/example',
      /must be an error example of some operation \(nearest: \w+, \w+, \w+\); got "NO_SUCH"$/,
    ],
    [
      'with a misspelt example',
      { example: 'system_eror' },
      '/body/example',
      /must be an error example of some operation \(nearest: SYSTEM_ERROR, \w+, \w+\); got "system_eror"$/,
    ],
    ['with an unknown example together with a limit', { limit: 1, per: '1s', example: 'NO_SUCH' }, '/body/example', /got "NO_SUCH"$/],
    [
      'with an example that only other operations have',
      { operation: 'changeGoldPlanStatus', example: 'CUSTOM_PAGE_LINK_MISSING' },
      '/body/example',
      /must be an error example of changeGoldPlanStatus \(nearest: \w+, \w+, \w+\); got "CUSTOM_PAGE_LINK_MISSING"$/,
    ],
    [
      'with a limit but no example for listCertificates, whose document names no error for a limit',
      { operation: 'listCertificates', limit: 1, per: '1s' },
      '/body/example',
      /must be given, because the document of listCertificates names no error for a limit; got nothing$/,
    ],
    [
      'with a sub-merchant for listCertificates, which acts on no sub-merchant',
      { ...PLAIN, operation: 'listCertificates', sub_mchid: '1' },
      '/body/sub_mchid',
      /must be left out/,
    ],
  ])('%s', async ([, choice, field, message], { merchant }) => {
    await merchant.addFault({ status: 503, times: 3 })
    const before = await merchant.faults()
    const refusal = await refusalOf(merchant, choice)
    expect(refusal).toMatchObject({ status: 400, code: 'INVALID_REQUEST', detail: { field } })
    expect(refusal.message).toContain(`refused with 400: ${field} `)
    expect(refusal.message).toMatch(message)
    expect(await merchant.faults()).toEqual(before)
  })

  test('with the same message over HTTP as in the process of the server', async ({ merchant, remote }) => {
    for (const choice of [{ ...PLAIN, exmaple: 1 }, { ...PLAIN, status: 500 }, { example: 'NO_SUCH' }]) {
      const [{ message, detail }, there] = [await refusalOf(merchant, choice), await refusalOf(remote, choice)]
      expect(there).toMatchObject({ status: 400, message, detail })
    }
    expect(await remote.faults()).toEqual([])
  })

  test('for a merchant that does not exist, and so are requests to list or clear its faults', async ({ mock }) => {
    const nobody = createControl(mock.url).merchant('1999999999')
    const message = expect.stringContaining('There is no merchant 1999999999')
    const refusal = { status: 404, code: 'NOT_FOUND', message, detail: { mchid: '1999999999' } }
    await expect(nobody.addFault({ wire: 'reset' })).rejects.toMatchObject(refusal)
    await expect(nobody.faults()).rejects.toMatchObject(refusal)
    await expect(nobody.clearFaults()).rejects.toMatchObject(refusal)
  })
})

describe('a fault', () => {
  test.for<[FaultChoice, object]>([
    [{ wire: 'reset' }, { times: 1, apply: 'none' }],
    [{ example: 'SYSTEM_ERROR' }, { times: 1, apply: 'none' }],
    [{ status: 502, apply: 'before' }, { times: 1 }],
    [{ signature: 'probe', times: 3 }, { apply: 'none' }],
    [
      { signature: 'expired', rate: 0.25 },
      { seed: 1, apply: 'none' },
    ],
    [{ wire: 'silent', rate: 1, seed: 0 }, { apply: 'none' }],
    [{ latency_ms: 0 }, { times: 1 }],
    [{ latency_ms: 600_000, rate: 0 }, { seed: 1 }],
    [{ latency: { median_ms: 1, sigma: 1 }, rate: 0.5 }, { seed: 1 }],
    [
      { status: 200, body: 'x'.repeat(65_534) },
      { times: 1, apply: 'none' },
    ],
    [{ latency: { median_ms: 0.5, sigma: 0 } }, { times: 1, seed: 1 }],
    [{ latency: { median_ms: 600_000, sigma: 5 }, seed: 4_294_967_295 }, { times: 1 }],
    [{ limit: 0, per: '250ms' }, {}],
    [{ limit: 1_000_000, per: '24h', times: 1_000_000, example: 'RATELIMIT_EXCEEDED', operation: 'listCertificates' }, {}],
  ])('%o is accepted, and is returned with its defaults', async ([choice, defaults], { remote }) => {
    const fault = await remote.addFault(choice)
    expect(fault).toEqual({ ...choice, ...defaults, id: 1, seen: 0, hits: 0 })
    expect(await remote.faults()).toEqual([fault])
  })

  test('shows how many calls it has seen, and how many of them it has hit', async ({ remote, wxpay, clock }) => {
    await remote.addFault({ status: 502 })
    await remote.addFault({ limit: 1, per: '1h' })
    for (let count = 0; count < 3; count++) await outcomeOf(open(wxpay))
    expect(await remote.faults()).toMatchObject([
      { id: 1, seen: 1, hits: 1 },
      { id: 2, seen: 2, hits: 1, period: { began: clock.now, calls: 2 } },
    ])
  })

  test('is restored from a snapshot with its counters, whether it is used up or not', async ({ remote, wxpay }) => {
    await remote.addFault({ status: 502 })
    await remote.addFault({ latency: { median_ms: 1, sigma: 1 }, times: 2 })
    await remote.addFault({ limit: 1, per: '1h' })
    await remote.addFault({ signature: 'probe', rate: 0.5 })
    for (let count = 0; count < 3; count++) await outcomeOf(open(wxpay))
    const [faults, snapshot] = [await remote.faults(), await remote.snapshot()]
    await remote.clearFaults()
    await remote.restore(snapshot)
    expect(await remote.faults()).toEqual(faults)
    expect((await remote.addFault({ wire: 'reset' })).id).toBe(5)
  })

  test('has its effect whether it is added in the process of the server or over HTTP', async ({ merchant, remote, wxpay }) => {
    await merchant.addFault({ status: 502 })
    await remote.addFault({ example: 'SYSTEM_ERROR' })
    expect(await merchant.faults()).toEqual(await remote.faults())
    expect([await outcomeOf(open(wxpay)), await outcomeOf(open(wxpay))]).toEqual(['ERR_BAD_RESPONSE', 'SYSTEM_ERROR'])
  })
})

describe('the faults of a merchant', () => {
  test('are at most a hundred, and a new fault takes the place of a used-up one', async ({ merchant, wxpay }) => {
    for (let count = 0; count < 100; count++)
      await merchant.addFault({ status: 502, operation: count < 2 ? 'listCertificates' : 'openAdvertisingShow' })
    const full = await merchant.faults()
    await expect(merchant.addFault({ wire: 'reset' })).rejects.toMatchObject({
      status: 409,
      code: 'CONFLICT',
      message: expect.stringContaining('There are already 100 faults, the most that a merchant can have'),
      detail: { limit: 100 },
    })
    expect(await merchant.faults()).toEqual(full)
    for (let count = 0; count < 2; count++) await outcomeOf(CALLS.listCertificates(wxpay))
    expect((await merchant.faults()).length).toBe(100)
    expect((await merchant.addFault({ wire: 'reset' })).id).toBe(101)
    expect((await merchant.faults()).map(({ id }) => id)).toEqual(Array.from({ length: 99 }, (_, index) => index + 3))
    await merchant.addFault({ wire: 'reset' })
    await expect(merchant.addFault({ wire: 'reset' })).rejects.toMatchObject({ status: 409 })
  })

  test('are all kept when they are added at the same time', async ({ merchant, remote }) => {
    const controls = [...Array.from({ length: 20 }, () => merchant), ...Array.from({ length: 5 }, () => remote)]
    const added = await Promise.all(controls.map((control) => control.addFault({ wire: 'reset' })))
    expect(new Set(added.map(({ id }) => id)).size).toBe(25)
    expect((await remote.faults()).length).toBe(25)
  })
})

/** Arrays that are nested this many levels deep. */
function deep(levels: number): unknown {
  return levels === 0 ? 0 : [deep(levels - 1)]
}
