import { DEVELOPMENT_SERIAL_PREFIX, isDevelopmentKey } from '../contracts/index.ts'
import type { Identity } from './wechatpay-options.ts'

/**
 * Throws an error if a client would call a real host of WeChat Pay with the development keys of this package, or with a certificate from a
 * mock server. WeChat Pay does not know the merchant's development key. The development keys of the platform are public, so anyone could
 * forge answers with them.
 *
 * @throws {Error} When the client would make such a call. The message names the host and the option.
 */
export function refuseDevelopmentKeys(url: URL, identity: Identity): void {
  const host = url.hostname.replace(/\.$/, '')
  if (!/(^|\.)mch\.weixin\.qq\.com$/.test(host)) return
  const used = developmentKeyIn(identity)
  if (used)
    throw new Error(
      `${used} is for development only and must not be used with ${host}: set baseURL to the mock server, or use your own keys`,
    )
}

function developmentKeyIn({ serial, privateKey, certs }: Identity): string | undefined {
  if (isDevelopmentKey(privateKey)) return 'privateKey'
  if (serial.startsWith(DEVELOPMENT_SERIAL_PREFIX)) return `serial ${serial}`
  const [name] = Object.entries(certs).find(([name, pem]) => name.startsWith(DEVELOPMENT_SERIAL_PREFIX) || isDevelopmentKey(pem)) ?? []
  return name && `certs["${name}"]`
}
