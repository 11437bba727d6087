// The keys in Redis. A cluster keeps keys with the same text in braces on one server, where a script can change them together.

const PREFIX = 'goldplan:'

/** The beginning of the journal's keys and of all keys that belong to no single merchant. */
export const ALL: string = `${PREFIX}{all}:`

/** The sorted set of the merchant IDs, in the order of creation. */
export const MERCHANTS: string = `${ALL}merchants`

/** The hash with the records of a merchant. */
export function recordsOf(mchid: string): string {
  return `${PREFIX}{${mchid}}`
}

/** The key whose value names the process that sends the notifications of a merchant. */
export function holderOf(mchid: string): string {
  return `${recordsOf(mchid)}:holder`
}
