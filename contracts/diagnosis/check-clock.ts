import type { Credentials } from '../wire/authorization.ts'
import { isFresh } from '../wire/clock-tolerance.ts'
import {
  SAMPLE_TIMESTAMP,
  TIMESTAMP_AHEAD,
  TIMESTAMP_BEHIND,
  TIMESTAMP_IN_MICROSECONDS,
  TIMESTAMP_IN_MILLISECONDS,
  TIMESTAMP_OF_THE_SAMPLE,
} from './catalogue/clock.ts'
import { type DescribedMistake, describe } from './mistake.ts'

/**
 * Says what is wrong with the timestamp of a request.
 *
 * @param now The gateway's clock, milliseconds since 1970; `undefined` to take every second for fresh.
 */
export function checkClock({ timestamp: sent }: Credentials, now: number | undefined): DescribedMistake[] {
  if (/^\d{13}$/.test(sent)) return [describe(TIMESTAMP_IN_MILLISECONDS, { sent })]
  if (/^(?:\d{16}|\d{19})$/.test(sent)) return [describe(TIMESTAMP_IN_MICROSECONDS, { sent })]
  if (now === undefined || isFresh(sent, now)) return []
  if (sent === SAMPLE_TIMESTAMP) return [describe(TIMESTAMP_OF_THE_SAMPLE, { sent })]
  const ahead = Number(sent) - Math.floor(now / 1000)
  return [describe(ahead > 0 ? TIMESTAMP_AHEAD : TIMESTAMP_BEHIND, { sent, seconds: Math.abs(ahead) })]
}
