import type { components } from '../control/index.ts'
import type { Circumstances } from './circumstances.ts'

/** What is said of a mistake, in English and Chinese; `{name}` stands for what was seen. */
export interface Mistake {
  /** Stays what it is from version to version. */
  readonly id: string
  /** What was done. */
  readonly message: string
  readonly message_zh: string
  /** What to do. */
  readonly fix: string
  readonly fix_zh: string
  /** Where others met it. */
  readonly source?: string
}

/** What fills the `{name}` placeholders of a mistake's texts. */
export type Placeholders = Readonly<Record<string, string | number>>

/** A mistake that was found, as it is told. */
export type DescribedMistake = components['schemas']['Mistake']

/** How much of what was seen is shown, in characters. */
const SHOWN = 160

function shown(seen: string | number): string {
  const text = String(seen)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

/** Fills the placeholders of a mistake's texts. */
export function describe({ id, message, message_zh, fix, fix_zh, source }: Mistake, placeholders: Placeholders = {}): DescribedMistake {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (place, name) => shown(placeholders[name] ?? place))
  return { id, message: fill(message), message_zh: fill(message_zh), fix: fill(fix), fix_zh: fill(fix_zh), source: source ?? null }
}

/** A mistake in what is signed, and how it changes that. */
export interface SigningMistake<Draft> extends Mistake {
  /** What may be signed in the place of this, the most usual first. */
  readonly signs: Ways<Draft>
  /** Rarer ways, each looked for alone. */
  readonly alone?: Ways<Draft>
  /** Timestamps that may be signed in the place of the one sent, more than can be combined with every other mistake. */
  readonly timestamps?: Timestamps
  /** Whether any other explanation of as many mistakes is likelier. */
  readonly lastResort?: boolean
  /** What its texts show of it. */
  readonly seen?: (signed: Draft, sent: Draft) => Placeholders
}

/** Those that are many, or take long, are made one by one as they are asked for. */
type Ways<Draft> = (draft: Draft, circumstances: Circumstances) => Iterable<Draft>

interface Timestamps {
  readonly of: (sent: string) => Iterable<string>
  /** Whether they are also looked for with the lines in another order, the usual one of each mistake, and not only alone. */
  readonly inOtherOrders: boolean
}

/** Mistakes of which a client makes at most one. */
export interface Axis<Draft> {
  readonly id: string
  readonly mistakes: readonly SigningMistake<Draft>[]
}
