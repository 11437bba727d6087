import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createWechatpay } from '../../../client/index.ts'
import { developmentKeys, documents, SCHEME } from '../../../contracts/index.ts'
import type { ControlContext } from '../../../mock-server/control/control-handler.ts'
import { merchants } from '../../../mock-server/control/merchants.ts'
import { currentCertificate } from '../../../mock-server/tenant/certificates.ts'
import { loadPlatformKeys } from '../../../mock-server/tenant/platform.ts'
import { clientOptions } from '../../client/client-options.ts'
import { errorOf, test } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { signedRequest } from '../../signed-request.ts'
import { storeWith, tenantOf } from '../store/stored-tenant.ts'

const { merchant: shipped, platform, platformPublicKey, apiV3Key } = developmentKeys

describe('the list of merchants', () => {
  test('has the merchants in the order of creation, without their keys', async ({ control, ask }) => {
    await control.createMerchant({ mchid: '9', verification: 'public_key', type: 'institution' })
    await control.createMerchant({ mchid: '7' })
    const { status, body } = await ask('GET', '/__mock/merchants')
    const serial_no = expect.stringMatching(/^[\dA-F]{40}$/)
    expect(status).toBe(200)
    expect(body).toEqual({
      merchants: [
        { mchid: shipped.mchid, serial_no: shipped.serial, type: 'service_provider', verification: 'transition', permanent: true },
        { mchid: '9', serial_no, type: 'institution', verification: 'public_key', permanent: false },
        { mchid: '7', serial_no, type: 'service_provider', verification: 'transition', permanent: false },
      ],
      total: 3,
    })
  })

  test('has at most 100 merchants unless the query asks for more, and can begin after a given merchant', async ({ control }) => {
    for (let count = 1; count <= 120; count++) await control.createMerchant({ mchid: String(count) })
    const mchids = async (query?: object) => (await control.merchants(query)).map(({ mchid }) => mchid)
    expect(await mchids()).toEqual([shipped.mchid, ...Array.from({ length: 99 }, (_, index) => String(index + 1))])
    expect(await mchids({ first: 1000 })).toHaveLength(121)
    expect(await mchids({ first: 2, after: '98' })).toEqual(['99', '100'])
    expect(await mchids({ after: '118' })).toEqual(['119', '120'])
    expect(await mchids({ after: '120' })).toEqual([])
  })

  test('is refused when the query has an unknown merchant ID, an invalid length or an unknown parameter', async ({ ask }) => {
    const message = 'There is no merchant 404'
    expect(await ask('GET', '/__mock/merchants?after=404')).toMatchObject({ status: 404, body: { message } })
    for (const first of ['0', '1001', 'all'])
      expect(await ask('GET', `/__mock/merchants?first=${first}`)).toMatchObject({
        status: 400,
        body: { detail: { field: '/query/first' } },
      })
    expect(await ask('GET', '/__mock/merchants?limit=1')).toMatchObject({ status: 400, body: { detail: { field: '/query/limit' } } })
  })
})

describe('a new merchant', () => {
  test('has exactly the fields that the control document requires, among them all that a client needs', async ({ ask, mock }) => {
    const { status, headers, body } = await ask('POST', '/__mock/merchants')
    const { components } = parse(readFileSync(documents.control, 'utf8'))
    expect(status).toBe(201)
    expect(headers['cache-control']).toBe('no-store')
    expect(Object.keys(body as object).toSorted()).toEqual(components.schemas.Merchant.required.toSorted())
    expect(body).toMatchObject({
      base_url: mock.url,
      mchid: expect.stringMatching(/^\d{10}$/),
      serial_no: expect.stringMatching(/^[\dA-F]{40}$/),
      private_key: shipped.privateKey,
      apiv3_key: apiV3Key,
      platform_certificates: [{ serial_no: platform.serial, certificate: platform.certificate }],
      platform_public_key: { id: platformPublicKey.id },
      sub_mchids: ['1900000109'],
      test_sub_merchants: mock.credentials.test_sub_merchants,
      type: 'service_provider',
      gold_plan_open: true,
      custom_page_link: true,
      punished: false,
      verification: 'transition',
    })
  })

  test('can send calls at once', async ({ control }) => {
    const wxpay = createWechatpay({ ...clientOptions(await control.createMerchant()), now: () => PINNED })
    const { data } = await wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ sub_mchid: '1900000109', operation_type: 'OPEN' })
    expect(data).toEqual({ sub_mchid: '1900000109' })
  })

  test('gets the merchant ID that the request asks for, and a second request for this ID is refused', async ({ control }) => {
    const { mchid } = await control.createMerchant({ mchid: '77' })
    expect(mchid).toBe('77')
    await expect(control.createMerchant({ mchid })).rejects.toMatchObject({ status: 409, code: 'CONFLICT', detail: { mchid } })
  })

  test('is refused when the request asks for the ID of the merchant that the server was started with', async ({ control }) => {
    await expect(control.createMerchant({ mchid: shipped.mchid, punished: true })).rejects.toMatchObject({ status: 409 })
    expect(await control.merchant(shipped.mchid).read()).toMatchObject({ punished: false })
  })

  test('gets a merchant ID that no other merchant has, even when many merchants are created at once', async ({ control }) => {
    const { mchid: first } = await control.createMerchant()
    const taken = String(Number(first) + 1)
    await control.createMerchant({ mchid: taken })
    const made = await Promise.all(Array.from({ length: 10 }, () => control.createMerchant()))
    const numbers = [first, taken, ...made.map(({ mchid }) => mchid)]
    expect(new Set(numbers).size).toBe(12)
  })

  test('is created only once when several requests ask for the same merchant ID at once', async ({ control }) => {
    const made = await Promise.allSettled([1, 2, 3].map(() => control.createMerchant({ mchid: '88', own_key: true })))
    expect(made.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  test('has only the sub-merchants that the request asks for, each once', async ({ control }) => {
    const { mchid, sub_mchids } = await control.createMerchant({ sub_mchids: ['2', '1', '2'] })
    expect(sub_mchids).toEqual(['2', '1'])
    expect((await control.merchant(mchid).subMerchants()).map(({ sub_mchid }) => sub_mchid)).toEqual(['2', '1'])
  })

  test('has no test sub-merchant with the same ID as one of its ordinary sub-merchants', async ({ control, callAs }) => {
    const [test] = (await control.credentials()).test_sub_merchants
    const sub_mchid = String(test?.sub_mchid)
    const merchant = await control.createMerchant({ sub_mchids: [sub_mchid] })
    expect(merchant.test_sub_merchants.filter((item) => item.sub_mchid === sub_mchid)).toEqual([])
    expect((await callAs(merchant, { body: JSON.stringify({ sub_mchid, operation_type: 'OPEN' }) })).status).toBe(200)
  })

  test.for([
    ['platform_certificate', [platform.serial], null, platform.serial, platform.serial],
    ['transition', [platform.serial], platformPublicKey.id, platform.serial, platformPublicKey.id],
    ['public_key', [], platformPublicKey.id, platformPublicKey.id, platformPublicKey.id],
  ] as const)(
    'with the verification %s gets answers signed with a key that it has, even if the call names the public key',
    async (row, { control, callAs }) => {
      const [verification, serials, id, signer, signerWhenNamed] = row
      const merchant = await control.createMerchant({ verification })
      expect(merchant).toMatchObject({ verification, platform_public_key: id && { id } })
      expect(merchant.platform_certificates.map(({ serial_no }) => serial_no)).toEqual(serials)
      expect((await callAs(merchant)).headers['wechatpay-serial']).toBe(signer)
      const named = await callAs(merchant, { headers: { 'Wechatpay-Serial': platformPublicKey.id } })
      expect(named.headers['wechatpay-serial']).toBe(signerWhenNamed)
    },
  )

  test.for([
    ['an institution', { type: 'institution' }, 'CALLER_TYPE_NOT_ALLOWED'],
    ['a service provider without the gold plan', { gold_plan_open: false }, 'SERVICE_PROVIDER_GOLDPLAN_CLOSED'],
    ['a punished service provider', { punished: true }, 'SERVICE_PROVIDER_PUNISHED'],
    ['a channel partner', { type: 'channel_partner' }, null],
  ] as const)('gets the error that its settings cause, or no error: %s', async ([, conditions, example], { control, callAs }) => {
    const merchant = await control.createMerchant(conditions)
    expect(merchant).toMatchObject(conditions)
    await callAs(merchant)
    const [entry] = await control.merchant(merchant.mchid).requests()
    expect(entry).toMatchObject({ verdict: 'valid', example })
  })
})

describe('the certificate of a merchant', () => {
  test('contains the merchant ID and the public key', async ({ control }) => {
    const { mchid, serial_no, certificate, private_key } = await control.createMerchant()
    const read = new X509Certificate(certificate)
    expect(read.serialNumber).toBe(serial_no)
    expect(read.subject).toContain(`CN=${mchid}`)
    expect(read.publicKey.export({ type: 'spki', format: 'pem' })).toBe(
      new X509Certificate(shipped.certificate).publicKey.export({ type: 'spki', format: 'pem' }),
    )
    expect(private_key).toBe(shipped.privateKey)
  })

  test('is valid only for its merchant ID, even though other merchants have the same key', async ({ control, callAs }) => {
    const [one, other] = [await control.createMerchant(), await control.createMerchant()]
    expect(one.serial_no).not.toBe(other.serial_no)
    expect(errorOf(await callAs({ ...one, serial_no: other.serial_no }))).toEqual({
      status: 401,
      code: 'SIGN_ERROR',
      message: '商户证书序列号有误。请使用签名私钥匹配的证书序列号',
    })
    expect((await callAs({ ...one, serial_no: shipped.serial })).status).toBe(401)
    expect((await callAs({ ...other, mchid: one.mchid })).status).toBe(401)
    expect((await callAs(one)).status).toBe(200)
  })

  test('is not valid for another merchant ID, even when the nonce contains the ID of its own merchant', async ({ control, callAs }) => {
    const [one, other] = [await control.createMerchant(), await control.createMerchant()]
    const nonce = `mchid=${other.mchid}`
    const { headers } = await signedRequest(other, { now: PINNED, nonce })
    const [, mchid = '', rest = ''] = /^\S+ (mchid="\d+"),(.*)$/.exec(String(headers['Authorization'])) ?? []
    const statusFor = async (field: string) =>
      (await callAs(other, { nonce, headers: { Authorization: `${SCHEME} ${rest},${field}` } })).status
    expect(await statusFor(mchid)).toBe(200)
    expect(await statusFor(`mchid="${one.mchid}"`)).toBe(401)
  })

  test('has a separate key when own_key is true; the key that other merchants share is refused', async ({ control, callAs }) => {
    const merchant = await control.createMerchant({ own_key: true })
    expect(merchant.private_key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/)
    expect(merchant.private_key).not.toBe(shipped.privateKey)
    expect((await callAs(merchant)).status).toBe(200)
    expect(errorOf(await callAs({ ...merchant, private_key: shipped.privateKey }))).toMatchObject({
      status: 401,
      message: '错误的签名，验签失败',
    })
    const sharing = await control.createMerchant()
    expect((await callAs({ ...sharing, private_key: merchant.private_key })).status).toBe(401)
  })
})

describe('a merchant', () => {
  test('can be read', async ({ control }) => {
    const merchant = await control.createMerchant({ punished: true })
    expect(await control.merchant(merchant.mchid).read()).toEqual(merchant)
  })

  test('changes only in the given settings, which apply to its calls', async ({ control, callAs }) => {
    const merchant = await control.createMerchant({ type: 'channel_partner' })
    const controls = control.merchant(merchant.mchid)
    expect(await controls.change({ gold_plan_open: false })).toEqual({ ...merchant, gold_plan_open: false })
    expect((await callAs(merchant)).status).toBe(400)
    expect(await controls.change({ gold_plan_open: true })).toEqual(merchant)
    expect((await callAs(merchant)).status).toBe(200)
    expect(await controls.change({})).toEqual(merchant)
  })

  test('keeps all changes of concurrent requests', async ({ control, mock }) => {
    const { mchid } = await control.createMerchant()
    const controls = mock.control.merchant(mchid)
    await Promise.all([
      // This change takes so long that the others finish first.
      controls.setCertificate({ renew: true, own_key: true }),
      controls.change({ punished: true }),
      controls.change({ custom_page_link: false }),
      controls.setClock({ advance: '1h' }),
    ])
    expect(await controls.read()).toMatchObject({ punished: true, custom_page_link: false })
    expect(await controls.clock()).toMatchObject({ advance: '3600s' })
    expect((await controls.certificate()).replaced).toHaveLength(1)
  })

  test('is removed with everything that it had', async ({ control, callAs, ask }) => {
    const merchant = await control.createMerchant()
    const { mchid } = merchant
    await callAs(merchant)
    expect(await ask('DELETE', `/__mock/merchants/${mchid}`)).toMatchObject({ status: 204, body: undefined })
    expect(errorOf(await callAs(merchant))).toMatchObject({ status: 401, message: '商户证书序列号有误。请使用签名私钥匹配的证书序列号' })
    await expect(control.merchant(mchid).read()).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND', detail: { mchid } })
    await expect(control.merchant(mchid).remove()).rejects.toMatchObject({ status: 404 })
    await control.createMerchant({ mchid })
    expect(await control.merchant(mchid).requests()).toEqual([])
    expect(await control.merchant(mchid).subMerchants()).toMatchObject([{ gold_plan: { JSAPI: { status: 'CLOSED' } } }])
  })

  test('cannot be removed when the server was started with it', async ({ control, own, call }) => {
    await expect(own.remove()).rejects.toMatchObject({ status: 409, code: 'CONFLICT', detail: { mchid: shipped.mchid } })
    expect((await call()).status).toBe(200)
    expect(await control.credentials()).toMatchObject({ mchid: shipped.mchid })
  })

  test.for([
    ['GET', '', undefined],
    ['PATCH', '', {}],
    ['DELETE', '', undefined],
    ['GET', '/sub_merchants', undefined],
    ['GET', '/sub_merchants/1', undefined],
    ['PUT', '/sub_merchants/1', undefined],
    ['DELETE', '/sub_merchants/1', undefined],
    ['GET', '/requests', undefined],
    ['DELETE', '/requests', undefined],
    ['POST', '/faults', { example: 'SYSTEM_ERROR' }],
    ['GET', '/faults', undefined],
    ['DELETE', '/faults', undefined],
    ['GET', '/clock', undefined],
    ['PUT', '/clock', { reset: true }],
    ['GET', '/platform', undefined],
    ['PUT', '/platform', { certificates: [], public_key: {} }],
    ['GET', '/certificate', undefined],
    ['PUT', '/certificate', { renew: true }],
    ['GET', '/snapshot', undefined],
    ['PUT', '/snapshot', {}],
    ['POST', '/reset', undefined],
  ] as const)('that does not exist is named in the 404 answer: %s %s', async ([method, path, body], { ask }) => {
    expect(await ask(method, `/__mock/merchants/404${path}`, body)).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND', message: 'There is no merchant 404', detail: { mchid: '404' } },
    })
  })

  test('can be removed while two keys sign the answers to its calls, and the server keeps running', async ({ control, callAs }) => {
    const merchant = await control.createMerchant()
    const controls = control.merchant(merchant.mchid)
    const { available } = await controls.platform()
    await controls.setPlatform({ certificates: available.map((serial_no) => ({ serial_no, share: 50 })) })
    const calls = Array.from({ length: 40 }, () => callAs(merchant))
    await controls.remove()
    for (const { status } of await Promise.all(calls)) expect([200, 401]).toContain(status)
    expect(await control.createMerchant()).toHaveProperty('mchid')
  })

  it('is refused when there are already 10,000 merchants', async () => {
    const { create } = await serverWith(9_999)
    expect(await create()).toMatchObject({ mchid: '1900010000' })
    await expect(create()).rejects.toMatchObject({ status: 409, code: 'CONFLICT', detail: { limit: 10_000 } })
  })

  it('is refused beyond 10,000 merchants, even when several are created at the same time', async () => {
    const { create, store } = await serverWith(9_998)
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => create()))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await store.mchids()).toHaveLength(10_000)
  })
})

/**
 * Returns a store with `count` merchants, and a function that creates another merchant in it. Creating all merchants through a server would
 * take a minute.
 */
async function serverWith(count: number) {
  const store = await storeWith()
  for (let number = 2; number <= count; number++) await store.replace(undefined, tenantOf(String(number)))
  const context = {
    store,
    certificates: { make: () => currentCertificate(tenantOf('1').tenant) },
    api: { operations: [] },
    platformKeys: await loadPlatformKeys(),
    url: () => '',
    doors: () => undefined,
    publicUrl: undefined,
    allowHosts: [],
  } as unknown as ControlContext
  return { store, create: () => merchants.createMerchant({ path: {} as never, query: {} as never, body: undefined }, context) }
}
