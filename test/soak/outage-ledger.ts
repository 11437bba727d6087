/** A client's call that advances a merchant's clock. */
interface Jump {
  /** When the call began, in milliseconds since 1970. */
  readonly began: number
  /** When the client learned that the clock was advanced, in milliseconds since 1970; Infinity until then. */
  ended: number
  /** By how much the call advances the clock, in milliseconds. */
  readonly by: number
}

interface AddedFault {
  readonly times: number
  /** Whether the server acknowledged the fault. */
  readonly isSure: boolean
}

/** What the clients of a merchant know about the merchant while servers are killed. */
export interface Ledger {
  readonly mchid: string
  /** The earliest and the latest time that the merchant's clock can have shown between two moments, in milliseconds since 1970. */
  businessTime(from: number, to: number): { readonly earliest: number; readonly latest: number }
  /** Records a jump that begins now. */
  jumpBegins(by: number): Jump
  /** By how many milliseconds the jumps that certainly took place advance the clock together. */
  advanced(): number
  /** Removes a jump that did not take place. */
  forget(jump: Jump): void
  faultAdded(name: string, fault: AddedFault): void
  /** Records a call that this fault answered. */
  faultSeen(name: string): void
  /** Records a call whose answer is unknown. A fault may have answered the call. */
  answerLost(): void
  /**
   * Compares the server's counters of the faults with this ledger, and returns what is wrong.
   *
   * @param hits How often each fault has acted, by the name of the fault.
   */
  wrongFaults(hits: ReadonlyMap<string, number>): string[]
}

/** Creates the ledger of a merchant whose clock is not advanced yet. */
export function createLedger(mchid: string): Ledger {
  const jumps = new Set<Jump>()
  const added = new Map<string, AddedFault>()
  const seen = new Map<string, number>()
  let lost = 0
  const sum = (which: (jump: Jump) => boolean) => [...jumps].filter(which).reduce((total, { by }) => total + by, 0)

  function wrongWith(name: string, hits: number | undefined): string[] {
    const { times = 0, isSure = false } = added.get(name) ?? {}
    const answers = seen.get(name) ?? 0
    if (hits === undefined) return isSure || answers > 0 ? [`the fault ${name}, which was acknowledged or has acted, is gone`] : []
    const figures = `${name} of ${times} times: ${answers} answers, ${hits} counted, ${lost} answers lost`
    if (hits > times || answers > times) return [`a fault acted too often: ${figures}`]
    return answers > hits || hits > answers + lost ? [`a fault was counted wrong: ${figures}`] : []
  }

  return {
    mchid,
    businessTime: (from, to) => ({ earliest: from + sum(({ ended }) => ended <= from), latest: to + sum(({ began }) => began <= to) }),
    jumpBegins(by) {
      const jump = { began: Date.now(), ended: Number.POSITIVE_INFINITY, by }
      jumps.add(jump)
      return jump
    },
    advanced: () => sum(({ ended }) => ended < Number.POSITIVE_INFINITY),
    forget: (jump) => void jumps.delete(jump),
    faultAdded: (name, fault) => void added.set(name, fault),
    faultSeen: (name) => void seen.set(name, (seen.get(name) ?? 0) + 1),
    answerLost() {
      lost += 1
    },
    wrongFaults: (hits) => [...added.keys()].flatMap((name) => wrongWith(name, hits.get(name))),
  }
}
