import { type Client, messageOf, requestOf } from './signing-client.ts'

// A client that makes the mistakes of the catalogue, at most one per axis. The diagnosis has to name these mistakes.

/** One way to make one mistake. */
export interface Variant {
  /** The name of a group of mistakes that exclude each other. */
  readonly axis: string
  readonly id: string
  /** The number of the way; 0 is the most usual one. */
  readonly way: number
  /** Returns the client with this mistake; `undefined` when this client can't make the mistake. */
  readonly apply: (client: Client) => Client | undefined
  /** Whether the mistake hides which message was signed. */
  readonly hides?: boolean
  /**
   * Set for a rare way: the diagnosis combines this way only with mistakes of the axis that is named here, made in their most usual way. `nothing`
   * when the diagnosis combines this way with no other mistake.
   */
  readonly beside?: string
}

/**
 * Makes these mistakes one after another. Returns `undefined` when the client can't make one of them, or when one of them changes neither the
 * request nor the circumstances.
 */
export function withMistakes(correct: Client, made: readonly Variant[]): Client | undefined {
  const all = applyAll(correct, made)
  if (!all) return undefined
  const without = made.map((variant) =>
    applyAll(
      correct,
      made.filter((other) => other !== variant),
    ),
  )
  return without.some((fewer) => fewer && isSame(fewer, all)) ? undefined : all
}

function applyAll(correct: Client, made: readonly Variant[]): Client | undefined {
  return made.reduce<Client | undefined>((client, { apply }) => client && apply(client), correct)
}

/**
 * Whether two clients send the same request in the same circumstances. Because PSS signatures are random, it is enough that both sign the same
 * message in the same way.
 */
function isSame(one: Client, other: Client): boolean {
  if (JSON.stringify(one.circumstances) !== JSON.stringify(other.circumstances)) return false
  return JSON.stringify(requestOf(one)) === JSON.stringify(requestOf(other)) || howOf(one) === howOf(other)
}

function howOf(client: Client): string {
  const { sent, mchid, serial, timestamp, privateKey, digesting, sign, write, authorization } = client
  return JSON.stringify([
    sent.body.length,
    mchid,
    serial,
    timestamp,
    privateKey,
    digesting,
    String(messageOf(client)),
    ...[sign, write, authorization].map(String),
  ])
}
