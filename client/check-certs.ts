import { types } from 'node:util'
import { certificateCommonName, certificateSerial, publicKeyPem, shownInError } from '../contracts/index.ts'

interface Signing {
  readonly mchid: string
  readonly serial: string
}

const WANTED = "certs must map the platform's serial numbers or public-key IDs to its certificates or public keys"

/**
 * Checks the platform keys of a client or a handler. A certificate must have the serial number under which it is given, and must not
 * belong to a merchant. A public key in PEM is not parsed here.
 *
 * @param merchant The merchant that signs, if it is known. Its own certificate must not be among the keys.
 * @returns The PEM blocks, by serial number or public-key ID.
 * @throws {TypeError} When there are no keys. Also when a key has a wrong type or name, belongs to a merchant, or is a certificate that
 * can't be read.
 */
export function readCerts(certs: unknown, merchant?: Signing): Record<string, string> {
  const isObject = typeof certs === 'object' && certs !== null && !Array.isArray(certs) && !types.isUint8Array(certs)
  if (!isObject || Object.keys(certs).length === 0) throw new TypeError(`${WANTED}; got ${notAMap(certs)}`)
  const read = Object.entries(certs).map(([name, key]) => {
    checkName(name, merchant?.serial)
    const pem = publicKeyPem(key, `certs["${name}"]`)
    if (pem.startsWith('-----BEGIN CERTIFICATE-----')) checkCertificate(name, pem, merchant)
    return [name, pem] as const
  })
  return Object.fromEntries(read)
}

/** Describes what was given instead of an object with keys, such as a list, a `Map`, or a single key without its serial number. */
function notAMap(certs: unknown): string {
  if (certs instanceof Map) return 'a Map; give Object.fromEntries(map)'
  const isKey = typeof certs === 'string' || types.isUint8Array(certs)
  return isKey ? `${shownInError(certs)} without its serial number or ID; give { [serial or ID]: key }` : shownInError(certs)
}

function checkName(name: string, ownSerial: string | undefined): void {
  if (name === ownSerial)
    throw new TypeError(
      `certs must contain the platform's certificates; got the merchant's own serial ${name}: answers are signed by the platform (微信支付平台证书), not by the merchant`,
    )
  if (!/^([\dA-F]{40}|PUB_KEY_ID_\w+)$/.test(name))
    throw new TypeError(
      `certs must be keyed by serial numbers of 40 upper-case hexadecimal digits or by public-key IDs (PUB_KEY_ID_…); got ${shownInError(name)}`,
    )
}

function checkCertificate(name: string, pem: string, merchant: Signing | undefined): void {
  const option = `certs["${name}"]`
  const serial = certificateSerial(pem, option)
  const owner = certificateCommonName(pem, option)
  const isMerchant = /^\d+$/.test(owner)
  if (serial === name && !isMerchant) return
  const whose = isMerchant
    ? ` of the merchant ${owner}${owner === merchant?.mchid ? ' itself' : ''}: the platform's certificate is another file`
    : ''
  if (serial === name) throw new TypeError(`${option} must be a certificate of the platform; got the certificate${whose}`)
  const wanted = name.startsWith('PUB_KEY_ID_') ? 'the public key with this ID' : 'the certificate with this serial number'
  throw new TypeError(`${option} must be ${wanted}; got the certificate with the serial number ${serial}${whose && `,${whose}`}`)
}
