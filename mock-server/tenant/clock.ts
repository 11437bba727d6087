import ms, { type StringValue } from 'ms'
import type { components } from '../../contracts/control/index.ts'
import type { ClockState } from '../store/records.ts'

/** A clock that equals the server's. */
export const OWN_CLOCK: ClockState = { advance: 0, gateway_skew: 0, pin: null }

/** The time of a tenant, in milliseconds since 1970. */
export interface TenantTime {
  /** The gateway's time, for timestamps. */
  readonly gateway: number
  /** The time for the rules of the gold plan. */
  readonly business: number
}

/** The last second that a clock shows, in February 2106. A Request-ID has no room for a later one. */
export const LAST_SECOND: number = 2 ** 32 - 1

/**
 * The time by a tenant's clock. A clock that runs past its last second stops there.
 *
 * @param now The server's own time, milliseconds since 1970.
 */
export function tenantTime(clock: ClockState, now: number): TenantTime {
  const { gateway, business } = timeWithoutEnd(clock, now)
  return { gateway: Math.min(gateway, LAST_SECOND * 1000), business: Math.min(business, LAST_SECOND * 1000) }
}

/** The time by a tenant's clock, without the stop at the last second. */
export function timeWithoutEnd({ advance, gateway_skew, pin }: ClockState, now: number): TenantTime {
  const base = pin ?? now
  return { gateway: base + gateway_skew, business: base + advance }
}

/** A change of a clock, in the form of the control API. */
export type ClockChange = components['schemas']['ClockChange']

/**
 * Applies a change. A reset or a pin discards the earlier settings, an advance adds to the earlier ones, and a skew replaces the previous
 * one.
 */
export function changeClock(clock: ClockState, { reset, pin, advance, gateway_skew }: ClockChange): ClockState {
  const base = reset || pin !== undefined ? OWN_CLOCK : clock
  return {
    pin: pin === undefined ? base.pin : Math.round(pin * 1000),
    advance: base.advance + (advance === undefined ? 0 : milliseconds(advance)),
    gateway_skew: gateway_skew === undefined ? base.gateway_skew : milliseconds(gateway_skew),
  }
}

/** Converts a duration such as `24h`, `301s`, `5m` or `250ms` to milliseconds. */
export function milliseconds(duration: string): number {
  return ms(duration as StringValue)
}

/** Formats a duration for the control API, in whole seconds if possible. */
export function duration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`
}
