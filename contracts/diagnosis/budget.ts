import { setTimeout } from 'node:timers/promises'

// Limits the cost of a diagnosis. The unit is one byte hashed with SHA-256, which takes 3.5 ns on a 2.5 GHz processor without SHA
// instructions. Other work counts as the number of bytes that could be hashed in the same time. The limits don't depend on a clock, so a
// slow machine gives the same result. A message is a signature message, as a client may have signed it. A head is its lines around the body.

/**
 * The most that each part of a search may cost, in bytes hashed. The first seven limits together, with `rare` counted twice, allow 33 ms on
 * the processor above, once the JIT has compiled the search. The first diagnoses of a process take about twice as long. The `orders` limit
 * allows up to 126 ms, or 40 ms with SHA instructions.
 */
const LIMITS = {
  /** Building heads and bodies with one or two mistakes, and comparing the messages built from them. */
  heads: 570_000,
  bodies: 2_200_000,
  messages: 2_900_000,
  /** Building bodies with one mistake made in a rare way. The same amount again is for comparing messages with one such mistake. */
  rare: 570_000,
  /** Building, then comparing, messages with one such rare mistake and one habit. A habit is a mistake in the code that joins the lines. */
  habitsBuilt: 300_000,
  habits: 1_000_000,
  /** Comparing messages with other timestamps. */
  timestamps: 1_430_000,
  /** Building heads and bodies with mistakes made in their rarest ways, and comparing the messages built from them. */
  rarestBuilt: 450_000,
  rarest: 450_000,
  /** Comparing messages with other timestamps and a mistake in the body. */
  beside: 2_600_000,
  /** Comparing messages with the keys of the body in other orders. Eight keys have 40,320 orders. */
  orders: 36_000_000,
  /** Replaces `orders` when a diagnosis makes more than two searches. They share this limit. */
  ordersOfMany: 5_000_000,
  /** Building bodies with their keys in another order and one more mistake. */
  ordersBuilt: 3_000_000,
  /** Building heads and bodies with three mistakes, and comparing the messages built from them. */
  threeBuilt: 230_000,
  three: 430_000,
}

/** The cost, in bytes hashed, of ruling out a message because it is not as long as the message that was signed. */
export const OTHER_LENGTH_COST = 14

/**
 * Comparing a message with a PSS signature costs this many times as much as with a PKCS#1 v1.5 signature, because the digest of the message is
 * hashed again, with the salt.
 */
export const PSS_WEIGHT = 3

/** The cost of building a head, in bytes hashed. */
export function headCost(bytes: number): number {
  return 185 + 1.7 * bytes
}

/** The cost of building a body, in bytes hashed. JSON costs more, because it is serialised again. */
export function bodyCost(bytes: number, isJson: boolean): number {
  return 570 + (isJson ? 7.1 : 2.3) * bytes
}

/** The cost of building a body from a multipart form, in bytes hashed for each byte of the form. */
const FORM_COST = 2.3

/** The cost of comparing a message with a signature, in bytes hashed. */
export function comparisonCost(bytes: number): number {
  return 310 + bytes
}

/** The work between two yields, in bytes hashed: 0.1 ms, or up to 1 ms before the JIT has compiled the search. */
const BETWEEN_YIELDS = 28_000

/** Whether one piece of work costs so much that a generator has to yield after it. */
export function isYieldDue(cost: number): boolean {
  return cost > BETWEEN_YIELDS
}

export interface Budget {
  /** Pays for a step; returns whether enough was left for it. */
  readonly spend: (cost: number) => boolean
  /** The rest of the budget, in bytes hashed. */
  readonly left: () => number
  /** Whether a step could not be paid for. */
  readonly ranOut: () => boolean
  /** Whether to yield now. After it returns `true`, it returns `false` until {@link BETWEEN_YIELDS} more has been spent. */
  readonly shouldYield: () => boolean
}

/** @param amount In bytes hashed. */
function createBudget(amount: number): Budget {
  let left = amount
  let nextYield = amount - BETWEEN_YIELDS
  return {
    spend(cost) {
      left -= cost
      return left >= 0
    },
    left: () => Math.max(0, left),
    ranOut: () => left < 0,
    shouldYield() {
      if (left > nextYield) return false
      nextYield = left - BETWEEN_YIELDS
      return true
    },
  }
}

/** The budgets for one step of a search: building heads, building bodies, and comparing messages. */
export interface Budgets {
  readonly heads: Budget
  readonly bodies: Budget
  readonly messages: Budget
}

/** The budgets for building the bodies of one or several searches. */
export interface BodyBudgets {
  readonly usual: Budget
  readonly rare: Budget
}

/**
 * @param share How much of the limits may be spent, from 0 to 1.
 * @param formBytes The length of the form that was sent; 0 when there is none.
 */
export function bodyBudgets(share: number, formBytes: number): BodyBudgets {
  // The budget for rare mistakes also pays for reading the whole form once and the file in it once.
  return { usual: createBudget(LIMITS.bodies * share), rare: createBudget(LIMITS.rare * share + 2 * FORM_COST * formBytes) }
}

/** The budgets of one search, except those in {@link BodyBudgets}, which several searches may share. */
export interface SearchBudgets {
  readonly usual: Omit<Budgets, 'bodies'>
  readonly rare: Omit<Budgets, 'bodies'>
  readonly habits: Budgets
  /** Includes what comparing the usual messages did not spend, which is a lot when the messages are short. */
  readonly timestamps: () => Budget
  readonly orders: Budgets
  readonly three: Budgets
  readonly rarest: Budgets
  /** `LIMITS.beside`, less what comparing other orders of the keys has spent. */
  readonly beside: () => Budget
}

/**
 * @param share How much of the limits this search may spend, from 0 to 1.
 * @param formBytes The length of the form that was sent; 0 when there is none.
 */
export function searchBudgets(share: number, formBytes: number): SearchBudgets {
  const budgetOf = (limit: number) => createBudget(limit * share)
  const usual = { heads: budgetOf(LIMITS.heads), messages: budgetOf(LIMITS.messages) }
  // When a diagnosis makes two searches, each gets half of `orders`. When it makes more, they share `ordersOfMany`.
  const orders = budgetOf(share < 1 / 2 ? LIMITS.ordersOfMany : LIMITS.orders)
  const ordersLimit = orders.left()
  const habitsBuilt = budgetOf(LIMITS.habitsBuilt)
  const threeBuilt = budgetOf(LIMITS.threeBuilt)
  const rarestBuilt = budgetOf(LIMITS.rarestBuilt)
  return {
    usual,
    // The budget for rare mistakes also pays for hashing the whole form once and the file in it once.
    rare: { heads: usual.heads, messages: createBudget(LIMITS.rare * share + 2 * formBytes) },
    habits: { heads: habitsBuilt, bodies: habitsBuilt, messages: budgetOf(LIMITS.habits) },
    timestamps: () => createBudget(LIMITS.timestamps * share + usual.messages.left()),
    orders: { heads: usual.heads, bodies: budgetOf(LIMITS.ordersBuilt), messages: orders },
    three: { heads: threeBuilt, bodies: threeBuilt, messages: budgetOf(LIMITS.three) },
    rarest: { heads: rarestBuilt, bodies: rarestBuilt, messages: budgetOf(LIMITS.rarest) },
    beside: () => createBudget(Math.max(0, LIMITS.beside * share - (ordersLimit - orders.left()))),
  }
}

/**
 * Calls `act` with 0, 1, 2, … up to `times - 1`. Yields regularly, and stops at a yield when the budget has run out. The inner loop is a
 * plain function, because a generator takes ten times as long to compile.
 */
export function* repeat(times: number, act: (time: number) => void, budget: Budget): Generator<void, void> {
  for (let time = 0; time < times && !budget.ranOut(); ) {
    time = repeatUntilYield(time, times, act, budget)
    // If the inner loop stopped early, a yield is due. The inner loop does not ask `shouldYield` after the last call of `act`, so this line asks.
    if (time < times || budget.shouldYield()) yield
  }
}

/** Calls `act` at least once; returns the number for the next call. */
function repeatUntilYield(first: number, times: number, act: (time: number) => void, { shouldYield }: Budget): number {
  let time = first
  do {
    act(time)
    time += 1
  } while (time < times && !shouldYield())
  return time
}

/** How long a slice of the work blocks the event loop. */
const SLICE_MILLISECONDS = 1
// A pause is longer than a slice. A request takes several turns of the event loop; with short pauses, each turn could wait for a slice.
const PAUSE_MILLISECONDS = 2

/**
 * Runs a generator that yields regularly, in slices, with a pause after each slice.
 *
 * @param pauses Whether to pause. Without pauses, the work blocks everything else until it is done.
 */
export async function inSlices<Result>(work: Generator<void, Result>, pauses = true): Promise<Result> {
  if (!pauses) return atOnce(work)
  for (;;) {
    const end = performance.now() + SLICE_MILLISECONDS
    do {
      const { done, value } = work.next()
      if (done) return value
    } while (performance.now() < end)
    await setTimeout(PAUSE_MILLISECONDS)
  }
}

export function atOnce<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}
