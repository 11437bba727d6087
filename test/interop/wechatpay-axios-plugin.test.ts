import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Rsa } from 'wechatpay-axios-plugin'
import { openCertificate } from '../../contracts/index.ts'
import { createMockServer } from '../../mock-server/index.ts'
import { emptyFolder } from '../empty-folder.ts'
import { EVERY } from '../every.ts'
import { axiosPlugin } from './axios-plugin.ts'

const BASE = 'v3/goldplan/merchants'
const SUB = { sub_mchid: '1900000109' }

describe('wechatpay-axios-plugin', () => {
  test('calls all five gold plan operations and accepts the signed answers, including empty ones', async () => {
    await using mock = await createMockServer()
    const wxpay = axiosPlugin(mock.credentials)
    const filters = { advertising_industry_filters: ['SOFTWARE', 'POTOGRAPHY', 'INDUSTY'] }
    const opened = await wxpay
      .chain(`${BASE}/changegoldplanstatus`)
      .post({ ...SUB, operation_type: 'OPEN', operation_pay_scene: 'JSAPI_AND_MINIPROGRAM' })
    expect(opened).toMatchObject({ status: 200, data: SUB })
    expect(await wxpay.chain(`${BASE}/changecustompagestatus`).post({ ...SUB, operation_type: 'OPEN' })).toMatchObject({
      status: 200,
      data: SUB,
    })
    expect((await wxpay.chain(`${BASE}/set-advertising-industry-filter`).post({ ...SUB, ...filters })).status).toBe(204)
    expect((await wxpay.chain(`${BASE}/open-advertising-show`).patch({ ...SUB, ...filters })).status).toBe(204)
    expect((await wxpay.chain(`${BASE}/close-advertising-show`).post(SUB)).status).toBe(204)
  })

  test('requests an answer that the public key verifies, and accepts this answer', async () => {
    await using mock = await createMockServer({ merchant: { verification: 'public_key' } })
    const headers = { 'Wechatpay-Serial': mock.credentials.platform_public_key?.id }
    const { status, headers: answered } = await axiosPlugin(mock.credentials)
      .chain(`${BASE}/changegoldplanstatus`)
      .post({ ...SUB, operation_type: 'OPEN' }, { headers })
    expect(status).toBe(200)
    expect(answered['wechatpay-serial']).toBe(headers['Wechatpay-Serial'])
  })

  test.for(['certificate', 'public key'])(
    'encrypts a field of an echo request with the %s, and decrypts the field in the answer',
    async (kind) => {
      await using mock = await createMockServer()
      const { platform_certificates, platform_public_key, private_key } = mock.credentials
      const [{ serial_no = '', certificate = '' } = {}] = platform_certificates
      const [serial, key] = kind === 'certificate' ? [serial_no, certificate] : [platform_public_key?.id, platform_public_key?.public_key]
      const body = { echo_message: 'hello', encrypted_echo_message: Rsa.encrypt('张三', Rsa.from(String(key), Rsa.KEY_TYPE_PUBLIC)) }
      const { data, headers } = await axiosPlugin(mock.credentials)
        .chain('v3/security/echo')
        .post(body, { headers: { 'Wechatpay-Serial': serial } })
      expect(headers['wechatpay-serial']).toBe(serial)
      expect(Rsa.decrypt(data.encrypted_echo_message, Rsa.from(private_key, Rsa.KEY_TYPE_PRIVATE))).toBe('张三')
    },
  )

  test('lists the platform certificates and verifies the list', async () => {
    await using mock = await createMockServer()
    const { data } = await axiosPlugin(mock.credentials).chain('v3/certificates').get()
    expect(await openCertificate(data.data[0].encrypt_certificate, mock.credentials.apiv3_key)).toBe(
      mock.credentials.platform_certificates[0]?.certificate,
    )
  })

  test('receives the error code of a refusal', async () => {
    await using mock = await createMockServer()
    const call = axiosPlugin(mock.credentials).chain(`${BASE}/changegoldplanstatus`).post({ sub_mchid: '1', operation_type: 'OPEN' })
    await expect(call).rejects.toMatchObject({ response: { status: 400, data: { code: 'MCH_NOT_EXISTS' } } })
  })

  test('refuses an answer signed with an unknown key', async () => {
    await using mock = await createMockServer()
    const [platform] = mock.credentials.platform_certificates
    const stranger = {
      ...mock.credentials,
      platform_certificates: [{ serial_no: '0'.repeat(40), certificate: platform?.certificate ?? '' }],
    }
    const call = axiosPlugin(stranger)
      .chain(`${BASE}/changegoldplanstatus`)
      .post({ ...SUB, operation_type: 'OPEN' })
    await expect(call).rejects.toThrow(/Cannot found the serial/)
  })

  // This test starts a process, which takes a second.
  if (EVERY)
    test('the command-line tool of version 0.8 downloads the platform certificate', async () => {
      await using mock = await createMockServer()
      const { base_url, mchid, serial_no, private_key, apiv3_key, platform_certificates } = mock.credentials
      const folder = emptyFolder()
      await writeFile(join(folder, 'key.pem'), private_key)
      const command = createRequire(import.meta.url).resolve('wechatpay-axios-plugin-0.8/bin/cli.js')
      const options = [
        'crt',
        '-m',
        mchid,
        '-s',
        serial_no,
        '-f',
        join(folder, 'key.pem'),
        '-k',
        apiv3_key,
        '-o',
        folder,
        '-u',
        `${base_url}/`,
      ]
      await promisify(execFile)(process.execPath, [command, ...options])
      const [platform] = platform_certificates
      expect(await readFile(join(folder, `wechatpay_${platform?.serial_no}.pem`), 'utf8')).toBe(platform?.certificate)
    })
})
