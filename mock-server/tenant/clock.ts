import ms, { type StringValue } from 'ms'
import type { components } from '../../contracts/control/index.ts'
import type { ClockState } from '../store/records.ts'

/** The state of a clock that shows the same time as the server's own clock. */
export const OWN_CLOCK: ClockState = { advance: 0, gateway_skew: 0, pin: null }

/** The time of a tenant, in milliseconds since 1970. */
export interface TenantTime {
  /** The gateway time: the time for the timestamps of requests and answers. */
  readonly gateway: number
  /** The business time: the time for the rules of the gold plan, and for when notifications are due. */
  readonly business: number
}

/** The last second that a clock can show, in seconds since 1970. It is in February 2106. A Request-ID has no room for a later second. */
export const LAST_SECOND: number = 2 ** 32 - 1

/**
 * Returns the time on a tenant's clock. The clock stops at {@link LAST_SECOND}.
 *
 * @param now The server's own time, milliseconds since 1970.
 */
export function tenantTime(clock: ClockState, now: number): TenantTime {
  const { gateway, business } = timeWithoutEnd(clock, now)
  return { gateway: Math.min(gateway, LAST_SECOND * 1000), business: Math.min(business, LAST_SECOND * 1000) }
}

/** Returns the time on a tenant's clock as {@link tenantTime} does, but does not stop at {@link LAST_SECOND}. */
export function timeWithoutEnd({ advance, gateway_skew, pin }: ClockState, now: number): TenantTime {
  const base = pin ?? now
  return { gateway: base + gateway_skew, business: base + advance }
}

/** A change of a clock, in the form of the control API. */
export type ClockChange = components['schemas']['ClockChange']

/**
 * Applies a change to a clock. A reset or a pin first undoes all earlier changes. An advance is added to the earlier advances. A skew
 * replaces the earlier skew.
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
