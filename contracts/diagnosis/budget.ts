import { setTimeout } from 'node:timers/promises'

// What a diagnosis may cost. The unit is the byte hashed: the work of hashing one byte with SHA-256, 3.5 ns on a 2.5 GHz processor without
// SHA instructions. Other work counts as the bytes that could be hashed meanwhile. No clock is read, so what is found is the same on every
// machine; a faster one finds it sooner.

/**
 * The most that each part of a search may cost, in bytes hashed. Together 25 ms on that processor: half of the 50 ms that a diagnosis may
 * take, since the first ones of a process take twice as long.
 */
const LIMITS = {
  /** Making heads and bodies with one mistake or two, and comparing the messages made of them. */
  heads: 570_000,
  bodies: 860_000,
  messages: 3_000_000,
  /** Comparing messages with one rare mistake. */
  rare: 570_000,
  /** Comparing messages with other timestamps. */
  timestamps: 1_430_000,
  /** Making heads and bodies with three mistakes, and comparing the messages made of them. */
  threeMade: 230_000,
  three: 430_000,
}

/** What it costs to see by its length that a message is another one, in bytes hashed. */
export const OTHER_LENGTH_COST = 14

/** A comparison with a PSS signature costs this many times as much, since it also hashes the salt. */
export const PSS_WEIGHT = 3

/** What making a head costs, in bytes hashed. */
export function headCost(bytes: number): number {
  return 185 + 1.7 * bytes
}

/** What making a body costs, in bytes hashed; JSON is written anew. */
export function bodyCost(bytes: number, isJson: boolean): number {
  return 570 + (isJson ? 7.1 : 2.3) * bytes
}

/** What comparing a message with a signature costs, in bytes hashed. */
export function comparisonCost(bytes: number): number {
  return 310 + bytes
}

/** How much of the work is done between two pauses, in bytes hashed: 0.1 ms, or up to 1 ms while the search is not compiled yet. */
const BETWEEN_PAUSES = 28_000

/** What is left to spend on a part of a search. */
export interface Budget {
  /** Pays for a step; says whether there was enough left for it. */
  readonly spend: (cost: number) => boolean
  /** What is left, in bytes hashed. */
  readonly left: () => number
  /** Whether a step could not be paid for. */
  readonly ranOut: () => boolean
  /** Whether a pause is due; if so, the next one is due after another {@link BETWEEN_PAUSES}. */
  readonly takePause: () => boolean
}

/** @param amount In bytes hashed. */
function createBudget(amount: number): Budget {
  let left = amount
  let nextPause = amount - BETWEEN_PAUSES
  return {
    spend(cost) {
      left -= cost
      return left >= 0
    },
    left: () => Math.max(0, left),
    ranOut: () => left < 0,
    takePause() {
      if (left > nextPause) return false
      nextPause = left - BETWEEN_PAUSES
      return true
    },
  }
}

/** The budgets for one step of a search: making heads, making bodies, and comparing messages. */
export interface Budgets {
  readonly heads: Budget
  readonly bodies: Budget
  readonly messages: Budget
}

/** The budgets of a whole search. */
export interface SearchBudgets {
  readonly usual: Budgets
  readonly rare: Budgets
  /** Adds what comparing usual messages has left by now: short messages leave something. */
  readonly timestamps: () => Budget
  readonly three: Budgets
}

/** @param share The part of the limits that this search may spend, from 0 to 1. */
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

/**
 * Calls `act` with 0, 1, 2, … as often as `times` and the budget allow, and yields when a pause is due. The inner loop is a plain function:
 * a generator takes ten times as long to compile.
 */
export function* repeat(times: number, act: (time: number) => void, budget: Budget): Generator<void, void> {
  for (let time = 0; time < times && !budget.ranOut(); ) {
    time = repeatUntilPause(time, times, act, budget)
    // It stopped early because a pause is due; at the end nobody has asked yet.
    if (time < times || budget.takePause()) yield
  }
}

/** Acts at least once; returns which time is next. */
function repeatUntilPause(first: number, times: number, act: (time: number) => void, { takePause }: Budget): number {
  let time = first
  do {
    act(time)
    time += 1
  } while (time < times && !takePause())
  return time
}

/** How long one slice of the work may hold up everything else, and how long everything else then has, in milliseconds. */
const SLICE_MILLISECONDS = 1
// Longer than a slice: another request takes several turns of the event loop, and would otherwise wait for a slice at each.
const PAUSE_MILLISECONDS = 2

/** Runs work that yields between its steps, and lets everything else go on after each slice of it. */
export async function inSlices<Result>(work: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const end = performance.now() + SLICE_MILLISECONDS
    do {
      const { done, value } = work.next()
      if (done) return value
    } while (performance.now() < end)
    await setTimeout(PAUSE_MILLISECONDS)
  }
}
