import { assertKeyPair, certificateCommonName, certificatePem, certificateSerial, shownInError } from '../contracts/index.ts'

interface Given {
  readonly mchid: string
  readonly serial?: string
  readonly certificate?: string | Uint8Array
}

/** @throws {TypeError} When the value is not a string with a merchant ID. For a common mistake, the message says what to do. */
export function checkMchid(mchid: unknown): asserts mchid is string {
  if (typeof mchid === 'string' && /^\d+$/.test(mchid) && !isSerial(mchid)) return
  throw new TypeError(`mchid must be a string of digits; got ${shownInError(mchid)}${mchidHint(mchid)}`)
}

function mchidHint(mchid: unknown): string {
  if (typeof mchid === 'number') return ': write it in quotes'
  if (typeof mchid !== 'string') return ''
  if (/^\d+$/.test(mchid.trim()) && mchid.trim() !== mchid) return ': remove the blanks around it'
  if (/^wx[\da-z]{16}$/.test(mchid)) return ', which looks like an AppID: the merchant ID (商户号) has only digits'
  return isSerial(mchid) ? ', which looks like the serial number of a certificate: give it as serial' : ''
}

/**
 * Returns the serial number of a merchant's certificate. If the certificate is given, also checks that the serial number, the private key
 * and the merchant ID belong to it. The merchant ID is checked only if the certificate's common name is a number.
 *
 * @param privateKey The private key as a PEM block.
 * @throws {TypeError} When the serial number is not valid, the certificate or the private key can't be read, or one of these checks fails.
 */
export function readSerial(options: Given, privateKey: string): string {
  const { mchid, serial, certificate } = options
  if (certificate === undefined) return checkedSerial(serial)
  const pem = certificatePem(certificate, 'certificate')
  const own = certificateSerial(pem)
  if (serial !== undefined && checkedSerial(serial) !== own)
    throw new TypeError(
      `serial must be the serial number of the certificate, or be left out; got serial ${serial} and a certificate with serial ${own}`,
    )
  assertKeyPair(privateKey, pem)
  const owner = certificateCommonName(pem)
  if (/^\d+$/.test(owner) && owner !== mchid)
    throw new TypeError(
      `mchid must be the merchant ID of the certificate, ${owner}; got ${mchid}: the service provider signs, so give its mchid and certificate`,
    )
  return own
}

function checkedSerial(serial: unknown): string {
  if (typeof serial === 'string' && isSerial(serial)) return serial
  throw new TypeError(
    `serial must be the 40 upper-case hexadecimal digits of the merchant certificate's serial number, or be left out if certificate is given; got ${shownInError(serial)}${serialHint(serial)}`,
  )
}

function isSerial(text: string): boolean {
  return /^[\dA-F]{40}$/.test(text)
}

function serialHint(serial: unknown): string {
  if (typeof serial !== 'string') return ''
  if (serial.includes('-----BEGIN CERTIFICATE-----')) return ': give it as certificate'
  if (/^PUB_KEY_ID_/.test(serial)) return ', the ID of a public key of WeChat Pay: give it as a name in certs'
  const digits = serial.replace(/^\s*0x|[\s:]/gi, '').toUpperCase()
  if (isSerial(digits)) return `: write ${digits}`
  // A number of 40 hexadecimal digits has up to 49 decimal digits.
  if (/^\d{41,49}$/.test(digits))
    return `, a decimal number: in hexadecimal it is ${BigInt(digits).toString(16).toUpperCase().padStart(40, '0')}`
  return /^\d{8,10}$/.test(digits) ? ', which looks like a merchant ID: give it as mchid' : ''
}
