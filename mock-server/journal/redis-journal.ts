import { Buffer } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import type { JournalEntry } from '../store/records.ts'
import type { Redis, Script } from '../store/redis/redis.ts'
import { ALL, MERCHANTS } from '../store/redis/redis-keys.ts'
import type { EntrySummary, FollowedEntry, Journal, RecordReader } from '../store/store.ts'
import { StoreAway } from '../store/store-away.ts'
import { createFollowers, followed } from './followers.ts'
import { APPEND, CLEAR, DIAGNOSE, READ } from './journal-scripts.ts'
import type { JournalLimits } from './memory-journal.ts'

const ENTRIES = `${ALL}journal`
const ORDER = `${ENTRIES}:order`
const LAST_ID = `${ENTRIES}:last`
/** The keys, in the order that the scripts expect. */
const KEYS = [ENTRIES, ORDER, `${ENTRIES}:bytes`, LAST_ID, MERCHANTS]
const OWN_ORDER = `${ENTRIES}:of:`
/** A channel is not a key: all servers of a cluster pass on its messages, and all databases of a server share it. */
const CHANNEL = 'goldplan:journal:'

/** The most entries without a diagnosis that are read again after the connection was lost. */
const AWAITED_LIMIT = 1_000

/** The value in Redis for a diagnosis that is being made. */
const PENDING = '?'

/** When more bytes of entries than this are on their way to Redis, answers wait until Redis has confirmed them. */
const UNCONFIRMED_BYTES = 65_536

/** A journal that can also forget a merchant. */
export interface RedisJournal extends Journal {
  /** Waits until Redis has confirmed the entries that were appended so far, or their connection is lost. */
  confirmed(): Promise<void>
  /**
   * Takes a merchant off the list of merchants and clears its journal in one step.
   *
   * @param place When given, this happens only while the merchant has this place on the list.
   */
  forget(mchid: string, place?: string): Promise<void>
}

/** Creates the journals in Redis, with the same limits as in memory. Each server reads the requests that any of them has received. */
export function createRedisJournal(redis: Redis, limits: JournalLimits, reader: RecordReader): RedisJournal {
  const followers = createFollowers()
  const channel = CHANNEL + redis.database
  const run = (script: Script, ...values: readonly string[]) => redis.run(script, KEYS, [OWN_ORDER, ...values])
  const put = (script: Script, ...values: readonly string[]) =>
    run(script, String(limits.entries), String(limits.ownBytes), String(limits.bytes), channel, ...values)
  const idsAfter = async (id: number) =>
    ((await redis.command(ORDER, 'ZRANGE', ORDER, `(${id}`, '+inf', 'BYSCORE')) as string[]).map(Number)
  const lastId = async () => Number((await redis.command(LAST_ID, 'GET', LAST_ID)) ?? 0)
  const withDiagnosis = <Read extends EntrySummary>(id: number, read: () => Omit<Read, 'id'>, diagnosis: string | null) => {
    try {
      const entry = { id, ...read() }
      return diagnosis && diagnosis !== PENDING ? { ...entry, diagnosis: JSON.parse(diagnosis) } : entry
    } catch {
      throw new StoreAway(redis.place, `the entry ${id} in the hash ${ENTRIES}`, "has data that this server can't use")
    }
  }
  const entryOf = (id: number, text: string, diagnosis: string | null): JournalEntry =>
    withDiagnosis(id, () => reader.entry(text), diagnosis)
  const undiagnosed = async (ids: readonly number[]) => {
    if (ids.length === 0) return []
    const diagnoses = (await redis.command(ENTRIES, 'HMGET', ENTRIES, ...ids.map((id) => `d${id}`))) as (string | null)[]
    return ids.filter((_, index) => diagnoses[index] === PENDING)
  }
  /** The entries whose diagnosis was still being made when a follower read them. */
  const awaited = new Set<number>()
  const note = (id: number, isPending: boolean) => {
    if (isPending) awaited.add(id)
    else awaited.delete(id)
    if (awaited.size > AWAITED_LIMIT) awaited.delete([...awaited][0] ?? 0)
  }
  const find = async (ids: readonly number[]) => {
    const fields = ids.flatMap((id) => [`${id}`, `m${id}`, `d${id}`])
    const parts = (await redis.command(ENTRIES, 'HMGET', ENTRIES, ...fields)) as (string | null)[]
    return ids.flatMap((id, index) => {
      const [text, owner, diagnosis = null] = parts.slice(3 * index, 3 * index + 3)
      note(id, diagnosis === PENDING)
      return text && owner ? { id, mchid: owner.slice(0, owner.indexOf(' ')), text, diagnosis } : []
    })
  }
  const findSummaries = async (ids: readonly number[]): Promise<FollowedEntry[]> =>
    (await find(ids)).map(({ id, mchid, text, diagnosis }) => ({ mchid, entry: withDiagnosis(id, () => reader.summary(text), diagnosis) }))
  let told = 0
  const tell = (id: number) => {
    told = Math.max(told, id)
    followers.tell(id)
  }
  let heard = 0
  let isCatchingUp = false
  /** Tells what was published while the connection was lost. IDs have no gaps, so a message that skips an ID shows that messages are missing. */
  const catchUp = async () => {
    if (isCatchingUp) return
    isCatchingUp = true
    try {
      const pending = await undiagnosed([...awaited])
      for (const id of [...awaited].filter((each) => !pending.includes(each))) tell(id)
      // Redis has started again without its data, and counts from 1.
      if ((await lastId()) < told) told = 0
      do {
        const upTo = heard
        for (const id of await idsAfter(told)) tell(id)
        told = Math.max(told, upTo)
      } while (heard > told)
    } finally {
      isCatchingUp = false
    }
  }
  // When Redis is lost again meanwhile, the next message or the next connection brings what is missing.
  const startCatchingUp = () => void catchUp().catch(() => undefined)
  const hear = (id: number) => {
    // Any client of Redis can publish a message.
    if (!Number.isSafeInteger(id) || id < 1) return
    // An ID that was told before means that the request now has its diagnosis.
    if (id <= told || (id === told + 1 && !isCatchingUp)) return tell(id)
    heard = Math.max(heard, id)
    startCatchingUp()
  }
  let listening: Promise<void> | undefined
  const listen = () => {
    listening ??= redis
      .listen(channel, (message) => hear(Number(message)), startCatchingUp)
      .catch((error) => {
        listening = undefined
        throw error
      })
    return listening
  }

  const unconfirmed = createUnconfirmed()

  return {
    append(mchid, { bytes, text, isDiagnosed }) {
      return unconfirmed.add(bytes, put(APPEND, mchid, String(bytes), text, isDiagnosed ? PENDING : '').then(Number))
    },
    sent: unconfirmed.sent,
    confirmed: unconfirmed.none,
    async addDiagnosis(id, diagnosis) {
      const json = JSON.stringify(diagnosis)
      await put(DIAGNOSE, String(id), String(Buffer.byteLength(json)), json)
    },
    async entries(mchid, { before, count } = { before: Number.POSITIVE_INFINITY, count: Number.POSITIVE_INFINITY }) {
      await unconfirmed.none()
      const max = Number.isFinite(before) ? `(${before}` : '+inf'
      const parts = (await run(READ, mchid, max, String(Number.isFinite(count) ? count : -1))) as string[]
      return Array.from({ length: parts.length / 3 }, (_, index) => {
        const [id, text = '', diagnosis = ''] = parts.slice(3 * index, 3 * index + 3)
        return entryOf(Number(id), text, diagnosis)
      })
    },
    async entry(mchid, id) {
      await unconfirmed.none()
      const [found] = await find([id])
      return found?.mchid === mchid ? entryOf(id, found.text, found.diagnosis) : undefined
    },
    undiagnosed,
    async clear(mchid) {
      await unconfirmed.none()
      await run(CLEAR, mchid, '')
    },
    async forget(mchid, place) {
      await unconfirmed.none()
      await run(CLEAR, mchid, 'gone', ...(place === undefined ? [] : [place]))
    },
    async follow(after) {
      if (followers.isFull()) return undefined
      // A command fails at once when Redis is away; listening would wait for Redis.
      told = Math.max(told, await lastId())
      await listen()
      const last = await lastId()
      // An ID beyond the last one is from before Redis was emptied, so everything is new to the reader.
      const first = after === undefined ? last : after > last ? 0 : after
      return followed(followers.add(await idsAfter(first)), findSummaries, last)
    },
  }
}

/** The entries that are on their way to Redis. */
function createUnconfirmed() {
  const entries = new Set<Promise<unknown>>()
  let bytes = 0
  // Redis may not know the script before the first confirmation or after a loss. The script is then sent a second time, after the answer.
  let isReliable = false
  const none = async () => void (await Promise.allSettled(entries))
  return {
    none,
    add<Id>(size: number, entry: Promise<Id>): Promise<Id> {
      entries.add(entry)
      bytes += size
      const end = (isConfirmed: boolean) => {
        isReliable = isConfirmed
        bytes -= size
        entries.delete(entry)
      }
      entry.then(
        () => end(true),
        () => end(false),
      )
      return entry
    },
    async sent() {
      if (!isReliable || bytes > UNCONFIRMED_BYTES) return none()
      // The client of Redis hands a command to the operating system in its own setImmediate, which it schedules some microtasks later in a cluster.
      await setImmediate()
      await setImmediate()
    },
  }
}
