import { setTimeout } from 'node:timers/promises'

// This file limits the cost of a diagnosis. A diagnosis searches for the mistakes of a client that explain a wrong signature: it builds
// signature messages with such mistakes and compares each message with the signature. In this file, a message is a signature message that
// the client may have signed. A message has a body, and a head: the lines around the body.
//
// The unit of cost is one byte hashed with SHA-256, which takes 3.5 ns on a 2.5 GHz processor without SHA instructions. Other work counts
// as the number of bytes that could be hashed in the same time. The limits don't depend on a clock, so a slow machine gives the same
// result.

/**
 * The highest cost of each part of a search, in bytes hashed. The times below are for the processor named above, after the JIT has compiled
 * the search. The first diagnoses of a process take about twice as long.
 *
 * The first seven limits together, with `rare` counted twice, allow 33 ms. The limit `orders` allows 126 ms, or 40 ms with SHA
 * instructions.
 */
const LIMITS = {
  /** Building heads that have one or two mistakes. */
  heads: 570_000,
  /** Building bodies that have one or two mistakes. */
  bodies: 2_200_000,
  /** Comparing the messages that are built from these heads and bodies. */
  messages: 2_900_000,
  /** Counts twice: for building bodies that have one mistake, made in a rare way, and for comparing messages that have one such mistake. */
  rare: 570_000,
  /**
   * Building messages that have one such rare mistake and one habit. A habit is a mistake in the code that joins the lines of the message.
   */
  habitsBuilt: 300_000,
  /** Comparing these messages. */
  habits: 1_000_000,
  /** Comparing messages that have another timestamp than the request. */
  timestamps: 1_430_000,
  /** Building heads and bodies that have one mistake, made in its rarest way. */
  rarestBuilt: 450_000,
  /** Comparing the messages that are built from these heads and bodies. */
  rarest: 450_000,
  /** Comparing messages that have both another timestamp than the request and a mistake in the body. */
  beside: 2_600_000,
  /** Comparing messages in which the keys of the body are in another order. Eight keys have 40,320 orders. */
  orders: 36_000_000,
  /** Replaces `orders` when a diagnosis makes more than two searches. These searches share the limit. */
  ordersOfMany: 5_000_000,
  /** Building bodies that have their keys in another order and one more mistake. */
  ordersBuilt: 3_000_000,
  /** Building heads and bodies that have up to three mistakes, for messages that have three. */
  threeBuilt: 230_000,
  /** Comparing the messages that have three mistakes. */
  three: 430_000,
}

/**
 * The cost of finding that a message is not as long as the message that was signed, in bytes hashed. Such a message is not compared any
 * further.
 */
export const OTHER_LENGTH_COST = 14

/**
 * How many times as much it costs to compare a message with a PSS signature as with a PKCS#1 v1.5 signature. For PSS, the digest of the
 * message is hashed again, together with the salt.
 */
export const PSS_WEIGHT = 3

/** The cost of building a head, in bytes hashed. */
export function headCost(bytes: number): number {
  return 185 + 1.7 * bytes
}

/** The cost of building a body, in bytes hashed. A JSON body costs more than other bodies, because it is serialised again. */
export function bodyCost(bytes: number, isJson: boolean): number {
  return 570 + (isJson ? 7.1 : 2.3) * bytes
}

/** The cost of building a body from a multipart form or from the file in it, in bytes hashed for each byte of the body. */
const FORM_COST = 2.3

/** The cost of comparing a message with a signature, in bytes hashed. */
export function comparisonCost(bytes: number): number {
  return 310 + bytes
}

/**
 * A search yields each time that it has spent this much, in bytes hashed. This takes 0.1 ms, or up to 1 ms before the JIT has compiled the
 * search.
 */
const BETWEEN_YIELDS = 28_000

/** Whether one piece of work costs so much that a generator has to yield after it. */
export function isYieldDue(cost: number): boolean {
  return cost > BETWEEN_YIELDS
}

/** An amount of work that a search may spend. */
export interface Budget {
  /** Subtracts the cost of a step from the budget. Returns whether the budget was large enough for it. */
  readonly spend: (cost: number) => boolean
  /** Returns the rest of the budget, in bytes hashed. */
  readonly left: () => number
  /** Returns whether a step cost more than was left. */
  readonly ranOut: () => boolean
  /** Returns whether the search has to yield now. After `true`, returns `false` until {@link BETWEEN_YIELDS} more has been spent. */
  readonly shouldYield: () => boolean
}

/** @param amount The size of the budget, in bytes hashed. */
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
 * Creates the budgets for building bodies.
 *
 * @param share How much of the limits may be spent, from 0 to 1.
 * @param formBytes The length of the form that was sent; 0 when there is none.
 */
export function bodyBudgets(share: number, formBytes: number): BodyBudgets {
  // The budget for rare mistakes also pays for building one body from the whole form and one from the file in it.
  return { usual: createBudget(LIMITS.bodies * share), rare: createBudget(LIMITS.rare * share + 2 * FORM_COST * formBytes) }
}

/** The budgets of one search. The budgets in {@link BodyBudgets} are separate, because several searches may share them. */
export interface SearchBudgets {
  readonly usual: Omit<Budgets, 'bodies'>
  readonly rare: Omit<Budgets, 'bodies'>
  readonly habits: Budgets
  /** Returns `LIMITS.timestamps` plus the rest of `usual.messages`. This rest is large when the messages are short. */
  readonly timestamps: () => Budget
  readonly orders: Budgets
  readonly three: Budgets
  readonly rarest: Budgets
  /** Returns `LIMITS.beside` minus what the search has spent on comparing other orders of the keys. */
  readonly beside: () => Budget
}

/**
 * Creates the budgets of one search.
 *
 * @param share How much of the limits this search may spend, from 0 to 1.
 * @param formBytes The length of the form that was sent; 0 when there is none.
 */
export function searchBudgets(share: number, formBytes: number): SearchBudgets {
  const budgetOf = (limit: number) => createBudget(limit * share)
  const usual = { heads: budgetOf(LIMITS.heads), messages: budgetOf(LIMITS.messages) }
  // When a diagnosis makes two searches, each gets half of `orders`. When it makes more searches, they share `ordersOfMany`.
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
 * Calls `act` with 0, 1, 2, … up to `times - 1`. Yields regularly. If the budget has run out at a yield, stops there. The inner loop is in
 * a plain function, because a generator takes ten times as long to compile.
 */
export function* repeat(times: number, act: (time: number) => void, budget: Budget): Generator<void, void> {
  for (let time = 0; time < times && !budget.ranOut(); ) {
    time = repeatUntilYield(time, times, act, budget)
    // If the inner loop stopped early, a yield is due. After the last call of `act`, the inner loop does not check whether a yield is due.
    if (time < times || budget.shouldYield()) yield
  }
}

/** Calls `act` at least once, until a yield is due or all calls are made. Returns the number for the next call. */
function repeatUntilYield(first: number, times: number, act: (time: number) => void, { shouldYield }: Budget): number {
  let time = first
  do {
    act(time)
    time += 1
  } while (time < times && !shouldYield())
  return time
}

/** How long one slice of the work runs. During this time, it blocks the event loop. */
const SLICE_MILLISECONDS = 1
// The pause between two slices. A request takes several turns of the event loop. If pauses were short, each turn could wait for a slice.
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

/** Runs a generator to its end without pauses. */
export function atOnce<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}
