import { Buffer } from 'node:buffer'
import type { JournalEntry } from '../store/records.ts'
import type { Redis, Script } from '../store/redis/redis.ts'
import { ALL, MERCHANTS } from '../store/redis/redis-keys.ts'
import { ALL_ENTRIES, type EntrySummary, type Journal, type RecordReader } from '../store/store.ts'
import { StoreAway } from '../store/store-away.ts'
import { createJournalNews, type NewsSource } from './journal-news.ts'
import { APPEND, CLEAR, DIAGNOSE, READ } from './journal-scripts.ts'
import type { JournalLimits } from './memory-journal.ts'
import { createUnconfirmedEntries } from './unconfirmed-entries.ts'

const ENTRIES = `${ALL}journal`
const ORDER = `${ENTRIES}:order`
const LAST_ID = `${ENTRIES}:last`
/** The keys, in the order that the scripts expect. */
const KEYS = [ENTRIES, ORDER, `${ENTRIES}:bytes`, LAST_ID, MERCHANTS]
const OWN_ORDER = `${ENTRIES}:of:`
/**
 * The prefix of a channel name. The channel announces new entries and diagnoses. The number of the database follows the prefix, because all
 * databases of a Redis server share their channels.
 */
const CHANNEL = 'goldplan:journal:'

/** The value in Redis for a diagnosis that is being made. */
const PENDING = '?'

/** A journal in Redis, which can also wait for confirmations and forget a merchant. */
export interface RedisJournal extends Journal {
  /** Waits until Redis has confirmed the entries that were appended so far. Does not wait for an entry that was refused or lost. */
  confirmed(): Promise<void>
  /**
   * Takes a merchant off the list of merchants and clears its journal in one step.
   *
   * @param place If given, the merchant is forgotten only while it has this place on the list.
   */
  forget(mchid: string, place?: string): Promise<void>
}

/** Creates a journal in Redis, with the same limits as the journal in memory. All servers that use the Redis share the journal. */
export function createRedisJournal(redis: Redis, limits: JournalLimits, reader: RecordReader): RedisJournal {
  const channel = CHANNEL + redis.database
  const run = (script: Script, ...values: readonly string[]) => redis.run(script, KEYS, [OWN_ORDER, ...values])
  const put = (script: Script, ...values: readonly string[]) =>
    run(script, String(limits.entries), String(limits.ownBytes), String(limits.bytes), channel, ...values)
  const entryOf = (found: StoredEntry): JournalEntry => withDiagnosis(redis, found, reader.entry)

  const unconfirmed = createUnconfirmedEntries()
  const source = newsSource(redis, channel)
  const news = createJournalNews(source)
  const find = async (ids: readonly number[]) => {
    const found = await findStored(redis, ids)
    const diagnoses = new Map(found.map(({ id, diagnosis }) => [id, diagnosis]))
    for (const id of ids) news.noteRead(id, !diagnoses.has(id) ? 'absent' : diagnoses.get(id) === PENDING ? 'pending' : 'complete')
    return found
  }
  const findSummaries = async (ids: readonly number[]) =>
    (await find(ids)).map((found) => ({ mchid: found.mchid, entry: withDiagnosis(redis, found, reader.summary) }))

  return {
    append(mchid, { bytes, text, isDiagnosed }) {
      return unconfirmed.add(bytes, put(APPEND, mchid, String(bytes), text, isDiagnosed ? PENDING : '').then(Number))
    },
    sent: unconfirmed.sent,
    confirmed: unconfirmed.confirmed,
    async addDiagnosis(id, diagnosis) {
      const json = JSON.stringify(diagnosis)
      await put(DIAGNOSE, String(id), String(Buffer.byteLength(json)), json)
    },
    async entries(mchid, { before, count } = ALL_ENTRIES) {
      await unconfirmed.confirmed()
      const max = Number.isFinite(before) ? `(${before}` : '+inf'
      const parts = (await run(READ, mchid, max, String(Number.isFinite(count) ? count : -1))) as string[]
      return Array.from({ length: parts.length / 3 }, (_, index) => {
        const [id, text = '', diagnosis = ''] = parts.slice(3 * index, 3 * index + 3)
        return entryOf({ id: Number(id), mchid, text, diagnosis })
      })
    },
    async entry(mchid, id) {
      await unconfirmed.confirmed()
      const [found] = await find([id])
      return found?.mchid === mchid ? entryOf(found) : undefined
    },
    undiagnosed: source.undiagnosed,
    async clear(mchid) {
      await unconfirmed.confirmed()
      await run(CLEAR, mchid, '')
    },
    async forget(mchid, place) {
      await unconfirmed.confirmed()
      await run(CLEAR, mchid, 'gone', ...(place === undefined ? [] : [place]))
    },
    follow: (after) => news.follow(after, findSummaries),
  }
}

function newsSource(redis: Redis, channel: string): NewsSource & Pick<Journal, 'undiagnosed'> {
  return {
    listen: (hear, onReady) => redis.listen(channel, (message) => hear(Number(message)), onReady),
    lastId: async () => Number((await redis.command(LAST_ID, 'GET', LAST_ID)) ?? 0),
    idsAfter: async (id) => ((await redis.command(ORDER, 'ZRANGE', ORDER, `(${id}`, '+inf', 'BYSCORE')) as string[]).map(Number),
    async undiagnosed(ids) {
      if (ids.length === 0) return []
      const diagnoses = await readFields(
        redis,
        ids.map((id) => `d${id}`),
      )
      return ids.filter((_, index) => diagnoses[index] === PENDING)
    },
  }
}

/** An entry as Redis has it. */
interface StoredEntry {
  readonly id: number
  readonly mchid: string
  readonly text: string
  /** The diagnosis in JSON; `?` while it is being made; empty or `null` when there is none. */
  readonly diagnosis: string | null
}

async function findStored(redis: Redis, ids: readonly number[]): Promise<StoredEntry[]> {
  const parts = await readFields(
    redis,
    ids.flatMap((id) => [`${id}`, `m${id}`, `d${id}`]),
  )
  return ids.flatMap((id, index) => {
    const [text, owner, diagnosis = null] = parts.slice(3 * index, 3 * index + 3)
    return text && owner ? { id, mchid: owner.slice(0, owner.indexOf(' ')), text, diagnosis } : []
  })
}

async function readFields(redis: Redis, fields: readonly string[]): Promise<(string | null)[]> {
  return (await redis.command(ENTRIES, 'HMGET', ENTRIES, ...fields)) as (string | null)[]
}

function withDiagnosis<Read extends EntrySummary>(
  redis: Redis,
  { id, text, diagnosis }: StoredEntry,
  read: (text: string) => Omit<Read, 'id'>,
): Omit<Read, 'id'> & { id: number } {
  try {
    const entry = { id, ...read(text) }
    return diagnosis && diagnosis !== PENDING ? { ...entry, diagnosis: JSON.parse(diagnosis) } : entry
  } catch {
    throw new StoreAway(redis.place, `the entry ${id} in the hash ${ENTRIES}`, "has data that this server can't use")
  }
}
