import { describe, expect, test } from 'vitest'
import { type Making, makings, type Signing } from '../../../contracts/generate/vectors/mistaken-client.ts'
import { alwaysWrong, SENT } from '../../../contracts/generate/vectors/sent-requests.ts'
import { EVERY } from '../../every.ts'
import { inTurns } from '../../in-turns.ts'
import { isTellable, nameOf, names } from './named.ts'

const SAMPLE = 40

/** Several at once, since a diagnosis pauses between its slices. */
const AT_ONCE = 4

/** Pairs of entries of different axes, each pair made in the usual way and in one other way. */
function pairs(right: Signing): [Making, Making][] {
  const all = makings(right)
  const found = new Map<string, [Making, Making][]>()
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) {
      if (one.axis === other.axis || !standBeside(one, other) || !isTellable([one, other])) continue
      const key = `${one.id} ${other.id}`
      found.set(key, [...(found.get(key) ?? []), [one, other]])
    }
  }
  return [...found.values()].flatMap((ways, index) => [ways[0], ways[(index * 7 + 1) % ways.length]].flatMap((way) => (way ? [way] : [])))
}

function standBeside(one: Making, other: Making): boolean {
  return hasBeside(one, other) && hasBeside(other, one)
}

function hasBeside({ beside }: Making, { axis, way }: Making): boolean {
  return beside === undefined || (beside === axis && way === 0)
}

function sampled<Item>(items: readonly Item[]): Item[] {
  const step = EVERY ? 1 : Math.floor(items.length / SAMPLE)
  return items.filter((_, index) => index % step === 0)
}

describe.for(Object.entries(SENT))('of a request with %s', ([title, right]) => {
  test('two mistakes are named together', { timeout: 1_800_000 }, async () => {
    const wrong: string[] = []
    let count = 0
    await inTurns(sampled(pairs(right)), AT_ONCE, async (made) => {
      const named = await nameOf(right, made)
      if (!named) return
      const wanted = [...(made.some(({ axis }) => axis === 'clock') ? [] : alwaysWrong(title)), ...named.wanted]
      const { mistakes, same_as } = named.diagnosis
      if (!names(named, wanted)) wrong.push(`${named.title}: ${mistakes.map(({ id }) => id)}; same as ${JSON.stringify(same_as)}`)
      count += 1
    })
    expect(wrong).toEqual([])
    expect(count).toBeGreaterThan(20)
  })
})
