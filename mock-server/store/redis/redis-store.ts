import { randomInt, randomUUID } from 'node:crypto'
import { createRecentlyUsed } from '../recently-used.ts'
import type { RecordKey, Records, SubMerchant, TenantState } from '../records.ts'
import type { Journal, Store, Stored } from '../store.ts'
import { StoreAway } from '../store-away.ts'
import { WrongState } from '../wrong-state.ts'
import { CREATE, FORGET, HOLD, RELEASE, REPLACE, SWAP } from './record-scripts.ts'
import type { Redis } from './redis.ts'
import { ALL, holderOf, MERCHANTS, recordsOf } from './redis-keys.ts'

/** The format version of all data in Redis. A server refuses to use data of another format version. */
const FORMAT = '1'

const FORMAT_KEY = `${ALL}format`
/** The key of a counter: how many numbers `nextNumber` has returned. */
const NUMBERS = `${ALL}numbers`
/** The key of a set: the merchants that may still have notifications to send. */
const NOTIFYING = `${ALL}notifying`

/**
 * The number of parsed tenant records that are kept, so that an unchanged record is not parsed again for each call. The JSON of a tenant
 * record has about four kilobytes.
 */
const PARSED_LIMIT = 1_000

/**
 * Checks a record that another program may have written.
 *
 * @throws {WrongState} When the record is wrong. The message contains no private key.
 */
export type CheckRecord = (key: RecordKey, value: unknown) => Promise<void>

/**
 * Creates a store in Redis, which several servers can share. Each merchant has one hash, and each record of the merchant is a field of this
 * hash. Scripts change the hash atomically.
 *
 * @param journal The journal of the store, in the same Redis.
 * @param check Checks each record that is read.
 * @throws {Error} When the data in Redis has another format version.
 * @throws {StoreAway} When Redis can't be used.
 */
export async function createRedisStore(
  redis: Redis,
  journal: Journal & { forget(mchid: string, place?: string): Promise<void>; confirmed(): Promise<void> },
  check: CheckRecord = async () => undefined,
): Promise<Store> {
  await checkFormat(redis)
  const parsed = createParsed()
  const checked = createChecked(check)
  const recordIn = async (key: RecordKey, text: string | null) => {
    if (text === null) return undefined
    const { mchid, kind } = key
    const stored = usable(mchid, fieldOf(key), () => (kind === 'tenant' ? parsed(mchid, text) : storedIn(text)))
    await checkedValue(key, stored.value)
    return stored
  }
  const checkedValue = async (key: RecordKey, value: unknown) => {
    await checked(key, value).catch((error) => {
      throw error instanceof WrongState ? wrong(`the record ${fieldOf(key)} in the hash ${recordsOf(key.mchid)}: ${error.message}`) : error
    })
  }
  const wrong = (what: string) => new StoreAway(redis.place, what, "has data that this server can't use")
  /**
   * Returns the result of `read`, which parses a record. If `read` fails, throws an error that names the record. The error does not show
   * the text of the record, because the text may contain a private key.
   */
  const usable = <Value>(mchid: string, field: string, read: () => Value): Value => {
    try {
      return read()
    } catch {
      throw wrong(`the record ${field} in the hash ${recordsOf(mchid)}`)
    }
  }
  /** The name of this process among the processes that use the store. */
  const holder = randomUUID()
  const notifies = async (mchid: string) => {
    await redis.command(NOTIFYING, 'SADD', NOTIFYING, mchid)
  }
  /**
   * Takes a merchant off the list of merchants if the merchant has no records. Such a merchant can be on the list after it was created and
   * removed at the same time, because a cluster keeps the list and the records on different servers. The place on the list is read first.
   * If the merchant is created again meanwhile, it gets another place and stays on the list.
   */
  const settle = async (mchid: string) => {
    const place = (await redis.command(MERCHANTS, 'ZSCORE', MERCHANTS, mchid)) as string | null
    if (place === null || (await redis.command(recordsOf(mchid), 'HEXISTS', recordsOf(mchid), 'tenant')) === 1) return
    await journal.forget(mchid, place)
  }
  const list = async (mchid: string, ...again: readonly 'again'[]) => {
    await redis.run(CREATE, [MERCHANTS, `${ALL}made`], [mchid, ...again])
    await settle(mchid)
  }

  return {
    journal,
    async read<Kind extends keyof Records>(key: RecordKey<Kind>) {
      const text = (await redis.command(recordsOf(key.mchid), 'HGET', recordsOf(key.mchid), fieldOf(key))) as string | null
      return (await recordIn(key, text)) as Stored<Records[Kind]> | undefined
    },
    async readSeveral(keys) {
      const name = recordsOf(keys[0]?.mchid ?? '')
      const texts = (await redis.command(name, 'HMGET', name, ...keys.map(fieldOf))) as (string | null)[]
      return (await Promise.all(keys.map((key, index) => recordIn(key, texts[index] ?? null)))) as Stored<Records[keyof Records]>[]
    },
    async swap(key, seen, value) {
      const { mchid, kind } = key
      // Adds the merchant to the set NOTIFYING before the write, because this process may crash after the write. Adds it again after the
      // write, because another process may meanwhile have found nothing to send and removed the merchant from the set.
      if (kind === 'notifications') await notifies(mchid)
      const values = [fieldOf(key), String(seen ?? ''), String(newVersion()), value === undefined ? '' : JSON.stringify(value)]
      const isWritten = (await redis.run(SWAP, [recordsOf(mchid)], values)) === 1
      if (kind === 'notifications' && isWritten) await notifies(mchid)
      return isWritten
    },
    async readAll(mchid) {
      const reply = (await redis.command(recordsOf(mchid), 'HGETALL', recordsOf(mchid))) as string[]
      const values: [string, unknown][] = []
      const state = stateIn(reply, (field, text) => {
        const parts = usable(mchid, field, () => partsOf(text))
        values.push([field, parts.value])
        return parts
      })
      for (const [field, value] of values) await checkedValue(keyOf(mchid, field), value)
      return state
    },
    async replace(seen, state) {
      const { mchid } = state.tenant
      const fields = fieldsOf(state)
      const values = [String(seen ?? ''), String(newVersion()), state.sub_merchants ? 'all' : '', ...fields]
      const isWritten = (await redis.run(REPLACE, [recordsOf(mchid)], values)) === 1
      // A merchant that already exists is also put on the list: the process that created it may have been killed before doing so.
      if (seen === undefined) await (isWritten ? list(mchid) : list(mchid, 'again'))
      return isWritten
    },
    async remove(mchid) {
      await journal.forget(mchid)
      const removed = await redis.run(FORGET, [recordsOf(mchid)], [])
      await settle(mchid)
      await redis.command(NOTIFYING, 'SREM', NOTIFYING, mchid)
      return removed === 1
    },
    async mchids() {
      return (await redis.command(MERCHANTS, 'ZRANGE', MERCHANTS, '0', '-1')) as string[]
    },
    async nextNumber() {
      const number = Number(await redis.command(ALL, 'INCR', NUMBERS)) - 1
      if (number >= 0 && Number.isSafeInteger(number)) return number
      throw wrong(`the count ${NUMBERS}`)
    },
    async hold(mchid, milliseconds) {
      return (await redis.run(HOLD, [holderOf(mchid)], [holder, String(milliseconds)])) === 1
    },
    async release(mchid) {
      await redis.run(RELEASE, [holderOf(mchid)], [holder])
    },
    async notifying() {
      return (await redis.command(NOTIFYING, 'SMEMBERS', NOTIFYING)) as string[]
    },
    async rest(mchid) {
      await redis.command(NOTIFYING, 'SREM', NOTIFYING, mchid)
    },
    async check() {
      // Since this server started, somebody may have emptied the database and started a server that writes another format.
      await checkFormat(redis).catch((error) => {
        throw error instanceof StoreAway ? error : wrong('records of another format')
      })
    },
    close: () => journal.confirmed().then(redis.close),
  }
}

async function checkFormat(redis: Redis): Promise<void> {
  await redis.command(FORMAT_KEY, 'SET', FORMAT_KEY, FORMAT, 'NX')
  const format = await redis.command(FORMAT_KEY, 'GET', FORMAT_KEY)
  if (format === FORMAT) return
  throw new Error(
    `The store ${redis.place} has records of format ${format}, and this version of the server uses format ${FORMAT}: use another database, or empty this one`,
  )
}

/** A random version of 48 bits, so that a version hardly ever occurs twice, even when a record is removed and created again. */
function newVersion(): number {
  return randomInt(2 ** 48 - 1)
}

function fieldOf({ kind, id }: RecordKey): string {
  return id === undefined ? kind : `${kind}:${id}`
}

function keyOf(mchid: string, field: string): RecordKey {
  const [kind, id] = field.split(':') as [RecordKey['kind'], string?]
  return { mchid, kind, ...(id !== undefined && { id }) }
}

const SUB_MERCHANT = 'sub_merchant:'

/** The field and the JSON of each record, alternating. */
function fieldsOf({ tenant, sub_merchants = [], faults, notifications, calls }: Partial<TenantState>): string[] {
  const single = Object.entries({ tenant, faults, notifications, calls }).filter(([, value]) => value !== undefined)
  const own = sub_merchants.map((record) => [SUB_MERCHANT + record.sub_mchid, record] as const)
  return [...single, ...own].flatMap(([field, value]) => [field, JSON.stringify(value)])
}

/** Returns a check that skips a tenant object that it has already accepted. The same parsed object is used for many calls. */
function createChecked(check: CheckRecord): CheckRecord {
  const right = new WeakSet<object>()
  return async (key, value) => {
    if (typeof value === 'object' && value !== null && right.has(value)) return
    await check(key, value)
    if (key.kind === 'tenant') right.add(value as object)
  }
}

/** A record as it is in Redis. */
interface Parts {
  readonly version: number
  /** The place of the record in the order in which the merchant's records were created. */
  readonly created: number
  readonly value: unknown
}

/**
 * Parses the text of a record in Redis. Refuses a version that JavaScript would write differently, such as `007`. Versions are compared as
 * text, so a change of this record would be refused and retried for ever.
 *
 * @throws {Error} When the text is not a record.
 */
function partsOf(text: string): Parts {
  const [start = '', version, created] = RECORD_START.exec(text) ?? []
  const value = JSON.parse(text.slice(start.length))
  if (start === '' || value === null) throw new Error('The text is no record')
  return { version: Number(version), created: Number(created), value }
}

const RECORD_START = /^(0|[1-9]\d{0,14}) (\d{1,15}) /

function storedIn(text: string): Stored<unknown> {
  const { version, value } = partsOf(text)
  return { version, value }
}

/** Returns a function that parses a merchant's tenant record. If the text is unchanged since the last call, it is not parsed again. */
function createParsed(): (mchid: string, text: string) => Stored<unknown> {
  const kept = createRecentlyUsed<{ readonly text: string; readonly stored: Stored<unknown> }>(PARSED_LIMIT)
  return (mchid, text) => {
    const last = kept.get(mchid)
    return kept.use(mchid, last?.text === text ? last : { text, stored: storedIn(text) }).stored
  }
}

/**
 * Returns the state of a merchant; `undefined` when the merchant does not exist, or when one of its required records is missing.
 *
 * @param reply The fields and values of the merchant's hash, alternating.
 * @param read Parses the text of a field.
 */
function stateIn(reply: readonly string[], read: (field: string, text: string) => Parts): TenantState | undefined {
  const texts = new Map<string, string>()
  for (let index = 0; index < reply.length; index += 2) texts.set(String(reply[index]), String(reply[index + 1]))
  const record = <Kind extends keyof Records>(kind: Kind) => {
    const text = texts.get(kind)
    return text === undefined ? undefined : (read(kind, text).value as Records[Kind])
  }
  const [tenant, faults, notifications] = [record('tenant'), record('faults'), record('notifications')]
  if (!tenant || !faults || !notifications) return undefined
  const own = [...texts].filter(([field]) => field.startsWith(SUB_MERCHANT)).map(([field, text]) => read(field, text))
  const inOrder = own.toSorted((one, other) => one.created - other.created).map(({ value }) => value as SubMerchant)
  return { tenant, sub_merchants: inOrder, faults, notifications, calls: record('calls') ?? [] }
}
