import type { CallCount, MigrationState } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { updateRecord } from '../store/update-record.ts'
import { elapsed, HOUR, WEEK } from './migration.ts'
import type { NamedKey } from './named-key.ts'
import type { PlatformKeys } from './platform.ts'

const HOURS = WEEK / HOUR

type CountedKey = 'public_key' | 'certificate' | 'none'

/** For each kind of key, the number of calls that named a key of this kind. `none` counts the calls that named no platform key. */
export type Named = Readonly<Record<CountedKey, number>>

/** Returns the kind of key under which a call is counted; `none` when the call names no platform key. */
export function countedKey({ kind, serial }: NamedKey, { publicKey }: PlatformKeys): CountedKey {
  if (kind !== 'platform') return 'none'
  return serial === publicKey.serial ? 'public_key' : 'certificate'
}

/** A call whose signature was verified while a migration ran. */
export interface CountedCall {
  readonly mchid: string
  readonly operation: string
  readonly migration: MigrationState
  readonly businessNow: number
  readonly key: CountedKey
}

/** Adds a call to the stored counts of the merchant. */
export async function countCall({ mchid, operation, migration, businessNow, key }: CountedCall, store: Store): Promise<void> {
  const hour = hourAt(migration, businessNow)
  // `calls` is `undefined` if the tenant was removed in the meantime.
  await updateRecord(store, { mchid, kind: 'calls' }, (calls) => calls && counted(calls, { operation, hour }, key))
}

/**
 * Adds one call to the counts, and drops the counts of hours that are too old. Also drops the counts of later hours, which can exist after
 * a clock was set back.
 */
function counted(calls: readonly CallCount[], { operation, hour }: Pick<CallCount, 'operation' | 'hour'>, key: CountedKey): CallCount[] {
  const kept = inWindow(calls, hour)
  const index = kept.findIndex((call) => call.operation === operation && call.hour === hour)
  const before = kept[index] ?? { operation, hour, public_key: 0, certificate: 0, none: 0 }
  const after = { ...before, [key]: Math.min(before[key] + 1, Number.MAX_SAFE_INTEGER) }
  return index < 0 ? [...kept, after] : kept.with(index, after)
}

function hourAt(migration: MigrationState, businessNow: number): number {
  return Math.floor(elapsed(migration, businessNow) / HOUR)
}

/** The counts of the last seven days and of the current hour. */
function inWindow(calls: readonly CallCount[], hour: number): CallCount[] {
  return calls.filter((call) => call.hour >= hour - HOURS && call.hour <= hour)
}

/** The calls of the last seven days and of the current hour, by operation. */
export function callsByOperation(calls: readonly CallCount[], migration: MigrationState, businessNow: number): Map<string, Named> {
  const groups = Map.groupBy(inWindow(calls, hourAt(migration, businessNow)), ({ operation }) => operation)
  return new Map([...groups].map(([operation, hours]) => [operation, sumOf(hours)]))
}

function sumOf(calls: readonly CallCount[]): Named {
  const sum = (key: CountedKey) => calls.reduce((total, call) => total + call[key], 0)
  return { public_key: sum('public_key'), certificate: sum('certificate'), none: sum('none') }
}

/** How many calls did not name the public key. */
export function lackingIn({ certificate, none }: Named): number {
  return certificate + none
}

function totalOf(named: Named): number {
  return named.public_key + lackingIn(named)
}

/** The share of the calls that named the public key, as WeChat Pay's console shows it. */
export interface AnswerBar {
  /** In per cent, to three decimals. */
  readonly share: number
  /** The end of the last complete hour, in milliseconds since 1970. Later calls are not in the share yet. */
  readonly refreshed: number
  /**
   * The earliest time after the current hour at which the share can be 100 if all later calls name the public key. In milliseconds since
   * 1970.
   */
  readonly fullFrom: number
}

/** The highest share that is shown until the migration is seven days old. */
const NEARLY_FULL = 99.999

/**
 * Returns the answer bar: the share of the calls that named the public key in the seven days before the current hour. At WeChat Pay, these
 * seven days may include calls from before the migration. This server has not counted such calls. Instead, the bar stays below 100 until
 * the migration is seven days old.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4013038589
 */
export function answerBar(calls: readonly CallCount[], migration: MigrationState, businessNow: number): AnswerBar {
  const hour = hourAt(migration, businessNow)
  const counting = inWindow(calls, hour)
  const named = sumOf(counting.filter((call) => call.hour < hour))
  const total = totalOf(named)
  const lastLacking = Math.max(-1, ...counting.filter((call) => lackingIn(call) > 0).map((call) => call.hour))
  const share = total === 0 ? 0 : Math.floor((named.public_key / total) * 100_000) / 1000
  return {
    share: hour < HOURS ? Math.min(share, NEARLY_FULL) : share,
    refreshed: migration.began + hour * HOUR,
    fullFrom: migration.began + Math.max(hour + 1, lastLacking + 1 + HOURS) * HOUR,
  }
}
