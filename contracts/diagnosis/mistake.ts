import type { components } from '../control/index.ts'
import type { Circumstances } from './circumstances.ts'

/** A mistake as users read of it, in English and Chinese; a `{name}` in the texts is replaced by what was seen. */
export interface Mistake {
  /** Never changes from version to version. */
  readonly id: string
  /** What the client did. */
  readonly message: string
  readonly message_zh: string
  /** What to do about it. */
  readonly fix: string
  readonly fix_zh: string
  /** A page on which others met it. */
  readonly source?: string
}

/** Values for the `{name}` placeholders in a mistake's texts. */
export type Placeholders = Readonly<Record<string, string | number>>

/** A mistake that was found, with its texts filled in. */
export type DescribedMistake = components['schemas']['Mistake']

/** The longest value that is shown, in characters. */
const SHOWN = 160

function shown(seen: string | number): string {
  const text = String(seen)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

/** Fills in the texts of a mistake. */
export function describe({ id, message, message_zh, fix, fix_zh, source }: Mistake, placeholders: Placeholders = {}): DescribedMistake {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (place, name) => shown(placeholders[name] ?? place))
  return { id, message: fill(message), message_zh: fill(message_zh), fix: fill(fix), fix_zh: fill(fix_zh), source: source ?? null }
}

/** A mistake in what is signed: its texts, and how it changes what is signed. */
export interface SigningMistake<Draft> extends Mistake {
  /** What may be signed instead, the most usual first. */
  readonly signs: Ways<Draft>
  /** Rarer ways to make the mistake; each is tried without other mistakes. */
  readonly alone?: Ways<Draft>
  /** Timestamps that may be signed instead of the one sent: too many to combine with every other mistake. */
  readonly timestamps?: Timestamps
  /** Whether every other explanation with as many mistakes is likelier. */
  readonly lastResort?: boolean
  /** The placeholders of its texts. */
  readonly seen?: (signed: Draft, sent: Draft) => Placeholders
}

/** Use a generator when candidates are many or costly. */
type Ways<Draft> = (draft: Draft, circumstances: Circumstances) => Iterable<Draft>

interface Timestamps {
  readonly of: (sent: string) => Iterable<string>
  /** Whether they are also tried together with the usual order of each line-order mistake. */
  readonly inOtherOrders: boolean
}

/** Mistakes that exclude each other: a client makes at most one of them. */
export interface Axis<Draft> {
  readonly id: string
  readonly mistakes: readonly SigningMistake<Draft>[]
}
