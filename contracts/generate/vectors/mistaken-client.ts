import { type Client, messageOf, requestOf } from './signing-client.ts'

// A client that makes mistakes of the catalogue. Mistakes that exclude each other form a group, called an axis. The client makes at most
// one mistake of each axis. The diagnosis has to name these mistakes.

/** One way to make one mistake. */
export interface Variant {
  /** The name of a group of mistakes that exclude each other. */
  readonly axis: string
  readonly id: string
  /** The number of this way to make the mistake; 0 is the most usual way. */
  readonly way: number
  /** Returns the client with this mistake added; `undefined` when the client can't make the mistake. */
  readonly apply: (client: Client) => Client | undefined
  /** Whether the mistake hides which message was signed. */
  readonly hides?: boolean
  /**
   * Set for a rare way to make the mistake. It names an axis: the diagnosis combines this way only with mistakes of that axis, made in
   * their most usual way. `nothing` means that the diagnosis combines this way with no other mistake.
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
