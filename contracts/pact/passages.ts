import type { NamedState } from './find-state.ts'

/** What became of an interaction at the gate. */
export interface Passage {
  /** Whether its request came this far. */
  isSent: boolean
  /** Why it was failed here. */
  failure?: string
  /** What an error of the provider says. */
  refusal?: string
}

/** The interactions of a run, in their order, by what Pact's verifier tells of their states. */
export interface Passages {
  /** An interaction begins, or has one state more: for the request that follows. */
  begin(state?: NamedState): void
  /** The request of an interaction has come; gives what is to be noted of it, and its states. */
  arrive(): { readonly passage: Passage; readonly states: readonly NamedState[] }
  /** An interaction is over, or one of its states. */
  end(): void
  readonly all: readonly Passage[]
}

export function createPassages(): Passages {
  const all: Passage[] = []
  let current: { readonly passage: Passage; readonly states: NamedState[] } | undefined
  const open = () => {
    const passage = { isSent: false }
    all.push(passage)
    return { passage, states: [] }
  }
  return {
    begin(state) {
      current ??= open()
      if (state) current.states.push(state)
    },
    arrive() {
      current ??= open()
      const { passage, states } = current
      passage.isSent = true
      return { passage, states: states.splice(0) }
    },
    end() {
      current = undefined
    },
    all,
  }
}
