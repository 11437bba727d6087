import { describe, expect } from 'vitest'
import { createWechatpay } from '../../../client/index.ts'
import { createControl, developmentKeys } from '../../../contracts/index.ts'
import { createMockServer, type MockCredentials } from '../../../mock-server/index.ts'
import { openStore } from '../../../mock-server/open-store.ts'
import { clientOptions } from '../../client/client-options.ts'
import { EVERY } from '../../every.ts'
import { PINNED } from '../../mock-test.ts'
import { missingRedis } from '../../redis-server.ts'
import { type Answer, send } from '../../send.ts'
import { CLOSE, OPEN, type RequestChoice, signedRequest } from '../../signed-request.ts'
import { useTenant } from '../../soak/tenants.ts'
import { test } from './replicas-test.ts'

const SUB_MCHID = '1900000109'

const MERCHANTS = EVERY ? 200 : 30

/** Signs a request at the time at which the servers' clock is stopped, and sends it. */
async function call(url: string, credentials: MockCredentials, choice: RequestChoice = {}): Promise<Answer> {
  return send(url, await signedRequest(credentials, { now: PINNED, ...choice }))
}

describe.skipIf(missingRedis)(`two servers with one store${missingRedis ? ` (skipped: ${missingRedis})` : ''}`, () => {
  test(`keep ${MERCHANTS} merchants apart when all are used at the same time`, { timeout: 120_000 }, async ({ control, controls }) => {
    await Promise.all(Array.from({ length: MERCHANTS }, (_, index) => useTenant(index + 1, control)))
    for (const { merchants } of controls) expect(await merchants({ first: 500 })).toHaveLength(MERCHANTS + 1)
    expect(await control.merchant(developmentKeys.merchant.mchid).requests()).toEqual([])
    expect(await control.unclaimedRequests()).toEqual([])
  })

  // Takes ten seconds.
  test.skipIf(!EVERY)(
    "give up a diagnosis that a killed server was making, so that later reads don't wait for it",
    async ({ redis, control, controls }) => {
      const { mchid } = await control.createMerchant()
      const store = await openStore(redis.url, { entries: 10, bytes: 1e6, ownBytes: 1e6 })
      const text = '{"time":0}\n{"headers":{},"body":null,"answer":{"headers":{},"body":""}}'
      const id = await store.journal.append(mchid, { bytes: 1, text, isDiagnosed: true })
      expect(await controls[0]?.merchant(mchid).requests()).toMatchObject([{ id, diagnosis: null }])
      expect(await store.journal.undiagnosed([id])).toEqual([])
      await store.close()
    },
  )

  test('both show the whole journal of a merchant, with all diagnoses', async ({ replicas, control, controls }) => {
    const credentials = await control.createMerchant({ sub_mchids: [SUB_MCHID] })
    const bodies = Array.from({ length: 30 }, (_, index) => JSON.stringify({ sub_mchid: `${index}`, operation_type: 'OPEN' }))
    const sent = bodies.map(async (body, index) => {
      const request = await signedRequest(credentials, { now: PINNED, body })
      // Every third request is sent with a body that was not signed.
      return send(replicas.url, index % 3 ? request : { ...request, body: Buffer.from(OPEN) })
    })
    await Promise.all(sent)
    const [first = [], second = []] = await Promise.all(controls.map(({ merchant }) => merchant(credentials.mchid).requests()))
    expect(first).toEqual(second)
    expect(first.map(({ status }) => status).toSorted()).toEqual([...Array(20).fill(400), ...Array(10).fill(401)])
    for (const { status, diagnosis } of first) expect(diagnosis === null).toBe(status !== 401)
  })

  test('show a request at one server as soon as the other server has answered it', async ({ replicas: { servers }, controls }) => {
    for (let sent = 1; sent <= 40; sent += 1) {
      const [server, other] = sent % 2 ? [servers[0], controls[1]] : [servers[1], controls[0]]
      await call(server.url, server.credentials)
      expect(await other.merchant(server.credentials.mchid).requests()).toHaveLength(sent)
    }
  })

  test('find that a request was signed with the body of an earlier request, even if different servers received the two requests', async ({
    replicas,
    controls,
  }) => {
    const [one, other] = replicas.servers
    await call(one.url, one.credentials, { body: CLOSE })
    const request = await signedRequest(one.credentials, { now: PINNED, body: CLOSE })
    await send(other.url, { ...request, body: Buffer.from(OPEN) })
    const [entry] = await controls[0].merchant(one.credentials.mchid).requests()
    expect(entry?.diagnosis?.mistakes.map(({ id }) => id)).toEqual(['body-of-previous-request'])
  })

  test('together let a fault act exactly as often as `times` says', async ({ replicas, control }) => {
    const credentials = await control.createMerchant({ sub_mchids: [SUB_MCHID] })
    const merchant = control.merchant(credentials.mchid)
    await merchant.addFault({ example: 'SYSTEM_ERROR', times: 7 })
    const answers = await Promise.all(Array.from({ length: 40 }, () => call(replicas.url, credentials)))
    expect(answers.filter(({ status }) => status === 500)).toHaveLength(7)
    expect(await merchant.faults()).toMatchObject([{ hits: 7, seen: 7 }])
  })

  test('together let as many calls pass as a limit allows', async ({ replicas, control }) => {
    const credentials = await control.createMerchant({ sub_mchids: [SUB_MCHID] })
    await control.merchant(credentials.mchid).addFault({ limit: 12, per: '1m' })
    const answers = await Promise.all(Array.from({ length: 40 }, () => call(replicas.url, credentials)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(12)
  })

  test('together sign with each platform key as often as its share says', async ({ replicas, control }) => {
    const credentials = await control.createMerchant({ sub_mchids: [SUB_MCHID] })
    const { serial } = developmentKeys.platform
    await control.merchant(credentials.mchid).setPlatform({
      certificates: [
        { serial_no: serial, share: 30 },
        { serial_no: developmentKeys.nextPlatform.serial, share: 70 },
      ],
    })
    const answers = await Promise.all(Array.from({ length: 100 }, () => call(replicas.url, credentials)))
    expect(answers.filter(({ headers }) => headers['wechatpay-serial'] === serial)).toHaveLength(30)
  })

  test('create every merchant with a different merchant ID', async ({ control }) => {
    const created = await Promise.all(Array.from({ length: 40 }, () => control.createMerchant()))
    expect(new Set(created.map(({ mchid }) => mchid)).size).toBe(40)
  })

  test('create only one merchant when ten requests at once ask for the same merchant ID', async ({ control }) => {
    const created = await Promise.allSettled(Array.from({ length: 10 }, () => control.createMerchant({ mchid: '1900000555' })))
    expect(created.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of created) if (result.status === 'rejected') expect(result.reason).toMatchObject({ status: 409 })
  })

  test('apply a clock setting and a reset that were requested at the other server', async ({ replicas, controls }) => {
    const [one, other] = replicas.servers
    const { credentials } = one
    const [here, there] = [controls[0].merchant(credentials.mchid), controls[1].merchant(credentials.mchid)]
    for (const body of [OPEN, CLOSE]) await call(other.url, credentials, { body })
    expect((await call(other.url, credentials)).status).toBe(400)
    await here.setClock({ advance: '24h' })
    expect((await call(other.url, credentials)).status).toBe(200)
    await here.setClock({ gateway_skew: '6m' })
    expect((await call(other.url, credentials)).status).toBe(401)
    await here.reset()
    expect(await there.clock()).toMatchObject({ advance: '0s', gateway_skew: '0s' })
    expect(await there.requests()).toEqual([])
    expect((await there.subMerchant(SUB_MCHID)).gold_plan.JSAPI.status).toBe('CLOSED')
  })

  test('are both reset when one of them is reset', async ({ control, controls }) => {
    const { mchid } = await controls[0].createMerchant()
    await controls[1].reset()
    await expect(controls[0].merchant(mchid).read()).rejects.toMatchObject({ status: 404 })
    expect(await control.merchants()).toHaveLength(1)
  })

  test('let a client open and close the gold plan at their shared address, with a merchant key that one of them made', async ({
    replicas,
    controls,
  }) => {
    const credentials = await controls[1].createMerchant({ sub_mchids: [SUB_MCHID], own_key: true })
    const { post } = createWechatpay({ ...clientOptions(credentials), now: () => PINNED }).v3.goldplan.merchants.changegoldplanstatus
    expect(credentials.base_url).toBe(replicas.url)
    for (const operation_type of ['OPEN', 'CLOSE'] as const) expect((await post({ sub_mchid: SUB_MCHID, operation_type })).status).toBe(200)
  })

  test('leave their state and journal to a new server that is started with the same store after both have stopped', async ({
    redis,
    replicas,
    control,
    clock,
  }) => {
    const { credentials } = replicas.servers[0]
    const { mchid } = await control.createMerchant({ mchid: '1900000555' })
    await call(replicas.url, credentials)
    const own = control.merchant(credentials.mchid)
    await own.addFault({ example: 'SYSTEM_ERROR', times: 3 })
    await own.setClock({ advance: '1h' })
    const [snapshot, journal] = [await own.snapshot(), await own.requests()]
    for (const server of replicas.servers) await server.close()
    await using again = await createMockServer({ store: redis.url, now: () => clock.now })
    const { merchant, createMerchant } = createControl(again.url)
    expect(await merchant(credentials.mchid).snapshot()).toEqual(snapshot)
    expect(await merchant(credentials.mchid).requests()).toEqual(journal)
    expect((await merchant(mchid).read()).mchid).toBe(mchid)
    expect((await createMerchant()).mchid).toBe('1900010000')
    expect((await call(again.url, credentials)).status).toBe(500)
  })
})
