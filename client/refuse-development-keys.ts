import { DEVELOPMENT_SERIAL_PREFIX, developmentKeys } from '../contracts/index.ts'
import type { Identity } from './wechatpay-options.ts'

/**
 * Keeps the shipped development keys, which anyone has, away from the real host.
 *
 * @param url Where the request is about to go.
 * @throws {Error} Names the host and the keys.
 */
export function refuseDevelopmentKeys(url: URL, identity: Identity): void {
  const host = url.hostname.replace(/\.$/, '')
  const used = developmentKeysIn(identity)
  if (used && /(^|\.)mch\.weixin\.qq\.com$/.test(host))
    throw new Error(
      `${used} is a development key that anyone has: it is not sent to ${host}; set baseURL to the mock server, or use your own keys`,
    )
}

function developmentKeysIn({ serial, privateKey, certs }: Identity): string | undefined {
  if (base64Of(privateKey) === base64Of(developmentKeys.merchant.privateKey)) return 'privateKey'
  const isDevelopment = (name: string) => name.startsWith(DEVELOPMENT_SERIAL_PREFIX) || name === developmentKeys.platformPublicKey.id
  return [serial, ...Object.keys(certs)].find(isDevelopment)
}

function base64Of(pem: string): string {
  return pem.replace(/-----[^-]*-----|\s/g, '')
}
