import { describe, expect, it } from 'vitest'
import { createRestarts } from '../../../../mock-server/command/workers/restarts.ts'

const QUICK = 10
const LONG = 60_000

describe('the next worker', () => {
  it('starts after a pause that doubles with each quick death, and does not start after five quick deaths in a row', () => {
    const pauseAfter = createRestarts()
    expect([QUICK, QUICK, QUICK, QUICK, QUICK].map(pauseAfter)).toEqual([200, 400, 800, 1600, undefined])
  })

  it('starts soon after a worker that lived long, and the next pauses are short again', () => {
    const pauseAfter = createRestarts()
    expect([LONG, QUICK, QUICK, QUICK, QUICK, LONG, QUICK].map(pauseAfter)).toEqual([100, 200, 400, 800, 1600, 100, 200])
  })
})
