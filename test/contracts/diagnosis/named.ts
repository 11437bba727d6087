import { digesting } from '../../../contracts/diagnosis/catalogue/digesting.ts'
import { BODY_AXES, HEAD_AXES } from '../../../contracts/diagnosis/catalogue/signing-axes.ts'
import type { Diagnosis } from '../../../contracts/index.ts'
import { diagnosisOf, type Making, mistaken, requestOf, type Signing } from '../../../contracts/vectors/mistaken-client.ts'

/** A client that makes mistakes, and what the diagnosis says of it. */
export interface Named {
  /** What it does wrong, as `method-lower-case#0 + body-null#0`. */
  readonly title: string
  readonly wanted: readonly string[]
  readonly diagnosis: Diagnosis
}

/** Pairs that leave nothing to tell one of them by. */
const UNTELLABLE: readonly (readonly [string, string])[] = [
  // Another way of writing a time may be exact to the millisecond, too.
  ['timestamp-in-milliseconds', 'authorization-timestamp-not-digits'],
  ['timestamp-in-microseconds', 'authorization-timestamp-not-digits'],
  // A blank ends a value without quotes, and may be left of a line break as well as of a plus sign.
  ['signature-plus-as-space', 'authorization-quotes-missing'],
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

/** Whether a diagnosis names these mistakes and no others; or fewer that are the same: some of these, or others with these beside them. */
export function names({ mistakes, same_as, signed }: Diagnosis, wanted: readonly string[]): boolean {
  const named = mistakes.map(({ id }) => id)
  // Another way to make one of them may already be the same: what was signed was found, and found to be that.
  if (signed !== null && named.length < wanted.length && named.every((id) => wanted.includes(id))) return true
  const outside = named.filter((id) => !IN_THE_MESSAGE.has(id))
  const others = same_as.map((ids) => [...outside.filter((id) => id !== 'bare-digest' || !ids.includes('no-hash')), ...ids])
  return named.length <= wanted.length && [named, ...others].some((ids) => isSameSet(ids, wanted))
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
  return { title, wanted: wantedOf(made), diagnosis: await diagnosisOf(signing) }
}
