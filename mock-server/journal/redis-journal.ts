import { Buffer } from 'node:buffer'
import type { JournalEntry } from '../store/records.ts'
import type { Redis, Script } from '../store/redis/redis.ts'
import { ALL, MERCHANTS } from '../store/redis/redis-keys.ts'
import type { FollowedEntry, Journal, ReadEntry } from '../store/store.ts'
import { createFollowers, followed } from './followers.ts'
import { APPEND, CLEAR, DIAGNOSE, READ } from './journal-scripts.ts'
import type { JournalLimits } from './memory-journal.ts'

const ENTRIES = `${ALL}journal`
const ORDER = `${ENTRIES}:order`
const LAST_ID = `${ENTRIES}:last`
/** In the order that the scripts expect. */
const KEYS = [ENTRIES, ORDER, `${ENTRIES}:bytes`, LAST_ID, MERCHANTS]
const OWN_ORDER = `${ENTRIES}:of:`
/** A channel is not a key: all servers of a cluster pass its messages on, and all databases of a server share it. */
const CHANNEL = 'goldplan:journal:'

/** How many entries without their diagnosis are looked at again after the connection was lost. */
const AWAITED_LIMIT = 1_000

/** Stands for a diagnosis that is being made. */
const PENDING = '?'

/** A journal that can also forget a merchant. */
export interface RedisJournal extends Journal {
  /**
   * Takes a merchant off the list of merchants and clears its journal, at once.
   *
   * @param place When given, this happens only while the merchant has this place on the list.
   */
  forget(mchid: string, place?: string): Promise<void>
}

/** Creates the journals in Redis, with the same limits as in memory. Each server reads the requests that any of them has received. */
export function createRedisJournal(redis: Redis, limits: JournalLimits, readEntry: ReadEntry): RedisJournal {
  const followers = createFollowers()
  const channel = CHANNEL + redis.database
  const run = (script: Script, ...values: readonly string[]) => redis.run(script, KEYS, [OWN_ORDER, ...values])
  const put = (script: Script, ...values: readonly string[]) =>
    run(script, String(limits.entries), String(limits.ownBytes), String(limits.bytes), channel, ...values)
  const idsAfter = async (id: number) =>
    ((await redis.command(ORDER, 'ZRANGE', ORDER, `(${id}`, '+inf', 'BYSCORE')) as string[]).map(Number)
  const lastId = async () => Number((await redis.command(LAST_ID, 'GET', LAST_ID)) ?? 0)
  const entryOf = (id: number, text: string, diagnosis: string | null): JournalEntry => {
    const entry = { id, ...readEntry(text) }
    return diagnosis && diagnosis !== PENDING ? { ...entry, diagnosis: JSON.parse(diagnosis) } : entry
  }
  const undiagnosed = async (ids: readonly number[]) => {
    if (ids.length === 0) return []
    const diagnoses = (await redis.command(ENTRIES, 'HMGET', ENTRIES, ...ids.map((id) => `d${id}`))) as (string | null)[]
    return ids.filter((_, index) => diagnoses[index] === PENDING)
  }
  /** The entries whose diagnosis was still being made when a follower read them. */
  const awaited = new Set<number>()
  const find = async (id: number): Promise<FollowedEntry | undefined> => {
    const [text, owner, diagnosis] = (await redis.command(ENTRIES, 'HMGET', ENTRIES, `${id}`, `m${id}`, `d${id}`)) as (string | null)[]
    if (diagnosis === PENDING) awaited.add(id)
    else awaited.delete(id)
    if (awaited.size > AWAITED_LIMIT) awaited.delete([...awaited][0] ?? 0)
    if (!text || !owner) return undefined
    return { mchid: owner.slice(0, owner.indexOf(' ')), entry: entryOf(id, text, diagnosis ?? null) }
  }
  let told = 0
  const tell = (id: number) => {
    told = Math.max(told, id)
    followers.tell(id)
  }
  let heard = 0
  let isCatchingUp = false
  /** Tells what was published while the connection was lost. IDs have no gaps, so a message whose ID leaves one out shows that messages are missing. */
  const catchUp = async () => {
    if (isCatchingUp) return
    isCatchingUp = true
    try {
      const pending = await undiagnosed([...awaited])
      for (const id of [...awaited].filter((each) => !pending.includes(each))) tell(id)
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
    // A lower ID is that of a diagnosis.
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

  return {
    async append(mchid, { bytes, text, isDiagnosed }) {
      return Number(await put(APPEND, mchid, String(bytes), text, isDiagnosed ? PENDING : ''))
    },
    async addDiagnosis(id, diagnosis) {
      const json = JSON.stringify(diagnosis)
      await put(DIAGNOSE, String(id), String(Buffer.byteLength(json)), json)
    },
    async entries(mchid, { before, count } = { before: Number.POSITIVE_INFINITY, count: Number.POSITIVE_INFINITY }) {
      const max = Number.isFinite(before) ? `(${before}` : '+inf'
      const parts = (await run(READ, mchid, max, String(Number.isFinite(count) ? count : -1))) as string[]
      return Array.from({ length: parts.length / 3 }, (_, index) => {
        const [id, text = '', diagnosis = ''] = parts.slice(3 * index, 3 * index + 3)
        return entryOf(Number(id), text, diagnosis)
      })
    },
    async entry(mchid, id) {
      const found = await find(id)
      return found?.mchid === mchid ? found.entry : undefined
    },
    undiagnosed,
    async clear(mchid) {
      await run(CLEAR, mchid, '')
    },
    async forget(mchid, place) {
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
      return followed(followers.add(await idsAfter(first)), find, last)
    },
  }
}
