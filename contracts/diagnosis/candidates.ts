import type { Budget } from './budget.ts'
import type { Circumstances } from './circumstances.ts'
import { type Combination, type Drafts, MOST_MISTAKES, withOneMore, withoutMistakes } from './combine.ts'

/** All that may have been signed of one part of a message, by the number of mistakes in it. */
export interface Candidates<Draft, Rendered> {
  /**
   * Those with so many mistakes, as many as the budget allows; made when they are first asked for, with a yield after each.
   *
   * @param all How many mistakes there are in all parts together.
   */
  readonly level: (count: number, all: number, budget: Budget) => Generator<void, readonly Combination<Draft, Rendered>[]>
}

export function candidatesOf<Draft, Rendered>(drafts: Drafts<Draft, Rendered>, circumstances: Circumstances): Candidates<Draft, Rendered> {
  const levels: Combination<Draft, Rendered>[][] = [[withoutMistakes(drafts)]]
  return {
    *level(count, all, budget) {
      while (levels.length <= count) {
        const level: Combination<Draft, Rendered>[] = []
        for (const combination of withOneMore(levels.at(-1) ?? [], levels.length, drafts, circumstances, budget)) {
          level.push(combination)
          yield
        }
        levels.push(level)
      }
      return (levels[count] ?? []).filter(({ usual }) => usual || all < MOST_MISTAKES)
    },
  }
}
