/** What a search may cost at most. */
export interface Budget {
  /** Pays for a step; says whether there was enough left for it. */
  readonly spend: (cost: number) => boolean
  /** Whether a step could not be paid for. */
  readonly ranOut: () => boolean
}

/** @param amount In nanoseconds, as a machine of 2026 takes them. */
export function createBudget(amount: number): Budget {
  let left = amount
  return {
    spend(cost) {
      left -= cost
      return left >= 0
    },
    ranOut: () => left < 0,
  }
}
