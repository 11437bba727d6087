import { Buffer } from 'node:buffer'
import { setTimeout } from 'node:timers/promises'
import { wholeCharacters } from '../../contracts/shown-message.ts'
import type { JournalEntry } from '../store/records.ts'
import { UNCLAIMED } from '../store/store.ts'
import { readTenant } from './change-tenant.ts'
import { notFound, refused } from './control-error.ts'
import type { ControlContext, ControlHandlers, ControlInput } from './control-handler.ts'
import { operationId } from './operation-id.ts'

/** A list shows at most this many bytes of each body. */
const LISTED_BYTES = 4_096

export const requests: ControlHandlers<
  'listRequests' | 'readRequest' | 'clearRequests' | 'listUnclaimedRequests' | 'readUnclaimedRequest' | 'clearUnclaimedRequests'
> = {
  async listRequests({ path, query }, context) {
    await readTenant(path.mchid, context.store)
    return { requests: (await diagnosed(path.mchid, query, context)).map(listed) }
  },
  async readRequest({ path }, context) {
    await readTenant(path.mchid, context.store)
    return one(path.mchid, path.id, context)
  },
  async clearRequests({ path }, { store }) {
    await readTenant(path.mchid, store)
    await store.journal.clear(path.mchid)
    return undefined
  },
  async listUnclaimedRequests({ query }, context) {
    return { requests: (await diagnosed(UNCLAIMED, query, context)).map(listed) }
  },
  readUnclaimedRequest: async ({ path }, context) => one(UNCLAIMED, path.id, context),
  async clearUnclaimedRequests(_, { store }) {
    await store.journal.clear(UNCLAIMED)
    return undefined
  },
}

async function one(mchid: string, id: number, { store, diagnoses }: ControlContext): Promise<JournalEntry> {
  await diagnoses.settled([Number(id)])
  await diagnosedElsewhere([Number(id)], store)
  const entry = await store.journal.entry(mchid, Number(id))
  if (!entry) throw notFound('request', String(id))
  return entry
}

function listed({ body, message, answer, ...entry }: JournalEntry): JournalEntry {
  const short = body && beginning(body)
  // The signature message ends with the body and a line feed.
  const built = message && short !== body ? `${message.slice(0, -1 - (body ?? '').length)}${short}\n` : message
  return { ...entry, body: short, message: built, answer: { ...answer, body: beginning(answer.body) } }
}

function beginning(text: string): string {
  if (text.length <= LISTED_BYTES / 3) return text
  const bytes = Buffer.from(text)
  return bytes.length <= LISTED_BYTES ? text : wholeCharacters(bytes.subarray(0, LISTED_BYTES))
}

type Query = ControlInput<'listRequests'>['query']

async function diagnosed(mchid: string, query: Query, { store, diagnoses, api }: ControlContext): Promise<JournalEntry[]> {
  const selection = query.operation === undefined ? query : { ...query, operation: operationId(query.operation, api, '/query/operation') }
  const selected = select(await store.journal.entries(mchid), selection)
  const ids = selected.map(({ id }) => id)
  const waited = [await diagnoses.settled(ids), await diagnosedElsewhere(ids, store)]
  return waited.includes(true) ? select(await store.journal.entries(mchid), selection) : selected
}

/**
 * A read waits about this many milliseconds for a diagnosis that another server makes. If the diagnosis takes longer, that server has probably
 * been killed.
 */
const ELSEWHERE_MILLISECONDS = 10_000
const POLL_MILLISECONDS = 50

/**
 * Waits for diagnoses that other servers with the same store make. Returns whether any diagnosis was pending. Gives up a diagnosis that
 * does not come in time, so that later reads don't wait for it.
 */
async function diagnosedElsewhere(ids: readonly number[], { journal }: Pick<ControlContext['store'], 'journal'>): Promise<boolean> {
  let pending = await journal.undiagnosed(ids)
  const isPending = pending.length > 0
  for (let waited = 0; pending.length > 0 && waited < ELSEWHERE_MILLISECONDS; waited += POLL_MILLISECONDS) {
    await setTimeout(POLL_MILLISECONDS)
    pending = await journal.undiagnosed(pending)
  }
  for (const id of pending) await journal.addDiagnosis(id, null)
  return isPending
}

function select(all: readonly JournalEntry[], { operation, status, code, since, limit }: Query): JournalEntry[] {
  const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since)
  if (Number.isNaN(from)) throw refused('/query/since', since, 'be a time, such as 2026-01-31T08:30:00.000Z')
  const entries = all.filter(
    (entry) =>
      (operation === undefined || entry.operation === operation) &&
      (status === undefined || entry.status === Number(status)) &&
      (code === undefined || entry.code === code) &&
      Date.parse(entry.time) >= from,
  )
  return limit === undefined ? entries : entries.slice(0, Number(limit))
}
