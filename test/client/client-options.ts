import type { MockCredentials } from '../../mock-server/index.ts'

/** The options of a client, with all keys as PEM text. */
export interface ClientOptions {
  readonly mchid: string
  readonly serial: string
  readonly privateKey: string
  readonly certs: Readonly<Record<string, string>>
  readonly baseURL: string
}

/** Returns the options of a client that calls the mock server with these credentials. */
export function clientOptions(credentials: MockCredentials): ClientOptions {
  const { mchid, serial_no: serial, private_key: privateKey, platform_certificates, base_url: baseURL } = credentials
  const certs = Object.fromEntries(platform_certificates.map(({ serial_no, certificate }) => [serial_no, certificate]))
  return { mchid, serial, privateKey, certs, baseURL }
}
