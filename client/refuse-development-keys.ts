import { DEVELOPMENT_SERIAL_PREFIX, isDevelopmentKey } from '../contracts/index.ts'
import type { Identity } from './wechatpay-options.ts'

/**
 * Keeps the shipped development keys, which anyone has, away from the real host: the merchant's, which sign nothing there, and the
 * platform's, with which anyone could sign the answers.
 *
 * @param url Where the request is about to go.
 * @throws {Error} Names the host and the option.
 */
export function refuseDevelopmentKeys(url: URL, identity: Identity): void {
  const host = url.hostname.replace(/\.$/, '')
  if (!/(^|\.)mch\.weixin\.qq\.com$/.test(host)) return
  const used = developmentKeyIn(identity)
  if (used)
    throw new Error(
      `${used} is a development key that anyone has: it is not sent to ${host}; set baseURL to the mock server, or use your own keys`,
    )
}

function developmentKeyIn({ serial, privateKey, certs }: Identity): string | undefined {
  if (isDevelopmentKey(privateKey)) return 'privateKey'
  if (serial.startsWith(DEVELOPMENT_SERIAL_PREFIX)) return `serial ${serial}`
  const [name] = Object.entries(certs).find(([name, pem]) => name.startsWith(DEVELOPMENT_SERIAL_PREFIX) || isDevelopmentKey(pem)) ?? []
  return name && `certs["${name}"]`
}
