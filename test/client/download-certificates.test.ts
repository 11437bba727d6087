import { describe, expect } from 'vitest'
import { createWechatpay, type DownloadOptions, downloadCertificates } from '../../client/index.ts'
import { developmentKeys } from '../../contracts/index.ts'
import { createMockServer, type MockCredentials } from '../../mock-server/index.ts'
import { PINNED, test } from '../mock-test.ts'
import { alteringProxy } from './altering-proxy.ts'
import { clientOptions } from './client-options.ts'

function downloadOptions(credentials: MockCredentials): DownloadOptions {
  const { certs: _, ...options } = clientOptions(credentials)
  return { ...options, apiV3Key: credentials.apiv3_key, now: () => PINNED }
}

describe('downloadCertificates', () => {
  test('returns certificates in the form that the client option `certs` takes', async ({ mock }) => {
    const certs = await downloadCertificates(downloadOptions(mock.credentials))
    expect(certs).toEqual({ [developmentKeys.platform.serial]: developmentKeys.platform.certificate })
    const wxpay = createWechatpay({ ...clientOptions(mock.credentials), certs, now: () => PINNED })
    expect((await wxpay.v3.certificates.get()).data.data).toHaveLength(1)
  })

  test('ignores a Wechatpay-Serial header that asks for the public key', async ({ mock }) => {
    const headers = { 'wechatpay-serial': mock.credentials.platform_public_key?.id ?? '' }
    expect(Object.keys(await downloadCertificates({ ...downloadOptions(mock.credentials), headers }))).toEqual([
      developmentKeys.platform.serial,
    ])
  })

  test('refuses a list that was encrypted with another APIv3 key', async ({ mock }) => {
    const options = { ...downloadOptions(mock.credentials), apiV3Key: 'x'.repeat(32) }
    await expect(downloadCertificates(options)).rejects.toThrow(/was not encrypted with this APIv3 key/)
  })

  test('refuses a list whose certificates have all expired', async ({ mock }) => {
    await mock.control.merchant(mock.credentials.mchid).addFault({ certificates: 'expired' })
    await expect(downloadCertificates(downloadOptions(mock.credentials))).rejects.toThrow(
      'At least one platform certificate must still be valid; got only expired ones, of which the last expired on 2023-11-13T22:13:20.000Z',
    )
  })

  test.for([undefined, '', 'short', 'x'.repeat(33)])('requires an APIv3 key of 32 bytes, not %j', async (apiV3Key, { mock }) => {
    const options = { ...downloadOptions(mock.credentials), apiV3Key } as DownloadOptions
    await expect(downloadCertificates(options)).rejects.toThrow(/apiV3Key must be a string of 32 bytes/)
  })

  test('refuses a list that was changed on the way', async ({ mock }) => {
    await using proxy = await alteringProxy(mock.url, (answer) => ({
      ...answer,
      body: Buffer.from(String(answer.body).replace('2049', '2050')),
    }))
    await expect(downloadCertificates({ ...downloadOptions(mock.credentials), baseURL: proxy.url })).rejects.toMatchObject({
      check: 'signature',
    })
  })

  test('rejects when the merchant has no platform certificate, only the WeChat Pay public key', async () => {
    await using only = await createMockServer({ merchant: { verification: 'public_key' }, now: () => PINNED })
    await expect(downloadCertificates(downloadOptions(only.credentials))).rejects.toMatchObject({
      code: 'RESOURCE_NOT_EXISTS',
      response: { status: 404 },
    })
  })

  test('rejects with the error code of the server even if validateStatus accepts the status 404', async () => {
    await using only = await createMockServer({ merchant: { verification: 'public_key' }, now: () => PINNED })
    const call = downloadCertificates({ ...downloadOptions(only.credentials), validateStatus: () => true })
    await expect(call).rejects.toMatchObject({ code: 'RESOURCE_NOT_EXISTS' })
  })

  const NO_LISTS = ['<html>', '{}', '{"data":[]}', 'null', '{"data":"abc"}', '{"data":{"length":1}}', '{"data":[null]}', '{"data":[{}]}']

  test.for(NO_LISTS)('refuses an answer without a list of certificates: %s', async (body, { mock }) => {
    await using proxy = await alteringProxy(mock.url, (answer) => ({ ...answer, body: Buffer.from(body) }))
    await expect(downloadCertificates({ ...downloadOptions(mock.credentials), baseURL: proxy.url })).rejects.toThrow(
      /must be a list of platform certificates; got/,
    )
  })

  test('refuses the development keys for the real host', async ({ mock }) => {
    const options = { ...downloadOptions(mock.credentials), baseURL: 'https://api.mch.weixin.qq.com' }
    await expect(downloadCertificates(options)).rejects.toThrow(/is for development only/)
  })
})

describe('the client in public-key mode', () => {
  test('accepts the answers of every gold plan operation', async ({ mock }) => {
    const { id = '', public_key = '' } = mock.credentials.platform_public_key ?? {}
    const options = {
      ...clientOptions(mock.credentials),
      certs: { [id]: public_key },
      headers: { 'Wechatpay-Serial': id },
      now: () => PINNED,
    }
    const { merchants } = createWechatpay(options).v3.goldplan
    await merchants.changegoldplanstatus.post({ sub_mchid: '1900000109', operation_type: 'OPEN' })
    expect((await merchants.changecustompagestatus({ sub_mchid: '1900000109', operation_type: 'OPEN' })).data).toEqual({
      sub_mchid: '1900000109',
    })
    const sub_mchid = '1900000109'
    const nothing: undefined = (await merchants.openAdvertisingShow.patch({ sub_mchid, advertising_industry_filters: ['FOOD'] })).data
    expect(nothing).toBeUndefined()
    const { status } = await merchants.setAdvertisingIndustryFilter.post({ sub_mchid, advertising_industry_filters: ['FOOD', 'CAR'] })
    expect(status).toBe(204)
    expect((await merchants.closeAdvertisingShow({ sub_mchid })).status).toBe(204)
  })
})
