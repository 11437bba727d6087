import { digesting } from '../../../contracts/diagnosis/catalogue/key-and-algorithm.ts'
import { BODY_AXES, HEAD_AXES } from '../../../contracts/diagnosis/catalogue/mistake-order.ts'
import {
  diagnosisOf,
  digested,
  type Making,
  makings,
  messageOf,
  mistaken,
  requestOf,
  type Signing,
} from '../../../contracts/generate/vectors/mistaken-client.ts'
import type { Diagnosis } from '../../../contracts/index.ts'

/** A client that makes mistakes, and its diagnosis. */
export interface Named {
  /** The mistakes with their ways, such as `method-lower-case#0 + body-null#0`. */
  readonly title: string
  readonly wanted: readonly string[]
  readonly diagnosis: Diagnosis
  /** Whether these mistakes in the message produce the same message. */
  readonly isSame: (ids: readonly string[]) => boolean
}

/** Pairs of which one mistake hides the other. */
const UNTELLABLE: readonly (readonly [string, string])[] = [
  // Other ways to write a time may include milliseconds, too.
  ['timestamp-in-milliseconds', 'authorization-timestamp-not-digits'],
  ['timestamp-in-microseconds', 'authorization-timestamp-not-digits'],
  // A blank ends a value without quotes, and it may come from a line break or from a plus sign.
  ['signature-plus-as-space', 'authorization-quotes-missing'],
  ['signature-placeholder', 'authorization-quotes-missing'],
  ['signature-plus-as-space', 'authorization-line-breaks'],
]

/** Whether all of these mistakes can be found. */
export function isTellable(made: readonly Making[]): boolean {
  return !UNTELLABLE.some((pair) => pair.every((id) => made.some((making) => making.id === id)))
}

/**
 * The mistakes that the diagnosis has to name. A mistake that hides what was signed also hides the mistakes in the message; one that removes
 * the credentials hides all others.
 */
export function wantedOf(made: readonly Making[]): string[] {
  const hiding = made.find(({ hides }) => hides)
  const isSm2 = made.some(({ id }) => id === 'authorization-scheme-sm2')
  const isTold = ({ axis, id }: Making) => {
    if (made.some((other) => other.hides && other.axis === 'authorization')) return axis === 'authorization'
    // An SM2 signature rightly has another length.
    if (isSm2 && hiding?.id === 'signature-length') return OUTSIDE.includes(axis) && axis !== 'signature-text'
    return hiding === undefined || id === hiding.id || OUTSIDE.includes(axis)
  }
  return made.filter(isTold).map(({ id }) => id)
}

/** The axes of mistakes that can be seen without knowing what was signed. */
const OUTSIDE = ['clock', 'certificate', 'signature-text', 'authorization']

/**
 * Whether a diagnosis names these mistakes and no others. Where others are the same, the fewest are named and the rest is listed; those that
 * only add a mistake to fewer which are the same already are not.
 */
export function names({ diagnosis: { mistakes, same_as }, isSame }: Named, wanted: readonly string[]): boolean {
  const named = mistakes.map(({ id }) => id)
  if (isSameSet(named, wanted)) return true
  const outside = named.filter((id) => !IN_THE_MESSAGE.has(id))
  // A digest that was signed without a hash looks like one without its DigestInfo.
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

/** The mistakes in the message, which may have other explanations. */
const IN_THE_MESSAGE = new Set([...HEAD_AXES, ...BODY_AXES, digesting].flatMap(({ mistakes }) => mistakes.map(({ id }) => id)))

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id))
}

/** Diagnoses a client that makes these mistakes. */
export async function nameOf(right: Signing, made: readonly Making[]): Promise<Named | undefined> {
  const signing = mistaken(right, made)
  if (!signing || !requestOf(signing)) return undefined
  const title = made.map(({ id, way }) => `${id}#${way}`).join(' + ')
  return { title, wanted: wantedOf(made), diagnosis: await diagnosisOf(signing), isSame: (ids) => isMadeBy(ids, right, made, signing) }
}

/** Whether these mistakes in the message, made in any of their ways, produce what this client signs. */
function isMadeBy(ids: readonly string[], right: Signing, made: readonly Making[], signing: Signing): boolean {
  const start = made.filter(({ id }) => !IN_THE_MESSAGE.has(id)).reduce<Signing | undefined>((one, { make }) => one && make(one), right)
  return start !== undefined && signings(start, ids).some((one) => signedBy(one).equals(signedBy(signing)))
}

/** Clients that make these mistakes, one for every combination of their ways. */
function signings(start: Signing, ids: readonly string[]): Signing[] {
  const inOrder = [...new Set(makings(start).map(({ id }) => id))].filter((id) => ids.includes(id))
  return inOrder.reduce<Signing[]>(
    (clients, id) =>
      clients.flatMap((client) =>
        makings(client)
          .filter((making) => making.id === id)
          .flatMap(({ make }) => make(client) ?? []),
      ),
    [start],
  )
}

function signedBy(signing: Signing): Buffer {
  return digested(messageOf(signing), signing.digesting)
}
