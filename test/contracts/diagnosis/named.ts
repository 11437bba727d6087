import { digesting } from '../../../contracts/diagnosis/catalogue/key-and-algorithm.ts'
import { BODY_AXES, HEAD_AXES } from '../../../contracts/diagnosis/catalogue/mistake-order.ts'
import { variantsOf } from '../../../contracts/generate/vectors/client-variants.ts'
import { type Variant, withMistakes } from '../../../contracts/generate/vectors/mistaken-client.ts'
import { type Client, diagnosisOf, digested, messageOf, requestOf } from '../../../contracts/generate/vectors/signing-client.ts'
import type { Diagnosis } from '../../../contracts/index.ts'

/** The diagnosis of a client that makes mistakes. */
export interface Named {
  /** The IDs of the mistakes, each with the number of the way in which it is made, such as `method-lower-case#0 + body-null#0`. */
  readonly title: string
  /** The IDs of the mistakes that the diagnosis has to name. */
  readonly wanted: readonly string[]
  readonly diagnosis: Diagnosis
  /** Whether the mistakes with these IDs lead to the same signature message as the client's mistakes. */
  readonly isSame: (ids: readonly string[]) => boolean
}

/** Pairs of mistakes that the diagnosis can't find together: one mistake can hide the other, or no client can make both. */
const UNDETECTABLE: readonly (readonly [string, string])[] = [
  // A timestamp that is not digits, such as an ISO date, may include milliseconds. They do not show as a second mistake.
  // A client can't write microseconds as an ISO date. Taken as seconds, they lie after the last date that JavaScript can write.
  ['timestamp-in-milliseconds', 'authorization-timestamp-not-digits'],
  ['timestamp-in-microseconds', 'authorization-timestamp-not-digits'],
  // The diagnosis reads a value without quotes only up to its first space, such as the one in `[object Object]`.
  ['signature-plus-as-space', 'authorization-quotes-missing'],
  ['signature-placeholder', 'authorization-quotes-missing'],
  ['serial-unset', 'authorization-quotes-missing'],
  // A space in the signature may come from a line break or from a plus sign.
  ['signature-plus-as-space', 'authorization-line-breaks'],
]

/** Whether the diagnosis can find all of these mistakes. */
export function isDetectable(made: readonly Variant[]): boolean {
  // When the Authorization header has another mistake, a line break in the serial number looks like a mistake in the header. To keep the
  // check simple, it leaves out every blank in the serial number, not only line breaks.
  if (made.some(({ id }) => id === 'serial-with-blanks') && made.some(({ axis }) => axis === 'authorization')) return false
  return !UNDETECTABLE.some((pair) => pair.every((id) => made.some((variant) => variant.id === id)))
}

/**
 * The mistakes that the diagnosis has to name. A mistake that hides the signed message also hides the mistakes in that message. A mistake that
 * removes credentials hides all other mistakes, except those in the Authorization header and in Content-Length.
 */
export function wantedOf(made: readonly Variant[]): string[] {
  const hiding = made.find(({ hides }) => hides)
  const isSm2 = made.some(({ id }) => id === 'authorization-scheme-sm2')
  const isTold = ({ axis, id }: Variant) => {
    if (made.some((other) => other.hides && other.axis === 'authorization')) return axis === 'authorization' || axis === 'content-length'
    // An SM2 signature has another length than an RSA signature, so its length is not named as a mistake.
    if (isSm2 && hiding?.id === 'signature-length') return OUTSIDE.includes(axis) && axis !== 'signature-text'
    return hiding === undefined || id === hiding.id || OUTSIDE.includes(axis)
  }
  return made.filter(isTold).map(({ id }) => id)
}

/** The axes (groups) of the mistakes that show even when the signed message is unknown. */
const OUTSIDE = ['clock', 'content-length', 'certificate', 'signature-text', 'authorization']

/**
 * Whether a diagnosis names exactly these mistakes, or another set that is no larger and leads to the same signature message. When several
 * sets lead to the same message, the diagnosis names the smallest. It lists the other sets in `same_as`, but not a set that only adds
 * mistakes to a smaller one.
 */
export function names({ diagnosis: { mistakes, same_as }, isSame }: Named, wanted: readonly string[]): boolean {
  const named = mistakes.map(({ id }) => id)
  if (isSameSet(named, wanted)) return true
  const outside = named.filter((id) => !IN_THE_MESSAGE.has(id))
  // A digest signed without a hash looks like a digest without its DigestInfo. So a set with `no-hash` replaces `bare-digest`.
  const others = same_as.map((ids) => [...outside.filter((id) => id !== 'bare-digest' || !ids.includes('no-hash')), ...ids])
  if (others.some((ids) => isSameSet(ids, wanted))) return named.length <= wanted.length
  const isFewer = named.length < wanted.length && named.every((id) => wanted.includes(id))
  return (
    isFewer &&
    isSameSet(
      outside,
      wanted.filter((id) => !IN_THE_MESSAGE.has(id)),
    ) &&
    isSame(named.filter((id) => IN_THE_MESSAGE.has(id)))
  )
}

/** The mistakes in the signed message. Different sets of these mistakes may lead to the same message. */
const IN_THE_MESSAGE = new Set([...HEAD_AXES, ...BODY_AXES, digesting].flatMap(({ mistakes }) => mistakes.map(({ id }) => id)))

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id))
}

/** Diagnoses a client that makes these mistakes; `undefined` when they can't be made together. */
export async function nameOf(correct: Client, made: readonly Variant[]): Promise<Named | undefined> {
  const client = withMistakes(correct, made)
  if (!client || !requestOf(client) || sendsWhatItSigned(made, client)) return undefined
  const title = made.map(({ id, way }) => `${id}#${way}`).join(' + ')
  return { title, wanted: wantedOf(made), diagnosis: await diagnosisOf(client), isSame: (ids) => isMadeBy(ids, correct, made, client) }
}

const FORMS_OF_THE_TIMESTAMP = ['timestamp-signed-in-another-form', 'authorization-timestamp-not-digits']

/** Whether a client that writes its timestamp wrong in two places writes the same text in both. The diagnosis rightly calls this one mistake. */
function sendsWhatItSigned(made: readonly Variant[], client: Client): boolean {
  if (!FORMS_OF_THE_TIMESTAMP.every((id) => made.some((one) => one.id === id))) return false
  const [, sent = ''] = /timestamp="([^"]*)"/.exec(String(requestOf(client)?.authorization)) ?? []
  return messageOf(client).toString().split('\n').includes(sent)
}

/** Whether the mistakes with these IDs, made in any way, lead to the same signed bytes as this client. */
function isMadeBy(ids: readonly string[], correct: Client, made: readonly Variant[], client: Client): boolean {
  const start = made.filter(({ id }) => !IN_THE_MESSAGE.has(id)).reduce<Client | undefined>((one, { apply }) => one && apply(one), correct)
  return start !== undefined && clientsWith(start, ids).some((one) => signedBy(one).equals(signedBy(client)))
}

const EVERY_WAY = Number.POSITIVE_INFINITY

/** One client for every combination of the ways to make these mistakes. */
function clientsWith(start: Client, ids: readonly string[]): Client[] {
  const inOrder = [...new Set(variantsOf(start, EVERY_WAY).map(({ id }) => id))].filter((id) => ids.includes(id))
  return inOrder.reduce<Client[]>(
    (clients, id) =>
      clients.flatMap((client) =>
        variantsOf(client, EVERY_WAY)
          .filter((variant) => variant.id === id)
          .flatMap(({ apply }) => apply(client) ?? []),
      ),
    [start],
  )
}

function signedBy(client: Client): Buffer {
  return digested(messageOf(client), client.digesting)
}
