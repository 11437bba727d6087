import { Buffer } from 'node:buffer'
import type { Credentials } from '../wire/authorization.ts'
import { isFresh } from '../wire/clock-tolerance.ts'
import {
  CERTIFICATE_STATES,
  isMchid,
  isSerial,
  MCHID_MALFORMED,
  MCHID_OF_A_SUB_MERCHANT,
  MCHID_UNKNOWN,
  SAMPLE_TIMESTAMP,
  SERIAL_MALFORMED,
  SERIAL_OF_A_PUBLIC_KEY,
  SERIAL_OF_ANOTHER_MERCHANT,
  SERIAL_OF_THE_PLATFORM,
  SERIAL_SPELLINGS,
  SERIAL_UNKNOWN,
  SERIAL_UNSET,
  TIMESTAMP_AHEAD,
  TIMESTAMP_BEHIND,
  TIMESTAMP_IN_MICROSECONDS,
  TIMESTAMP_IN_MILLISECONDS,
  TIMESTAMP_NOT_NOW,
  TIMESTAMP_OF_THE_SAMPLE,
  UNSET_SERIALS,
} from './catalogue/credentials.ts'
import { APIV2_HMAC, APIV2_MD5, SIGNATURE_LENGTH } from './catalogue/key-and-algorithm.ts'
import { fromBase64, fromHex, isOtherText, SIGNATURE_ENCODINGS, SIGNATURE_PLACEHOLDER, UNSET_TEXTS } from './catalogue/signature-text.ts'
import type { Circumstances, KnownKey } from './circumstances.ts'
import { type DescribedMistake, describe, type Mistake } from './mistake.ts'

/** What {@link checkCredentials} returns: a certificate, and the mistakes in the `mchid`, in the `serial_no` or with the certificate. */
export interface CredentialFindings {
  /** The certificate that the credentials refer to; `undefined` when it is unknown. */
  readonly registered?: KnownKey | undefined
  readonly mistakes: readonly DescribedMistake[]
}

/**
 * Finds the certificate that the merchant ID and the serial number of a request refer to. The serial number may be written wrongly, and the
 * merchant may be unknown. If no certificate of the merchant has the serial number, returns the merchant's newest valid certificate. If the
 * merchant has no valid certificate, returns its newest. Returns no certificate when `keys` may lack the certificate that the client meant.
 */
export function checkCredentials(
  { mchid, serial }: Pick<Credentials, 'mchid' | 'serial'>,
  circumstances: Circumstances,
): CredentialFindings {
  const { keys, hasAllKeys = true } = circumstances
  const named = keys.find((key) => key.mchid === mchid && key.serial === serial)
  if (named) return { registered: named, mistakes: stateOf(named) }
  const own = keys.filter((key) => key.mchid === mchid)
  if (own.length === 0) return unknownMerchant(mchid, serial, circumstances)
  const placeholders = { mchid: textOf(mchid), sent: textOf(serial) }
  for (const spelling of SERIAL_SPELLINGS) {
    const meant = own.find((key) => spelling.write(key.serial).includes(serial) || spelling.repair?.(serial) === key.serial)
    if (meant) return { registered: meant, mistakes: [describe(spelling, placeholders)] }
  }
  const other = keys.find((key) => key.serial === serial)
  if (!other && !hasAllKeys && isSerial(serial)) return { mistakes: [] }
  const registered = own.find(({ status = 'valid' }) => status === 'valid') ?? own[0]
  if (!other) return { registered, mistakes: [describe(unknownSerial(serial), placeholders)] }
  if (other.mchid === null) return { registered, mistakes: [describe(SERIAL_OF_THE_PLATFORM, placeholders)] }
  return { registered, mistakes: [describe(SERIAL_OF_ANOTHER_MERCHANT, { ...placeholders, mchid: other.mchid })] }
}

/** Decodes the UTF-8 in the value of a header. Node reads such a value as Latin-1, with one character for each byte. */
function textOf(received: string): string {
  return Buffer.from(received, 'latin1').toString()
}

function unknownSerial(serial: string): Mistake {
  if (UNSET_SERIALS.includes(serial)) return SERIAL_UNSET
  if (/^PUB_KEY_ID_/i.test(serial)) return SERIAL_OF_A_PUBLIC_KEY
  return isSerial(serial) ? SERIAL_UNKNOWN : SERIAL_MALFORMED
}

function unknownMerchant(mchid: string, serial: string, { keys, subMchids = [], hasAllKeys = true }: Circumstances): CredentialFindings {
  const registered = keys.find((key) => key.mchid !== null && key.serial === serial)
  const placeholders = { mchid: textOf(mchid), sent: textOf(serial) }
  const serialMistakes =
    keys.some((key) => key.serial === serial) || isSerial(serial) ? [] : [describe(unknownSerial(serial), placeholders)]
  if (subMchids.includes(mchid)) return { registered, mistakes: [describe(MCHID_OF_A_SUB_MERCHANT, { mchid }), ...serialMistakes] }
  if (!isMchid(mchid)) return { registered, mistakes: [describe(MCHID_MALFORMED, placeholders), ...serialMistakes] }
  if (hasAllKeys) return { registered, mistakes: [describe(MCHID_UNKNOWN, { mchid }), ...serialMistakes] }
  if (registered)
    return { registered, mistakes: [describe(SERIAL_OF_ANOTHER_MERCHANT, { ...placeholders, mchid: registered.mchid ?? '' })] }
  const isOfPlatform = keys.some((key) => key.serial === serial)
  return { mistakes: isOfPlatform ? [describe(SERIAL_OF_THE_PLATFORM, placeholders)] : serialMistakes }
}

function stateOf({ serial, status = 'valid' }: KnownKey): DescribedMistake[] {
  const state = CERTIFICATE_STATES[status]
  return state ? [describe(state, { sent: serial })] : []
}

/**
 * Checks the timestamp of a request.
 *
 * @param now The gateway's clock, milliseconds since 1970; if `undefined`, any ten-digit timestamp (2001 to 2286) counts as fresh.
 */
export function checkClock({ timestamp: sent }: Credentials, now: number | undefined): DescribedMistake[] {
  if (/^\d{13}$/.test(sent)) return [describe(TIMESTAMP_IN_MILLISECONDS, { sent })]
  if (/^(?:\d{16}|\d{19})$/.test(sent)) return [describe(TIMESTAMP_IN_MICROSECONDS, { sent })]
  if (now !== undefined && isFresh(sent, now)) return []
  if (!isPlausibleUnixTime(sent)) return [describe(TIMESTAMP_NOT_NOW, { sent })]
  if (now === undefined) return []
  if (sent === SAMPLE_TIMESTAMP) return [describe(TIMESTAMP_OF_THE_SAMPLE, { sent })]
  const ahead = Number(sent) - Math.floor(now / 1000)
  return [describe(ahead > 0 ? TIMESTAMP_AHEAD : TIMESTAMP_BEHIND, { sent, seconds: Math.abs(ahead) })]
}

/** Whether a timestamp in seconds has ten digits, so it lies between 2001 and 2286. */
function isPlausibleUnixTime(timestamp: string): boolean {
  return Number(timestamp) >= 1e9 && Number(timestamp) < 1e10
}

/** The length of a signature with a 2,048-bit key, in bytes. */
const SIGNATURE_BYTES = 256

/** The lengths of signatures with keys of 1,024, 3,072 and 4,096 bits, in bytes. */
const OTHER_SIGNATURE_BYTES = [128, 384, 512]

/** APIv2 clients send a digest instead of a signature. Maps the length of the digest in bytes to the mistake. */
const DIGESTS: Readonly<Record<number, Mistake>> = { 16: APIV2_MD5, 32: APIV2_HMAC }

/** The bytes of a signature and the mistakes in their encoding. When there are no bytes, the mistakes say why. */
export interface ReadSignature {
  readonly bytes?: Buffer
  readonly mistakes: readonly DescribedMistake[]
}

/** Reads a signature, even in encodings that the gateway refuses. */
export function readSignature(text: string): ReadSignature {
  if (UNSET_TEXTS.includes(text) || isOtherText(text)) return { mistakes: [describe(SIGNATURE_PLACEHOLDER, { seen: text })] }
  const right = fromBase64(text)
  if (isSignature(right)) return { bytes: right, mistakes: [] }
  const digest = DIGESTS[(fromHex(text) ?? right)?.length ?? 0]
  if (digest) return { mistakes: [describe(digest)] }
  const read = SIGNATURE_ENCODINGS.map((form) => ({ form, bytes: form.decode(text) }))
  const found = read.find(({ bytes }) => isSignature(bytes))
  if (found?.bytes) return { bytes: found.bytes, mistakes: [describe(found.form)] }
  return { mistakes: lengthMistakes([...(right ? [{ bytes: right }] : []), ...read], fromHex(text) ?? Buffer.from(text, 'base64')) }
}

/** Whether there are 256 bytes, and they are not the hexadecimal digits of a shorter signature. */
function isSignature(bytes: Buffer | undefined): bytes is Buffer {
  return bytes?.length === SIGNATURE_BYTES && !fromHex(bytes.toString('latin1'))
}

function lengthMistakes(
  read: readonly { readonly form?: Mistake; readonly bytes: Buffer | undefined }[],
  otherwise: Buffer,
): DescribedMistake[] {
  const found = read.find(({ bytes }) => OTHER_SIGNATURE_BYTES.includes(bytes?.length ?? 0))
  return [...(found?.form ? [describe(found.form)] : []), lengthMistake(found?.bytes ?? otherwise)]
}

function lengthMistake({ length }: Buffer): DescribedMistake {
  return describe(SIGNATURE_LENGTH, { bytes: length })
}
