import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockAsChange, clockFromChange } from '../../../mock-server/control/clock.ts'
import { changeClock, duration, milliseconds, OWN_CLOCK, tenantTime } from '../../../mock-server/tenant/clock.ts'

describe('a duration', () => {
  it.each([
    ['0s', 0],
    ['250ms', 250],
    ['-1ms', -1],
    ['301s', 301_000],
    ['5m', 300_000],
    ['-24h', -86_400_000],
  ])('%s is %i milliseconds', (text, value) => {
    expect(milliseconds(text)).toBe(value)
  })

  it('is written in whole seconds if possible, otherwise in milliseconds, and can be read back', () => {
    expect([0, 1000, -301_000, 1, 1500, -86_400_001].map(duration)).toEqual(['0s', '1s', '-301s', '1ms', '1500ms', '-86400001ms'])
    fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => milliseconds(duration(value)) === value))
  })
})

describe('the clock of a merchant', () => {
  it("shows the server's own time until it is changed", () => {
    expect(tenantTime(OWN_CLOCK, 1_234)).toEqual({ gateway: 1_234, business: 1_234 })
  })

  it('adds all advances to the business time, and the skew to the gateway time; a pin or a reset undoes both', () => {
    const clock = changeClock(changeClock(OWN_CLOCK, { advance: '1s' }), { advance: '2s', gateway_skew: '-5s' })
    expect(tenantTime(clock, 10_000)).toEqual({ gateway: 5_000, business: 13_000 })
    expect(tenantTime(changeClock(clock, { pin: 100 }), 10_000)).toEqual({ gateway: 100_000, business: 100_000 })
    expect(tenantTime(changeClock(clock, { reset: true }), 10_000)).toEqual({ gateway: 10_000, business: 10_000 })
  })

  it('stands still when it is pinned, even to the time 0', () => {
    const clock = changeClock(OWN_CLOCK, { pin: 0, advance: '1s' })
    for (const now of [10_000, 20_000]) expect(tenantTime(clock, now)).toEqual({ gateway: 0, business: 1_000 })
  })

  it('rounds its pin to whole milliseconds', () => {
    expect(changeClock(OWN_CLOCK, { pin: 1.23456 }).pin).toBe(1235)
  })

  it("can be written as a change that turns the server's own clock into an equal clock", () => {
    const hour = fc.integer({ min: -3_600_000, max: 3_600_000 })
    const pin = fc.option(fc.integer({ min: 3_600_000, max: 1e12 }))
    fc.assert(
      fc.property(fc.record({ advance: hour, gateway_skew: hour, pin }), (clock) => {
        expect(clockFromChange(clockAsChange(clock), 1e12, '/body/clock')).toEqual(clock)
      }),
    )
  })
})
