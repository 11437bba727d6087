import type { Budget } from './budget.ts'
import type { Circumstances } from './circumstances.ts'
import { type Combination, type Drafts, withOneMore, withoutMistakes } from './combine.ts'

/** From so many mistakes together on, each is looked for in its most usual way alone. */
const USUAL_FROM = 3

/** All that may have been signed of one part of a message, by the number of mistakes in it. */
export interface Candidates<Draft, Rendered> {
  /**
   * Those with so many mistakes, as many as the budget allows; made when they are first asked for. Yields where everything else should have
   * its turn.
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
        const isUsualOnly = levels.length >= USUAL_FROM
        levels.push(yield* withOneMore(levels.at(-1) ?? [], drafts, circumstances, budget, isUsualOnly))
      }
      const level = levels[count] ?? []
      return all < USUAL_FROM ? level : level.filter(({ usual }) => usual)
    },
  }
}
