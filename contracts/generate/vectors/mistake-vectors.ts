import { Buffer } from 'node:buffer'
import type { KnownKey } from '../../diagnosis/circumstances.ts'
import { digested, type Making, makings, messageOf, mistaken, requestOf, type Signing } from './mistaken-client.ts'
import { alwaysWrong, SENT } from './sent-requests.ts'
import { textOrBase64 } from './text-or-base64.ts'

const DESCRIPTION =
  'One request for each signing mistake in contracts/diagnosis/catalogue, made in the most common way with the shipped keys. Each vector has the request that was sent, with its Authorization header, and ' +
  'signed, the bytes that were passed to the signing function. A diagnosis that knows the keys below names exactly the mistakes listed. ' +
  'Bytes that are not UTF-8 are in base64, in a field whose name ends in _base64. now is the time of the gateway in seconds since 1970.'

/** The contents of `mistakes.json`. */
export function mistakeVectors(): unknown {
  const [first] = Object.values(SENT)
  const vectors = new Map<string, unknown>()
  for (const [title, right] of Object.entries(SENT)) {
    for (const making of makings(right)) if (!vectors.has(making.id)) addVector(vectors, title, right, making)
  }
  return { description: DESCRIPTION, keys: first?.circumstances.keys.map(keyVector), mistakes: [...vectors.values()] }
}

function addVector(vectors: Map<string, unknown>, title: string, right: Signing, making: Making): void {
  const signing = mistaken(right, [making])
  const request = signing && requestOf(signing)
  if (!signing || !request) return
  const { method, target, body, authorization = null } = request
  const { now = 0, keys } = signing.circumstances
  vectors.set(making.id, {
    name: making.id,
    of: title,
    request: { method, target, ...textOrBase64('body', Buffer.from(body)), authorization },
    ...textOrBase64('signed', digested(messageOf(signing), signing.digesting)),
    now: now / 1000,
    certificate_status: keys[0]?.status ?? 'valid',
    mistakes: [...(making.axis === 'clock' ? [] : alwaysWrong(title)), making.id],
  })
}

function keyVector({ mchid, serial, pem, status = 'valid' }: KnownKey) {
  return { mchid, serial_no: serial, pem, status }
}
