import { describe, expect, test } from 'vitest'
import { variantsOf } from '../../../contracts/generate/vectors/client-variants.ts'
import type { Variant } from '../../../contracts/generate/vectors/mistaken-client.ts'
import { alwaysWrong, SENT } from '../../../contracts/generate/vectors/sent-requests.ts'
import type { Client } from '../../../contracts/generate/vectors/signing-client.ts'
import { ALL, EVERY } from '../../every.ts'
import { inTurns } from '../../in-turns.ts'
import { isDetectable, nameOf, names } from './named.ts'

/** The number of pairs to try. All pairs, about 200,000, take more than an hour. Try all with EVERY=all when the known mistakes change. */
const SAMPLE = EVERY ? 1_000 : 10

/** How many diagnoses run at once. A diagnosis pauses between slices of its work, so that others can go on. */
const AT_ONCE = 4

/**
 * Returns the pairs of mistakes from different axes. An axis is a group of mistakes that exclude each other. Each pair is made in its most
 * usual way, and in one more way that depends on the place of the pair in the list.
 */
function pairs(correct: Client): [Variant, Variant][] {
  const all = variantsOf(correct)
  const found = new Map<string, [Variant, Variant][]>()
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) {
      if (one.axis === other.axis || !canBeCombined(one, other) || !isDetectable([one, other])) continue
      const key = `${one.id} ${other.id}`
      found.set(key, [...(found.get(key) ?? []), [one, other]])
    }
  }
  return [...found.values()].flatMap((ways, index) => [ways[0], ways[(index * 7 + 1) % ways.length]].flatMap((way) => (way ? [way] : [])))
}

function canBeCombined(one: Variant, other: Variant): boolean {
  return allows(one, other) && allows(other, one)
}

function allows({ beside }: Variant, { axis, way }: Variant): boolean {
  return beside === undefined || (beside === axis && way === 0)
}

function sampled<Item>(items: readonly Item[]): Item[] {
  const step = ALL ? 1 : Math.floor(items.length / SAMPLE)
  return items.filter((_, index) => index % step === 0)
}

describe.for(Object.entries(SENT))('a request with %s', ([title, correct]) => {
  test('is diagnosed with both mistakes when its client made two', { timeout: 1_800_000 }, async () => {
    const wrong: string[] = []
    let count = 0
    await inTurns(sampled(pairs(correct)), AT_ONCE, async (made) => {
      const named = await nameOf(correct, made)
      if (!named) return
      const wanted = [...(made.some(({ axis }) => axis === 'clock') ? [] : alwaysWrong(title)), ...named.wanted]
      const { mistakes, same_as } = named.diagnosis
      if (!names(named, wanted)) wrong.push(`${named.title}: ${mistakes.map(({ id }) => id)}; same as ${JSON.stringify(same_as)}`)
      count += 1
    })
    expect(wrong).toEqual([])
    expect(count).toBeGreaterThan(SAMPLE / 4)
  })
})
