import type { components } from '../control/index.ts'
import type { SentCircumstances } from './circumstances.ts'

/** A mistake that a client can make, with texts in English and Chinese. A placeholder `{name}` stands for a value that was seen. */
export interface Mistake {
  /** Does not change between versions. */
  readonly id: string
  /** What the client did. */
  readonly message: string
  readonly message_zh: string
  /** How to correct the mistake. */
  readonly fix: string
  readonly fix_zh: string
  /** A link to a page about the mistake. */
  readonly source?: string
}

/** Values for the `{name}` placeholders in a mistake's texts. */
export type Placeholders = Readonly<Record<string, string | number>>

/** A mistake that was found, with its texts filled in. */
export type DescribedMistake = components['schemas']['Mistake']

/** The value of a placeholder is cut to this many characters. */
const SHOWN = 160

function shown(seen: string | number): string {
  const text = String(seen)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

/** Fills in the texts of a mistake. In English, the unit after a count of 1 becomes singular: `1 byte`. */
export function describe({ id, message, message_zh, fix, fix_zh, source }: Mistake, placeholders: Placeholders = {}): DescribedMistake {
  const fill = (text: string) =>
    text
      .replace(/\{(bytes|rest|own|arrived|characters)\} (byte|character)s/g, (whole, name, unit) =>
        placeholders[name] === 1 ? `1 ${unit}` : whole,
      )
      .replace(/\{(\w+)\}/g, (place, name) => shown(placeholders[name] ?? place))
  return { id, message: fill(message), message_zh: fill(message_zh), fix: fill(fix), fix_zh: fill(fix_zh), source: source ?? null }
}

/**
 * A mistake in the signature message. `Draft` is the type of the part that the mistake changes: the lines around the body (`Head`), the
 * body (`Body`), or the digest of the whole message (`Digesting`).
 */
export interface SigningMistake<Draft> extends Mistake {
  /** The wrong forms of the part that clients sign instead of the correct form, the most usual first. */
  readonly signedInstead: Ways<Draft>
  /**
   * Rare ways to make the mistake. They are tried without another mistake. Ways that change the target or the body are also tried together
   * with one of the {@link MistakeCatalogue.habits}.
   */
  readonly rare?: Ways<Draft>
  /** The rarest ways to make the mistake. They are tried late, and only without another mistake. */
  readonly rarest?: Ways<Draft>
  /** Timestamps that may have been signed instead of the timestamp that was sent. */
  readonly timestamps?: Timestamps
  /**
   * Where an explanation with this mistake ranks. `less`: after usual explanations with the same number of mistakes. `last`: after all
   * explanations without a mistake of this likelihood.
   */
  readonly likelihood?: 'less' | 'last'
  /** The values for the placeholders in the mistake's texts. */
  readonly seen?: (signed: Draft, sent: Draft) => Placeholders
}

/**
 * Returns the wrong versions of this part of the message that may have been signed. Use a generator when the versions are many or costly to
 * build.
 */
type Ways<Draft> = (draft: Draft, circumstances: SentCircumstances) => Iterable<Draft>

interface Timestamps {
  /** The timestamps that may have been signed instead of the timestamp that was sent. */
  readonly possible: (sent: string) => Iterable<string>
  /** Whether these timestamps are also tried with the lines in a wrong order. */
  readonly withOtherLineOrders: boolean
  /** Whether these timestamps are also tried with a likely mistake in the body. */
  readonly besideBodies?: boolean
}

/** The mistakes that a search tries. `heads`, `bodies` and `digestMethods` are in the order in which a client makes the mistakes. */
export interface MistakeCatalogue<Head, Body, Digesting> {
  /** The mistakes in the lines around the body. */
  readonly heads: readonly Axis<Head>[]
  readonly bodies: readonly Axis<Body>[]
  readonly digestMethods: readonly Axis<Digesting>[]
  /** The axis whose mistakes may have `timestamps`. */
  readonly timestamp: Axis<Head>
  /**
   * The axis for the order of the lines. Its mistakes are also tried with timestamps that have `withOtherLineOrders`. `undefined` when the
   * order is certain.
   */
  readonly lineOrder?: Axis<Head>
  /** The IDs of the mistakes in the body that are tried with timestamps that have `besideBodies`, the likeliest first. */
  readonly likelyInBody?: readonly string[]
  /** The axes of the habits. A habit is a mistake in the code that joins the lines. */
  readonly habits?: readonly Axis<Head>[]
  /** The axis for the order of the JSON keys. Its last mistake stands for the orders that no other mistake names. */
  readonly keyOrder: Axis<Body>
}

/** A group of mistakes that exclude each other. */
export interface Axis<Draft> {
  readonly id: string
  readonly mistakes: readonly SigningMistake<Draft>[]
}
