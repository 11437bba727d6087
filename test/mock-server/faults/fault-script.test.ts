import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newFault } from '../../../mock-server/faults/check-fault.ts'
import { type FaultTarget, playScript, type ScriptedResult } from '../../../mock-server/faults/fault-script.ts'
import type { FaultScript } from '../../../mock-server/store/records.ts'
import type { FaultChoice } from './scripted-test.ts'

const TARGET = target('changeGoldPlanStatus', '1900000109', 'GOLDPLAN_FREQUENCY_LIMITED', 'SYSTEM_ERROR', 'MCH_NOT_EXISTS')

/** A call of the operation `id`, which documents the errors `examples`. The first of these errors is the error that a limit sends. */
function target(id: string, subMchid: string, ...examples: string[]): FaultTarget {
  const row = { status: 400, body: { code: 'CODE', message: 'message' }, requestIdCode: 1, placeholders: {} }
  return { operation: { id, errors: new Map(examples.map((name) => [name, row])), limitExample: examples[0] }, subMchid }
}

/** Applies the faults to one call after another. The calls come at these times. */
function play(choices: readonly FaultChoice[], times: readonly number[], call = TARGET): ScriptedResult[] {
  let script = scriptOf(choices)
  return times.map((now) => {
    const { script: after, played } = playScript(script, call, now)
    script = after
    return played
  })
}

function scriptOf(choices: readonly FaultChoice[]): FaultScript {
  return { last_id: choices.length, faults: choices.map((choice, index) => newFault(index + 1, choice)) }
}

/** The times of `count` calls, which all come at time 0. */
function calls(count: number): number[] {
  return Array.from({ length: count }, () => 0)
}

/** Returns for each of `count` calls whether the fault acts on it. */
function pattern(choice: FaultChoice, count: number): boolean[] {
  return play([choice], calls(count)).map(({ ids }) => ids.length > 0)
}

const seeds = fc.integer({ min: 0, max: 4_294_967_295 })

describe('a fault with a rate', () => {
  it('of 0 never acts, and of 1 always acts', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(pattern({ wire: 'reset', rate: 0, seed }, 50)).not.toContain(true)
        expect(pattern({ wire: 'reset', rate: 1, seed }, 50)).not.toContain(false)
      }),
      { numRuns: 30 },
    )
  })

  it('of 0.5 with the seed 7 acts on the same calls in each run', () => {
    const acts = pattern({ wire: 'reset', rate: 0.5, seed: 7 }, 16).map((acted) => (acted ? 'x' : '-'))
    expect(acts.join('')).toBe('-x-xxxxx----x--x')
  })

  it('acts on about that share of many calls', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (seed, rate) => {
        const count = 1_000
        const acted = pattern({ wire: 'reset', rate, seed }, count).filter((acts) => acts).length
        expect(Math.abs(acted - rate * count)).toBeLessThanOrEqual(6 * Math.sqrt(count * rate * (1 - rate)) + 2)
      }),
      { numRuns: 20 },
    )
  })

  it('acts on the same calls for the same seed, and on other calls for another seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const once = pattern({ wire: 'reset', rate: 0.5, seed }, 100)
        expect(pattern({ status: 502, rate: 0.5, seed }, 100)).toEqual(once)
        expect(pattern({ wire: 'reset', rate: 0.5, seed: seed ^ 1 }, 100)).not.toEqual(once)
      }),
      { numRuns: 30 },
    )
  })

  it('acts on every call on which a fault with a lower rate and the same seed acts', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (seed, one, other) => {
        const low = pattern({ wire: 'reset', rate: Math.min(one, other), seed }, 50)
        const high = pattern({ wire: 'reset', rate: Math.max(one, other), seed }, 50)
        expect(low.filter((acts, index) => acts && !high[index])).toEqual([])
      }),
    )
  })

  it('has the seed 1 by default', () => {
    expect(pattern({ wire: 'reset', rate: 0.5 }, 100)).toEqual(pattern({ wire: 'reset', rate: 0.5, seed: 1 }, 100))
  })

  it('does not count the calls that it does not match', () => {
    const fault: FaultChoice = { wire: 'reset', rate: 0.5, sub_mchid: '1900000109' }
    let script = scriptOf([fault])
    const acted = calls(50).map((now) => {
      script = playScript(script, { ...TARGET, subMchid: '1' }, now).script
      const { script: after, played } = playScript(script, TARGET, now)
      script = after
      return played.ids.length > 0
    })
    expect(acted).toEqual(pattern(fault, 50))
    expect(script.faults).toMatchObject([{ seen: 50, hits: acted.filter((acts) => acts).length }])
  })

  it('that lets a call pass leaves the call to the next fault', () => {
    const results = play(
      [
        { wire: 'reset', rate: 0.5 },
        { status: 502, times: 100 },
      ],
      calls(50),
    ).map(({ result }) => result?.id)
    expect(results).toEqual(pattern({ wire: 'reset', rate: 0.5 }, 50).map((acts) => (acts ? 1 : 2)))
  })
})

describe('faults that act a limited number of times', () => {
  const results = fc.record({ wire: fc.constant('reset' as const), times: fc.integer({ min: 1, max: 5 }) })
  const latencies = fc.record({ latency_ms: fc.nat(1_000), times: fc.integer({ min: 1, max: 5 }) })
  const faults: fc.Arbitrary<(FaultChoice & { times: number })[]> = fc.array(fc.oneof(results, latencies), { maxLength: 8 })

  it('act one after another when they replace the answer, but all on the same calls when they delay it', () => {
    fc.assert(
      fc.property(faults, (choices) => {
        const inTurn = choices.flatMap(({ wire, times }, index) => (wire ? Array.from({ length: times }, () => index + 1) : []))
        const played = play(choices, calls(45))
        for (const [call, { ids, delay, result }] of played.entries()) {
          const acting = choices.map(({ times, latency_ms }, index) => ({ id: index + 1, acts: latency_ms !== undefined && call < times }))
          expect(result?.id).toBe(inTurn[call])
          expect(ids).toEqual([...acting.filter(({ acts }) => acts).map(({ id }) => id), ...inTurn.slice(call, call + 1)].toSorted())
          expect(delay).toBe(choices.reduce((sum, { times, latency_ms = 0 }) => sum + (call < times ? latency_ms : 0), 0))
        }
      }),
    )
  })

  it('have as many hits as calls on which they acted, and at most `times` hits', () => {
    fc.assert(
      fc.property(faults, fc.nat(20), (choices, count) => {
        let script = scriptOf(choices)
        const ids = calls(count).flatMap((now) => {
          const { script: after, played } = playScript(script, TARGET, now)
          script = after
          return played.ids
        })
        for (const { id, hits, seen, times = 0 } of script.faults) {
          expect(hits).toBe(ids.filter((acted) => acted === id).length)
          expect(seen).toBe(hits)
          expect(hits).toBeLessThanOrEqual(times)
        }
      }),
    )
  })

  it('act once when `times` is not given', () => {
    for (const choice of [
      { wire: 'reset' },
      { example: 'SYSTEM_ERROR' },
      { status: 502 },
      { latency_ms: 1 },
      { signature: 'probe' },
    ] as const)
      expect(pattern(choice, 3)).toEqual([true, false, false])
  })
})

describe('a latency', () => {
  const delays = (median_ms: number, sigma: number, seed: number, count: number) =>
    play([{ latency: { median_ms, sigma }, times: count, seed }], calls(count)).map(({ delay }) => delay)

  it('with a lognormal distribution has the given median, and sigma is the standard deviation of its logarithm', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (seed, median, sigma) => {
          const logs = delays(median, sigma, seed, 1_000).map((delay) => Math.log(delay / median) / sigma)
          expect(Math.abs(logs.toSorted((a, b) => a - b)[500] ?? Number.NaN)).toBeLessThan(0.25)
          const spread = Math.sqrt(logs.reduce((sum, log) => sum + log ** 2, 0) / logs.length)
          expect(Math.abs(spread - 1)).toBeLessThan(0.15)
          // 5 % of a standard normal distribution lies above 1.645, and 5 % below -1.645.
          for (const tail of [logs.filter((log) => log < -1.645), logs.filter((log) => log > 1.645)])
            expect(Math.abs(tail.length / logs.length - 0.05)).toBeLessThan(0.045)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('with the seed 7 has the same delays in each run', () => {
    expect(delays(100, 0.5, 7, 4).map(Math.round)).toEqual([112, 118, 43, 146])
  })

  it('with a sigma of 0 is always the median', () => {
    fc.assert(
      fc.property(seeds, fc.nat(600_000), (seed, median) => {
        expect(delays(median, 0, seed, 3)).toEqual([median, median, median])
      }),
    )
  })

  it('has the same delays for the same seed, and other delays for another seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(delays(100, 1, seed, 5)).toEqual(delays(100, 1, seed, 5))
        expect(delays(100, 1, seed, 5)).not.toEqual(delays(100, 1, seed ^ 1, 5))
        expect(new Set(delays(100, 1, seed, 5)).size).toBe(5)
      }),
    )
  })

  it('alone or with other latencies never delays an answer by more than ten minutes', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.double({ min: 0, max: 600_000, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (seed, median_ms, sigma) => {
          const choice = { latency: { median_ms, sigma }, seed, times: 20 }
          for (const { delay } of play([choice, choice, { latency_ms: 500_000, rate: 0.5, seed }], calls(20))) {
            expect(delay).toBeGreaterThanOrEqual(0)
            expect(delay).toBeLessThanOrEqual(600_000)
          }
        },
      ),
    )
    expect(play([{ latency_ms: 600_000 }, { latency_ms: 1 }], calls(1))).toMatchObject([{ delay: 600_000 }])
  })

  it('with a rate delays only the calls that the rate selects', () => {
    const hits = pattern({ wire: 'reset', rate: 0.3, seed: 7 }, 50)
    expect(play([{ latency_ms: 10, rate: 0.3, seed: 7 }], calls(50)).map(({ delay }) => delay)).toEqual(hits.map((acts) => (acts ? 10 : 0)))
  })
})

describe('a limit', () => {
  const limited = (choice: FaultChoice, times: readonly number[]) => play([choice], times).map(({ result }) => result !== undefined)

  it('lets the first `limit` calls of a period through, and acts on the others', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.nat(20), fc.nat(), (limit, count, now) => {
        const expected = Array.from({ length: count }, (_, index) => index >= limit)
        const times = Array.from({ length: count }, () => now)
        expect(limited({ limit, per: '1ms' }, times)).toEqual(expected)
      }),
    )
  })

  it('starts a new period with the first call after the end of the previous one', () => {
    expect(limited({ limit: 1, per: '1s' }, [0, 999, 1000, 1999, 2500, 3499, 3500])).toEqual([false, true, false, true, false, true, false])
  })

  it('starts a new period when the time goes back by a whole period, but not when it goes back by less', () => {
    expect(limited({ limit: 1, per: '1s' }, [5000, 5001, 4999, 4001, 4000, 4001])).toEqual([false, true, true, true, false, true])
  })

  it('lets at most twice `limit` calls through in any time span that is as long as a period', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(500), { maxLength: 40 }), (limit, pauses) => {
        let time = 0
        const times = pauses.map((pause) => (time += pause))
        const acted = limited({ limit, per: '1s' }, times)
        const passed = times.filter((_, index) => !acted[index])
        for (const begin of passed) expect(passed.filter((at) => at >= begin && at < begin + 1000).length).toBeLessThanOrEqual(2 * limit)
        // A call passes when no other came in the second before it.
        for (const [index, at] of times.entries()) if (at - (times[index - 1] ?? -1000) >= 1000) expect(acted[index]).toBe(false)
      }),
    )
  })

  it('acts at most as often as `times` says', () => {
    expect(limited({ limit: 1, per: '1h', times: 2 }, calls(6))).toEqual([false, true, true, false, false, false])
  })

  it('does not count a call that another fault has answered', () => {
    const results = play([{ wire: 'reset' }, { limit: 1, per: '1h' }], calls(3)).map(({ result }) => result?.id)
    expect(results).toEqual([1, undefined, 2])
  })
})

describe('playing a fault script', () => {
  it('lets a fault act only on calls of its operation and sub-merchant, and only if the operation documents its error', () => {
    const call = target('closeAdvertisingShow', '1', 'SYSTEM_ERROR')
    const acts = (choice: FaultChoice) => play([choice], [0], call).flatMap(({ ids }) => ids).length === 1
    expect(acts({ wire: 'reset' })).toBe(true)
    expect(acts({ wire: 'reset', operation: 'closeAdvertisingShow', sub_mchid: '1' })).toBe(true)
    expect(acts({ wire: 'reset', operation: 'closeAdvertisingShow', sub_mchid: '2' })).toBe(false)
    expect(acts({ wire: 'reset', operation: 'openAdvertisingShow', sub_mchid: '1' })).toBe(false)
    expect(acts({ example: 'SYSTEM_ERROR' })).toBe(true)
    expect(acts({ example: 'MCH_NOT_EXISTS' })).toBe(false)
    expect(acts({ limit: 0, per: '1s', example: 'SYSTEM_ERROR' })).toBe(true)
    expect(acts({ limit: 0, per: '1s', example: 'MCH_NOT_EXISTS' })).toBe(false)
  })

  it('lets a limit without an example act only on an operation that documents an error for a limit', () => {
    const limit: FaultChoice = { limit: 0, per: '1s' }
    const silent = { ...TARGET, operation: { ...TARGET.operation, limitExample: undefined } }
    expect(play([limit], [0])[0]?.ids).toEqual([1])
    expect(play([limit], [0], silent)[0]?.ids).toEqual([])
  })

  it('does not change the given script', () => {
    const script = scriptOf([{ latency_ms: 1 }, { limit: 0, per: '1s' }, { wire: 'reset', rate: 1 }])
    const before = structuredClone(script)
    expect(playScript(script, TARGET, 0).script).not.toEqual(before)
    expect(script).toEqual(before)
  })
})
