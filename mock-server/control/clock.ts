import type { ClockState } from '../store/records.ts'
import { type ClockChange, changeClock, duration, LAST_SECOND, OWN_CLOCK, tenantTime, timeWithoutEnd } from '../tenant/clock.ts'
import { changeTenant, readTenant } from './change-tenant.ts'
import { refused } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'

/** The latest second to which a clock can be set: the start of 2100. A clock that was set to 2100 can still run for years. */
const LAST_SECOND_SET = 4_102_444_800

export const clock: ControlHandlers<'readClock' | 'changeClock'> = {
  async readClock({ path }, { store, now }) {
    return clockResource((await readTenant(path.mchid, store)).clock, now())
  },
  async changeClock({ path, body }, { store, now, notifier }) {
    let before = 0
    const changed = await changeTenant(path.mchid, store, (tenant) => {
      before = tenantTime(tenant.clock, now()).business
      return { ...tenant, clock: checkedClock(tenant.clock, body, now(), '/body') }
    })
    await notifier.catchUp(path.mchid, before)
    return clockResource(changed.clock, now())
  },
}

/**
 * Applies a change to a clock and checks the result.
 *
 * @param field The place of the change in the body, for the error.
 * @throws {ControlError} 400 when a time would be before 1970 or after `last`.
 */
function checkedClock(state: ClockState, change: ClockChange, now: number, field: string, last: number = LAST_SECOND_SET): ClockState {
  const changed = changeClock(state, change)
  for (const [name, time] of Object.entries(timeWithoutEnd(changed, now))) {
    const seconds = Math.floor(time / 1000)
    if (!(seconds >= 0 && seconds <= last))
      throw refused(field, change, `keep the ${name} time between 0 and ${last} seconds since 1970, not at ${seconds}`)
  }
  return changed
}

/** Returns the change that turns the server's own clock into this clock. */
export function clockAsChange({ advance, gateway_skew, pin }: ClockState): ClockChange {
  return {
    reset: true,
    ...(pin !== null && { pin: pin / 1000 }),
    advance: duration(advance),
    gateway_skew: duration(gateway_skew),
  }
}

/**
 * Applies a change to the server's own clock and checks the result. Allows times up to `LAST_SECOND`, because the change may describe a
 * clock that was set to 2100 and has run on since.
 */
export function clockFromChange(change: ClockChange, now: number, field: string): ClockState {
  return checkedClock(OWN_CLOCK, change, now, field, LAST_SECOND)
}

function clockResource(state: ClockState, now: number) {
  const { business, gateway } = tenantTime(state, now)
  const { advance, gateway_skew, pin } = state
  return {
    business_time: business / 1000,
    gateway_time: gateway / 1000,
    advance: duration(advance),
    gateway_skew: duration(gateway_skew),
    pin: pin === null ? null : pin / 1000,
  }
}
