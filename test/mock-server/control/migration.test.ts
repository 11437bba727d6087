import { describe, expect } from 'vitest'
import { developmentKeys, type MerchantControl } from '../../../contracts/index.ts'
import { test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'

const OLD = developmentKeys.platform.serial
const NEW = developmentKeys.nextPlatform.serial
const PUBLIC = developmentKeys.platformPublicKey.id
const TARGET = '/__mock/merchants/1900000100/platform/migration'
const LIST = { method: 'GET', target: '/v3/certificates', body: '' }
const NAMED = { headers: { 'Wechatpay-Serial': PUBLIC } }
const DAY = 86_400

/** Brings a migration to the point at which it can be finished. */
async function nearlyFinished(own: MerchantControl, call: (choice: typeof NAMED) => Promise<unknown>): Promise<void> {
  await own.startMigration()
  await own.setClock({ advance: '168h' })
  await call(NAMED)
  await own.setClock({ advance: '1h' })
}

describe('the migration to the public key', () => {
  test('stops counting calls at the highest number that a snapshot can contain', async ({ own, call }) => {
    const most = { operation: 'listCertificates', hour: 0, public_key: Number.MAX_SAFE_INTEGER, certificate: 0, none: 0 }
    await own.startMigration()
    await own.restore({ calls: [most] })
    await call({ ...LIST, ...NAMED })
    const { calls } = await own.snapshot()
    expect(calls).toEqual([most])
    expect(await own.restore({ calls })).toMatchObject({ calls })
  })

  test('raises the percentage of callbacks that the public key signs from 0.1 to 100 in seven days, and can then be finished', async ({
    own,
    call,
  }) => {
    expect(await own.migration()).toMatchObject({ running: false, callbacks: 0, can_finish: false, missing: ['no migration is running'] })
    const began = PINNED / 1000
    const first = await own.startMigration()
    expect(first).toMatchObject({ running: true, began, ends: began + 7 * DAY, day: 1, callbacks: 0.1, answers: 0, can_finish: false })
    const days: unknown[] = []
    for (let day = 1; day <= 8; day++) {
      await call(NAMED)
      const { callbacks, answers, can_finish } = await own.migration()
      days.push([callbacks, answers, can_finish])
      await own.setClock({ advance: '24h' })
    }
    expect(days).toEqual([
      [0.1, 0, false],
      [1, 99.999, false],
      [5, 99.999, false],
      [10, 99.999, false],
      [20, 99.999, false],
      [50, 99.999, false],
      [100, 99.999, false],
      [100, 100, true],
    ])
    expect(await own.finishMigration()).toMatchObject({ certificates: [], public_key: { id: PUBLIC, share: 100 } })
    expect(await own.migration()).toMatchObject({
      running: false,
      callbacks: 100,
      missing: ['the merchant has no platform certificate'],
    })
    expect(await call(LIST)).toMatchObject({ status: 404, headers: { 'wechatpay-serial': PUBLIC } })
    expect((await call()).headers['wechatpay-serial']).toBe(PUBLIC)
  })

  test('lists each operation with calls that did not name the public key, and the ID of the latest of these calls in the journal', async ({
    own,
    call,
  }) => {
    await own.startMigration()
    await call(NAMED)
    await call(LIST)
    await call({ ...LIST, headers: { 'Wechatpay-Serial': OLD } })
    await call({ ...LIST, headers: { 'Wechatpay-Serial': 'PUB_KEY_ID_1' } })
    const [latest] = await own.requests()
    await call({ ...LIST, headers: { 'Wechatpay-Serial': PUBLIC.toLowerCase() } })
    const { operations, lacking } = await own.migration()
    expect(operations).toEqual([
      { operation: 'changeGoldPlanStatus', public_key: 1, certificate: 0, none: 0 },
      { operation: 'listCertificates', public_key: 1, certificate: 1, none: 2 },
    ])
    expect(lacking).toEqual([{ operation: 'listCertificates', calls: 3, request: latest?.id }])
    await own.clearRequests()
    expect((await own.migration()).lacking).toMatchObject([{ calls: 3, request: null }])
  })

  test('counts a refused call only if its signature was verified and its path is known', async ({ own, call }) => {
    await call()
    await own.startMigration()
    await call({ body: '{}' })
    await call({ now: 1 })
    await call({ target: '/v3/unknown' })
    expect((await own.migration()).operations).toEqual([{ operation: 'changeGoldPlanStatus', public_key: 0, certificate: 0, none: 1 }])
  })

  test('updates the percentage of calls that named the public key every hour, and this percentage can fall', async ({ own, call }) => {
    await own.startMigration()
    const percentage = async () => (await own.migration()).answers
    await call(NAMED)
    await call()
    expect(await percentage()).toBe(0)
    await own.setClock({ advance: '1h' })
    expect(await percentage()).toBe(50)
    await call()
    expect(await percentage()).toBe(50)
    await own.setClock({ advance: '1h' })
    expect(await percentage()).toBe(33.333)
  })

  test('forgets a call after seven days, so 100 % is reached only seven days after the last call that did not name the public key', async ({
    own,
    call,
  }) => {
    await own.startMigration()
    await own.setClock({ advance: '144h' })
    await call()
    await own.setClock({ advance: '144h' })
    await call(NAMED)
    await own.setClock({ advance: '24h' })
    const from = 'possible from 2023-11-28T07:13:20+08:00'
    expect(await own.migration()).toMatchObject({ answers: 50, can_finish: false, missing: [expect.stringContaining(from)] })
    await own.setClock({ advance: '1h' })
    expect(await own.migration()).toMatchObject({ answers: 100, lacking: [], can_finish: true })
  })

  test('can be finished an hour after the first call, if that call names the public key and seven days are over', async ({ own, call }) => {
    await own.startMigration()
    await own.setClock({ advance: '168h' })
    expect(await own.migration()).toMatchObject({ callbacks: 100, answers: 0, can_finish: false })
    await call(NAMED)
    expect(await own.migration()).toMatchObject({ answers: 0, can_finish: false })
    await own.setClock({ advance: '1h' })
    expect(await own.migration()).toMatchObject({ answers: 100, can_finish: true, missing: [] })
  })

  test('cannot be finished while a percentage is below 100, and the refusal says what is missing', async ({ own, ask, call }) => {
    await own.startMigration()
    await call()
    const before = await own.platform()
    expect(await ask('POST', `${TARGET}/finish`)).toMatchObject({
      status: 409,
      body: {
        code: 'CONFLICT',
        message: expect.stringMatching(
          /^The platform certificate can't be revoked yet: the public key signs 0\.1 % of the callbacks.+; the bar of calls that name the public key in Wechatpay-Serial shows 0 % for the seven days before 2023-11-15T06:13:20\+08:00/,
        ),
        detail: { missing: [expect.stringContaining('100 % from 2023-11-21T06:13:20+08:00'), expect.stringContaining('Wechatpay-Serial')] },
      },
    })
    expect([await own.platform(), (await own.migration()).running]).toEqual([before, true])
  })

  test('lets a request choose the key that signs its answer, and after a rollback the certificate signs every answer', async ({
    own,
    call,
  }) => {
    await own.startMigration()
    await own.setClock({ advance: '144h' })
    const signers = async () => [(await call()).headers['wechatpay-serial'], (await call(NAMED)).headers['wechatpay-serial']]
    expect(await signers()).toEqual([OLD, PUBLIC])
    expect(await own.rollBackMigration()).toMatchObject({ certificates: [{ serial_no: OLD, share: 100 }], public_key: null })
    expect(await signers()).toEqual([OLD, OLD])
    expect(await own.migration()).toMatchObject({ running: false, began: null, callbacks: 0, operations: [] })
  })

  test('starts again at day 1 and without counts after a rollback', async ({ own, call }) => {
    await own.startMigration()
    await call()
    await own.setClock({ advance: '144h' })
    await own.rollBackMigration()
    await own.setPlatform({ certificates: [{ serial_no: OLD, share: 100 }], public_key: {} })
    expect(await own.startMigration()).toMatchObject({ day: 1, callbacks: 0.1, operations: [], began: PINNED / 1000 + 6 * DAY })
  })

  test.for<[string, Parameters<MerchantControl['setPlatform']>[0], string]>([
    ['without a public key', { certificates: [{ serial_no: OLD, share: 100 }] }, 'the merchant has no public key'],
    ['without a certificate', { certificates: [], public_key: {} }, 'the merchant has no valid platform certificate'],
    [
      'with an expired certificate',
      { certificates: [{ serial_no: OLD, share: 0, expired: true }], public_key: {} },
      'the merchant has no valid platform certificate',
    ],
    [
      'during a renewal',
      {
        certificates: [
          { serial_no: OLD, share: 99 },
          { serial_no: NEW, share: 1 },
        ],
        public_key: {},
      },
      'a migration cannot run together with 灰度更换新平台证书: give one certificate the share 100 first',
    ],
    [
      'while the public key has a share',
      { certificates: [{ serial_no: OLD, share: 97 }], public_key: { share: 3 } },
      'the public key has a share of the answers; it must be 0',
    ],
  ])('does not start %s', async ([, platform, reason], { own, ask }) => {
    await own.setPlatform(platform)
    expect(await ask('POST', TARGET)).toMatchObject({ status: 409, body: { code: 'CONFLICT', detail: { reason } } })
    expect((await own.migration()).running).toBe(false)
  })

  test('can start while a new certificate has the share 0, and then refuses changes to the certificates and the public key', async ({
    own,
    ask,
  }) => {
    const both = (share: number) => [
      { serial_no: OLD, share: 100 - share },
      { serial_no: NEW, share },
    ]
    await own.setPlatform({ certificates: both(0), public_key: {} })
    await own.startMigration()
    const before = await own.platform()
    for (const change of [{ certificates: both(1), public_key: {} }, { certificates: both(0) }, { certificates: [], public_key: {} }])
      expect(await ask('PUT', TARGET.replace('/migration', ''), change)).toMatchObject({
        status: 409,
        body: { message: expect.stringContaining('roll it back first') },
      })
    expect(await own.platform()).toEqual(before)
  })

  test.for([
    ['POST', '', 'is already running'],
    ['DELETE', '', 'No migration'],
    ['POST', '/finish', 'No migration'],
  ] as const)(
    'cannot be started while a migration runs, and cannot be ended while none runs: %s %s',
    async ([method, path, message], { own, ask }) => {
      if (message === 'is already running') await own.startMigration()
      expect(await ask(method, TARGET + path)).toMatchObject({ status: 409, body: { message: expect.stringContaining(message) } })
    },
  )

  test('belongs to one merchant, and a request for an unknown merchant gets a 404', async ({ own, control, ask, callAs }) => {
    const other = await control.createMerchant()
    await own.startMigration()
    await callAs(other)
    expect(await control.merchant(other.mchid).migration()).toMatchObject({ running: false, operations: [] })
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['DELETE', ''],
      ['POST', '/finish'],
    ] as const)
      expect((await ask(method, `/__mock/merchants/7/platform/migration${path}`)).status).toBe(404)
  })

  test('keeps only the counts of the last seven days and the current hour, and drops counts from the future', async ({ own, call }) => {
    await own.startMigration()
    const count = { operation: 'changeGoldPlanStatus', public_key: 1, certificate: 0, none: 0 }
    await own.restore({ calls: Array.from({ length: 175 }, (_, hour) => ({ ...count, hour })) })
    await own.setClock({ advance: '175h' })
    await call(NAMED)
    expect((await own.snapshot()).calls).toHaveLength(169)
    await own.setClock({ advance: '-174h' })
    await call(NAMED)
    expect((await own.snapshot()).calls?.map(({ hour }) => hour)).toEqual([1])
  })

  test('is part of a snapshot and is ended by a reset', async ({ own, call }) => {
    await nearlyFinished(own, call)
    const snapshot = await own.snapshot()
    const before = await own.migration()
    expect(snapshot).toMatchObject({
      migration: { began: PINNED / 1000 },
      calls: [{ operation: 'changeGoldPlanStatus', hour: 168, public_key: 1, certificate: 0, none: 0 }],
    })
    await own.reset()
    expect(await own.migration()).toMatchObject({ running: false })
    expect((await own.snapshot()).calls).toEqual([])
    await own.restore(snapshot)
    expect(await own.migration()).toEqual(before)
  })

  test('refuses a snapshot without platform certificates while the migration runs', async ({ own }) => {
    await own.startMigration()
    const restoring = own.restore({ platform: { certificates: [], public_key: {} } })
    await expect(restoring).rejects.toMatchObject({ status: 400, detail: { field: '/body/platform' } })
    expect((await own.migration()).running).toBe(true)
    await own.restore({ platform: { certificates: [], public_key: {} }, migration: null })
    expect((await own.migration()).running).toBe(false)
  })

  test.for<[unknown, string]>([
    [{ migration: { began: -1 } }, '/body/migration'],
    [{ migration: { began: 1 }, platform: { certificates: [], public_key: {} } }, '/body/migration'],
    [{ calls: [{ operation: 'unknown', hour: 0, public_key: 0, certificate: 0, none: 0 }] }, '/body/calls/0/operation'],
    [
      {
        calls: ['listCertificates', 'GET /v3/certificates'].map((operation) => ({
          operation,
          hour: 0,
          public_key: 0,
          certificate: 0,
          none: 0,
        })),
      },
      '/body/calls/1',
    ],
    [{ calls: [{ operation: 'listCertificates', hour: 0.5, public_key: 0, certificate: 0, none: 0 }] }, '/body/calls/0/hour'],
  ])('is not restored from an invalid snapshot: %j', async ([snapshot, field], { own, ask }) => {
    const before = await own.snapshot()
    const { status, body } = await ask('PUT', '/__mock/merchants/1900000100/snapshot', snapshot)
    expect([status, (body as { detail: { field: string } }).detail.field]).toEqual([400, expect.stringMatching(new RegExp(`^${field}`))])
    expect(await own.snapshot()).toEqual(before)
  })
})
