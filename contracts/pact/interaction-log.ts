import type { MerchantControl } from '../control/index.ts'
import type { NamedState } from './find-state.ts'
import type { ForwardedAnswer } from './loopback.ts'

/** What happened to one interaction at the gate, the server that passes requests from Pact's verifier on to the provider. */
export interface InteractionRecord {
  /** Whether the request reached the gate. */
  isSent: boolean
  /** The method and target of that request. */
  request?: string
  /** The answer to that request, until the interaction ends. */
  answer?: ForwardedAnswer | undefined
  /** Why the gate failed the interaction. */
  failure?: string
  /** The error that the provider answered with. */
  refusal?: string
}

/** An interaction that has begun and has not ended. */
export interface CurrentInteraction {
  readonly record: InteractionRecord
  /** The announced states to set up when the request arrives. */
  readonly states: NamedState[]
  /** The integrator's own states that were set up when they were announced, because Pact takes values from them. */
  readonly early: NamedState[]
  /** The merchant that has been reset for this interaction, and for which the early states were set up. */
  merchant?: MerchantControl
}

/** The interactions of a run, in order. Pact's verifier announces the states of an interaction before it sends the request. */
export interface InteractionLog {
  /** The current interaction; begins one when there is none. */
  current(): CurrentInteraction
  /** Ends the current interaction. May be called several times, because Pact announces the end once for each state. */
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
