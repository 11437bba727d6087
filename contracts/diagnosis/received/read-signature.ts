import { Buffer } from 'node:buffer'
import { fromBase64, fromHex } from '../catalogue/signature-text.ts'
import { type DescribedMistake, describe } from '../mistake.ts'
import { PROBE_PREFIX, SIGNATURE_AS_BYTES, SIGNATURE_FORMS, SIGNATURE_LENGTH, SIGNATURE_PROBE } from './catalogue/signature.ts'

/** The bytes of a signature, and the mistakes in its text. If `bytes` is missing, the mistakes say why. */
export interface ReadSignature {
  readonly bytes?: Buffer
  readonly mistakes: readonly DescribedMistake[]
}

const SIGNATURE_BYTES = 256

/** Reads `Wechatpay-Signature`, even when a program changed its text. */
export function readSignature(text: string): ReadSignature {
  if (text.startsWith(PROBE_PREFIX)) return { mistakes: [describe(SIGNATURE_PROBE)] }
  const right = fromBase64(text)
  // A signature in hexadecimal is valid base64, too, but decodes to another length.
  if (right?.length === SIGNATURE_BYTES) return { bytes: right, mistakes: [] }
  for (const form of SIGNATURE_FORMS) {
    const bytes = form.decode(text)
    if (bytes?.length === SIGNATURE_BYTES) return { bytes, mistakes: [describe(form)] }
  }
  if (/[^\t-\r -~]/.test(text)) return { mistakes: [describe(SIGNATURE_AS_BYTES)] }
  return { mistakes: [describe(SIGNATURE_LENGTH, { bytes: (fromHex(text) ?? Buffer.from(text, 'base64')).length })] }
}
