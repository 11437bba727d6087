import { DEVELOPMENT_SERIAL_PREFIX, isDevelopmentKey } from '../contracts/index.ts'
import type { Identity } from './wechatpay-options.ts'

/**
 * Refuses to call a real host of WeChat Pay with the shipped development keys or with a certificate of a mock server. WeChat Pay does not
 * know a development key of a merchant, and anyone could forge answers with the shipped platform keys, which are public.
 *
 * @throws {Error} When it refuses the call; the message names the host and the option.
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
