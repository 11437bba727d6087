import { describe, expect, it } from 'vitest'
import { createRestarts } from '../../../../mock-server/command/workers/restarts.ts'

const QUICK = 10
const LONG = 60_000

describe('the next worker', () => {
  it('starts after a longer pause each time that its predecessor dies quickly, and does not start after the fifth time', () => {
    const pauseAfter = createRestarts()
    expect([QUICK, QUICK, QUICK, QUICK, QUICK].map(pauseAfter)).toEqual([200, 400, 800, 1600, undefined])
  })

  it('starts soon when its predecessor lived long, and the pauses begin again', () => {
    const pauseAfter = createRestarts()
    expect([LONG, QUICK, QUICK, QUICK, QUICK, LONG, QUICK].map(pauseAfter)).toEqual([100, 200, 400, 800, 1600, 100, 200])
  })
})
