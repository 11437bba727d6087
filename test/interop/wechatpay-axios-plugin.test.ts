import { describe, expect, test } from 'vitest'
import { Wechatpay } from 'wechatpay-axios-plugin'
import { createMockServer, type MockCredentials } from '../../mock-server/index.ts'

/** The unmodified SDK, set up as its own documentation says. */
function sdk({ base_url, mchid, serial_no, private_key, platform_certificates }: MockCredentials): Wechatpay {
  const certs = Object.fromEntries(platform_certificates.map(({ serial_no: serial, certificate }) => [serial, certificate]))
  return new Wechatpay({ baseURL: `${base_url}/`, mchid, serial: serial_no, privateKey: private_key, certs })
}

describe('wechatpay-axios-plugin', () => {
  test('opens the gold plan and accepts the signed answer', async () => {
    await using mock = await createMockServer()
    const { status, data } = await sdk(mock.credentials).chain('v3/goldplan/merchants/changegoldplanstatus').post({
      sub_mchid: '1900000109',
      operation_type: 'OPEN',
      operation_pay_scene: 'JSAPI_AND_MINIPROGRAM',
    })
    expect(status).toBe(200)
    expect(data).toEqual({ sub_mchid: '1900000109' })
  })

  test('is told why the gateway refuses', async () => {
    await using mock = await createMockServer()
    const call = sdk(mock.credentials).chain('v3/goldplan/merchants/changegoldplanstatus').post({ sub_mchid: '1', operation_type: 'OPEN' })
    await expect(call).rejects.toMatchObject({ response: { status: 400, data: { code: 'MCH_NOT_EXISTS' } } })
  })

  test('would refuse an answer signed by a key that it does not know', async () => {
    await using mock = await createMockServer()
    const [platform] = mock.credentials.platform_certificates
    const stranger = {
      ...mock.credentials,
      platform_certificates: [{ serial_no: '0'.repeat(40), certificate: platform?.certificate ?? '' }],
    }
    const call = sdk(stranger).chain('v3/goldplan/merchants/changegoldplanstatus').post({ sub_mchid: '1900000109', operation_type: 'OPEN' })
    await expect(call).rejects.toThrow(/Cannot found the serial/)
  })
})
