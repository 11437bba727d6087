import type { JournalEntry } from '../store/records.ts'
import { UNCLAIMED } from '../store/store.ts'
import { readTenant } from './change-tenant.ts'
import { refused } from './control-error.ts'
import type { ControlContext, ControlHandlers, ControlInput } from './control-handler.ts'
import { operationId } from './operation-id.ts'

export const requests: ControlHandlers<'listRequests' | 'clearRequests' | 'listUnclaimedRequests' | 'clearUnclaimedRequests'> = {
  async listRequests({ path, query }, context) {
    await readTenant(path.mchid, context.store)
    return { requests: await diagnosed(path.mchid, query, context) }
  },
  async clearRequests({ path }, { store }) {
    await readTenant(path.mchid, store)
    await store.journal.clear(path.mchid)
    return undefined
  },
  async listUnclaimedRequests({ query }, context) {
    return { requests: await diagnosed(UNCLAIMED, query, context) }
  },
  async clearUnclaimedRequests(_, { store }) {
    await store.journal.clear(UNCLAIMED)
    return undefined
  },
}

type Query = ControlInput<'listRequests'>['query']

/** Returns the selected entries after waiting for their pending diagnoses. */
async function diagnosed(mchid: string, query: Query, { store, diagnoses, api }: ControlContext): Promise<JournalEntry[]> {
  const selection = query.operation === undefined ? query : { ...query, operation: operationId(query.operation, api, '/query/operation') }
  const selected = select(await store.journal.entries(mchid), selection)
  const waited = await diagnoses.settled(selected.map(({ id }) => id))
  return waited ? select(await store.journal.entries(mchid), selection) : selected
}

function select(all: readonly JournalEntry[], { operation, status, code, since, limit }: Query): JournalEntry[] {
  const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since)
  if (Number.isNaN(from)) throw refused('/query/since', since, 'be a time, as 2026-01-31T08:30:00.000Z')
  const entries = all.filter(
    (entry) =>
      (operation === undefined || entry.operation === operation) &&
      (status === undefined || entry.status === Number(status)) &&
      (code === undefined || entry.code === code) &&
      Date.parse(entry.time) >= from,
  )
  return limit === undefined ? entries : entries.slice(0, Number(limit))
}
