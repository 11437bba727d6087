// The keys in Redis. A Redis cluster stores all keys with the same text in braces on one server, where a script can change them together.

const PREFIX = 'goldplan:'

/** The prefix of the journal's keys, and of every other key that does not belong to one merchant. */
export const ALL: string = `${PREFIX}{all}:`

/** The key of a sorted set: the merchant IDs, in the order in which the merchants were created. */
export const MERCHANTS: string = `${ALL}merchants`

/** The key of the hash with a merchant's records. */
export function recordsOf(mchid: string): string {
  return `${PREFIX}{${mchid}}`
}

/** The key whose value names the process that sends a merchant's notifications. */
export function holderOf(mchid: string): string {
  return `${recordsOf(mchid)}:holder`
}
