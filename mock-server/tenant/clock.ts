import ms, { type StringValue } from 'ms'
import type { components } from '../../contracts/control/index.ts'
import type { ClockState } from '../store/records.ts'

/** A clock that is the server's own. */
export const OWN_CLOCK: ClockState = { advance: 0, gateway_skew: 0, pin: null }

/** What time it is for a tenant; milliseconds since 1970. */
export interface TenantTime {
  /** The time of the gateway: of timestamps. */
  readonly gateway: number
  /** The time of the rules of the gold plan. */
  readonly business: number
}

/**
 * What time it is by a tenant's clock.
 *
 * @param now The server's own time, milliseconds since 1970.
 */
export function tenantTime({ advance, gateway_skew, pin }: ClockState, now: number): TenantTime {
  const base = pin ?? now
  return { gateway: base + gateway_skew, business: base + advance }
}

/** A change of a clock, as the control API takes it. */
export type ClockChange = components['schemas']['ClockChange']

/** A clock after a change: a pin begins anew, an advance adds up, a skew replaces the last. */
export function changeClock(clock: ClockState, { reset, pin, advance, gateway_skew }: ClockChange): ClockState {
  const base = reset || pin !== undefined ? OWN_CLOCK : clock
  return {
    pin: pin === undefined ? base.pin : Math.round(pin * 1000),
    advance: base.advance + (advance === undefined ? 0 : milliseconds(advance)),
    gateway_skew: gateway_skew === undefined ? base.gateway_skew : milliseconds(gateway_skew),
  }
}

/** The milliseconds of a duration: `24h`, `301s`, `5m`, `250ms`. */
export function milliseconds(duration: string): number {
  return ms(duration as StringValue)
}

/** A duration as the control API writes it: in whole seconds if it can be. */
export function duration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`
}
