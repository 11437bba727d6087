import type { WechatpayOptions } from '../../client/index.ts'
import type { MockCredentials } from '../../mock-server/index.ts'

/** The options of a client that calls the mock server with these credentials. */
export function clientOptions(credentials: MockCredentials): WechatpayOptions {
  const { mchid, serial_no: serial, private_key: privateKey, platform_certificates, base_url: baseURL } = credentials
  const certs = Object.fromEntries(platform_certificates.map(({ serial_no, certificate }) => [serial_no, certificate]))
  return { mchid, serial, privateKey, certs, baseURL }
}
