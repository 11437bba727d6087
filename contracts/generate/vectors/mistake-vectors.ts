import { Buffer } from 'node:buffer'
import type { KnownKey } from '../../diagnosis/circumstances.ts'
import { variantsOf } from './client-variants.ts'
import { type Variant, withMistakes } from './mistaken-client.ts'
import { alwaysWrong, SENT } from './sent-requests.ts'
import { type Client, digested, messageOf, requestOf } from './signing-client.ts'
import { textOrBase64 } from './text-or-base64.ts'

const DESCRIPTION =
  'One request for each signing mistake in contracts/diagnosis/catalogue. The mistake is made in the most common way; the keys are the shipped ones. Each vector has the request that was sent, with its Authorization header, and ' +
  'signed, the bytes that were passed to the signing function. A diagnosis that knows the keys below names exactly the mistakes listed. ' +
  'Where Content-Length is too small, body is what was read and rest is what came after the body. ' +
  'Bytes that are not UTF-8 are in base64, in a field whose name ends in _base64. now is the time of the gateway in seconds since 1970.'

/** The contents of `mistakes.json`. */
export function mistakeVectors(): unknown {
  const [first] = Object.values(SENT)
  const vectors = new Map<string, unknown>()
  for (const [title, correct] of Object.entries(SENT)) {
    for (const variant of variantsOf(correct)) if (!vectors.has(variant.id)) addVector(vectors, title, correct, variant)
  }
  return { description: DESCRIPTION, keys: first?.circumstances.keys.map(keyVector), mistakes: [...vectors.values()] }
}

function addVector(vectors: Map<string, unknown>, title: string, correct: Client, variant: Variant): void {
  const client = withMistakes(correct, [variant])
  const request = client && requestOf(client)
  if (!client || !request) return
  const { method, target, contentType, body, rest, authorization = null } = request
  const { now = 0, keys } = client.circumstances
  vectors.set(variant.id, {
    name: variant.id,
    of: title,
    request: {
      method,
      target,
      ...(contentType !== undefined && { content_type: contentType }),
      ...textOrBase64('body', Buffer.from(body)),
      ...(rest && textOrBase64('rest', Buffer.from(rest))),
      authorization,
    },
    ...textOrBase64('signed', digested(messageOf(client), client.digesting)),
    ...(client.sent.body.includes('?') && { previous_bodies: client.circumstances.previousBodies?.map(String) }),
    now: now / 1000,
    certificate_status: keys[0]?.status ?? 'valid',
    mistakes: [...(variant.axis === 'clock' ? [] : alwaysWrong(title)), variant.id],
  })
}

function keyVector({ mchid, serial, pem, status = 'valid' }: KnownKey) {
  return { mchid, serial_no: serial, pem, status }
}
