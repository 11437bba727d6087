/** A call that a client made while other clients made calls. */
export interface Call<State> {
  /** When the call began and ended, on a clock that all clients share. */
  readonly began: number
  readonly ended: number
  /** Repeats the call on this state. Returns the new state if the result equals the result of the real call, and `undefined` otherwise. */
  readonly after: (state: State) => State | undefined
  readonly name: string
}

/**
 * Whether the calls are linearizable: their results are as if each call took place at one moment between its beginning and its end.
 *
 * @param clients The calls of each client, in the order in which the client made them.
 * @param start The state before all calls, as plain JSON.
 * @see https://www.cs.ox.ac.uk/people/gavin.lowe/LinearizabiltyTesting/paper.pdf
 */
export function isLinearizable<State>(clients: readonly (readonly Call<State>[])[], start: State): boolean {
  const seen = new Set<string>()
  const search = (done: readonly number[], state: State): boolean => {
    const next = clients.map((calls, client) => calls[done[client] ?? 0])
    if (next.every((call) => call === undefined)) return true
    const key = JSON.stringify([done, state])
    if (seen.has(key)) return false
    seen.add(key)
    // A call that begins after another call has ended can't come before that call.
    const firstEnd = Math.min(...next.map((call) => call?.ended ?? Number.POSITIVE_INFINITY))
    return next.some((call, client) => {
      const after = call && call.began <= firstEnd ? call.after(state) : undefined
      return after !== undefined && search(done.with(client, (done[client] ?? 0) + 1), after)
    })
  }
  return search(
    clients.map(() => 0),
    start,
  )
}
