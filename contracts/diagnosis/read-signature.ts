import { Buffer } from 'node:buffer'
import { APIV2_HMAC, APIV2_MD5 } from './catalogue/algorithm.ts'
import { PLACEHOLDERS, SIGNATURE_LENGTH, SIGNATURE_PLACEHOLDER } from './catalogue/key.ts'
import { fromBase64, fromHex, SIGNATURE_TEXTS } from './catalogue/signature-text.ts'
import { type DescribedMistake, describe, type Mistake } from './mistake.ts'

/** The length in bytes of a signature by a key of 2,048 bits. */
const SIGNATURE_BYTES = 256

/** Those by keys of 1,024, 3,072 and 4,096 bits. */
const OTHER_SIGNATURE_BYTES = [128, 384, 512]

/** A digest in the place of a signature, as APIv2 has it. */
const DIGESTS: Readonly<Record<number, Mistake>> = { 16: APIV2_MD5, 32: APIV2_HMAC }

/** The bytes of a signature, however they are written; or, without them, why there are none. */
export interface ReadSignature {
  readonly bytes?: Buffer
  readonly mistakes: readonly DescribedMistake[]
}

/** Reads a signature, also in ways that the gate refuses. */
export function readSignature(text: string): ReadSignature {
  if (PLACEHOLDERS.includes(text)) return { mistakes: [describe(SIGNATURE_PLACEHOLDER, { seen: text })] }
  const right = fromBase64(text)
  if (isSignature(right)) return { bytes: right, mistakes: [] }
  const digest = DIGESTS[(fromHex(text) ?? right)?.length ?? 0]
  if (digest) return { mistakes: [describe(digest)] }
  const read = SIGNATURE_TEXTS.map((form) => ({ form, bytes: form.read(text) }))
  const found = read.find(({ bytes }) => isSignature(bytes))
  if (found?.bytes) return { bytes: found.bytes, mistakes: [describe(found.form)] }
  return { mistakes: ofOtherLength([...(right ? [{ bytes: right }] : []), ...read], right ?? Buffer.from(text, 'base64')) }
}

/** The digits of a shorter signature may be as many bytes. */
function isSignature(bytes: Buffer | undefined): bytes is Buffer {
  return bytes?.length === SIGNATURE_BYTES && !fromHex(bytes.toString('latin1'))
}

function ofOtherLength(
  read: readonly { readonly form?: Mistake; readonly bytes: Buffer | undefined }[],
  otherwise: Buffer,
): DescribedMistake[] {
  const found = read.find(({ bytes }) => OTHER_SIGNATURE_BYTES.includes(bytes?.length ?? 0))
  return [...(found?.form ? [describe(found.form)] : []), otherLength(found?.bytes ?? otherwise)]
}

function otherLength({ length }: Buffer): DescribedMistake {
  return describe(SIGNATURE_LENGTH, { bytes: length })
}
