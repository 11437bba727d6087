import { Wechatpay } from 'wechatpay-axios-plugin'
import type { MockCredentials } from '../../mock-server/index.ts'

/** Returns a client of the unmodified SDK wechatpay-axios-plugin, configured as the SDK's documentation describes. */
export function axiosPlugin(credentials: MockCredentials): Wechatpay {
  const { base_url, mchid, serial_no, private_key, platform_certificates, platform_public_key } = credentials
  const certificates = platform_certificates.map(({ serial_no: serial, certificate }) => [serial, certificate])
  const publicKeys = platform_public_key ? [[platform_public_key.id, platform_public_key.public_key]] : []
  const certs = Object.fromEntries([...certificates, ...publicKeys])
  return new Wechatpay({ baseURL: `${base_url}/`, mchid, serial: serial_no, privateKey: private_key, certs })
}
