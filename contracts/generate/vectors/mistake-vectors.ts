import { Buffer } from 'node:buffer'
import type { KnownKey } from '../../diagnosis/circumstances.ts'
import { digested, type Making, makings, messageOf, mistaken, requestOf, type Signing } from './mistaken-client.ts'
import { alwaysWrong, SENT } from './sent-requests.ts'
import { textOrBase64 } from './text-or-base64.ts'

const DESCRIPTION =
  'A request for each mistake of contracts/diagnosis/catalogue, made in its most usual way with the shipped keys: what was sent, what was handed to the ' +
  'signing function in the place of the message, and the Authorization header that came of it. A diagnosis that knows the keys below names it, and what else is listed in its mistakes. Bytes that are no ' +
  'UTF-8 are in base64, by a name that says so. now is the clock of the gateway, in seconds since 1970.'

/** The vectors of the mistakes, as they are in `mistakes.json`. */
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
