import type { MerchantControl } from '../control/index.ts'
import type { NamedState } from './find-state.ts'
import type { ForwardedAnswer } from './loopback.ts'

/** What happened to one interaction at the gate, the server that passes requests from Pact's verifier on to the provider. */
export interface InteractionRecord {
  /** Whether the request reached the gate. */
  isSent: boolean
  /** The method and target of that request. */
  request?: string
  /** The answer to that request. It is removed when the interaction ends. */
  answer?: ForwardedAnswer | undefined
  /** Why the gate failed the interaction. */
  failure?: string
  /** The error that the provider answered with. */
  refusal?: string
}

/** An interaction that has begun and has not ended. */
export interface CurrentInteraction {
  readonly record: InteractionRecord
  /** The states that Pact's verifier has announced and that are set up when the request arrives. */
  readonly states: NamedState[]
  /** The integrator's own states. They were set up when Pact announced them, because Pact puts values from them into the request. */
  readonly early: NamedState[]
  /** The merchant that was reset for this interaction. The states in `early` were set up for this merchant. */
  merchant?: MerchantControl
}

/** The interactions of a run, in order. Pact's verifier announces the states of an interaction before it sends the request. */
export interface InteractionLog {
  /** Returns the current interaction. Begins one if there is none. */
  current(): CurrentInteraction
  /** Ends the current interaction, if there is one. Pact announces the end once for each state, so this may be called several times. */
  end(): void
  readonly records: readonly InteractionRecord[]
}

export function createInteractionLog(): InteractionLog {
  const records: InteractionRecord[] = []
  let current: CurrentInteraction | undefined
  const begin = (): CurrentInteraction => {
    const record: InteractionRecord = { isSent: false }
    records.push(record)
    return { record, states: [], early: [] }
  }
  return {
    current() {
      current ??= begin()
      return current
    },
    end() {
      if (current) current.record.answer = undefined
      current = undefined
    },
    records,
  }
}
