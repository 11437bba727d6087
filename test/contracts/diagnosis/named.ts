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

/** A client that makes mistakes, and what the diagnosis says of it. */
export interface Named {
  /** What it does wrong, as `method-lower-case#0 + body-null#0`. */
  readonly title: string
  readonly wanted: readonly string[]
  readonly diagnosis: Diagnosis
  /** Whether these mistakes, of those in the message, make the very same of it. */
  readonly isSame: (ids: readonly string[]) => boolean
}

/** Pairs that leave nothing to tell one of them by. */
const UNTELLABLE: readonly (readonly [string, string])[] = [
  // Another way of writing a time may be exact to the millisecond, too.
  ['timestamp-in-milliseconds', 'authorization-timestamp-not-digits'],
  ['timestamp-in-microseconds', 'authorization-timestamp-not-digits'],
  // A blank ends a value without quotes, and may be left of a line break as well as of a plus sign.
  ['signature-plus-as-space', 'authorization-quotes-missing'],
  ['signature-placeholder', 'authorization-quotes-missing'],
  ['signature-plus-as-space', 'authorization-line-breaks'],
]

/** Whether the diagnosis can know of all of these. */
export function isTellable(made: readonly Making[]): boolean {
  return !UNTELLABLE.some((pair) => pair.every((id) => made.some((making) => making.id === id)))
}

/** What hides what was signed hides the other mistakes in it, too; what takes the credentials away hides all. */
export function wantedOf(made: readonly Making[]): string[] {
  const hiding = made.find(({ hides }) => hides)
  const isSm2 = made.some(({ id }) => id === 'authorization-scheme-sm2')
  const isTold = ({ axis, id }: Making) => {
    if (made.some((other) => other.hides && other.axis === 'authorization')) return axis === 'authorization'
    // A signature of SM2 has another length by right.
    if (isSm2 && hiding?.id === 'signature-length') return OUTSIDE.includes(axis) && axis !== 'signature-text'
    return hiding === undefined || id === hiding.id || OUTSIDE.includes(axis)
  }
  return made.filter(isTold).map(({ id }) => id)
}

/** Axes of mistakes that can be seen without knowing what was signed. */
const OUTSIDE = ['clock', 'certificate', 'signature-text', 'authorization']

/**
 * Whether a diagnosis names these mistakes and no others. Where others are the same, the fewest are named and the rest is listed; those that
 * only add a mistake to fewer which are the same already are not.
 */
export function names({ diagnosis: { mistakes, same_as }, isSame }: Named, wanted: readonly string[]): boolean {
  const named = mistakes.map(({ id }) => id)
  if (isSameSet(named, wanted)) return true
  const outside = named.filter((id) => !IN_THE_MESSAGE.has(id))
  // A digest that was signed without a hash is also a digest without its name.
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

/** The mistakes that there may be other explanations for. */
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

/** Whether these mistakes in the message make, in any of their ways, what this client signs. */
function isMadeBy(ids: readonly string[], right: Signing, made: readonly Making[], signing: Signing): boolean {
  const start = made.filter(({ id }) => !IN_THE_MESSAGE.has(id)).reduce<Signing | undefined>((one, { make }) => one && make(one), right)
  return start !== undefined && signings(start, ids).some((one) => signedBy(one).equals(signedBy(signing)))
}

/** A client that makes these mistakes, in every combination of their ways. */
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
