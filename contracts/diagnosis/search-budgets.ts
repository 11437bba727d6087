import { type Budget, createBudget } from './budget.ts'

/** What a part of a search may cost: making heads and bodies, and comparing messages. */
export interface Budgets {
  readonly heads: Budget
  readonly bodies: Budget
  readonly messages: Budget
}

/** What the parts of a search may cost. */
export interface SearchBudgets {
  readonly usual: Budgets
  readonly rare: Budgets
  /** With what the others have left by now: short messages leave something. */
  readonly timestamps: () => Budget
  readonly three: Budgets
}

/**
 * In nanoseconds of a processor of 2.5 GHz: together half of the 50 milliseconds that a diagnosis may take, since the first ones of a process
 * take twice as long.
 */
const LIMITS = {
  heads: 2_000_000,
  bodies: 3_000_000,
  messages: 10_500_000,
  rare: 2_000_000,
  timestamps: 5_000_000,
  threeMade: 800_000,
  three: 1_500_000,
}

/** @param share How much of all that a diagnosis may cost. */
export function searchBudgets(share: number): SearchBudgets {
  const budgetOf = (limit: number) => createBudget(limit * share)
  const usual = { heads: budgetOf(LIMITS.heads), bodies: budgetOf(LIMITS.bodies), messages: budgetOf(LIMITS.messages) }
  const made = budgetOf(LIMITS.threeMade)
  return {
    usual,
    rare: { ...usual, messages: budgetOf(LIMITS.rare) },
    timestamps: () => createBudget(LIMITS.timestamps * share + usual.messages.left()),
    three: { heads: made, bodies: made, messages: budgetOf(LIMITS.three) },
  }
}
