import { type Journal, type JournalEntry, UNCLAIMED } from '../store/store.ts'
import { readTenant } from './change-tenant.ts'
import { refused } from './control-error.ts'
import type { ControlHandlers, ControlInput } from './control-handler.ts'

export const requests: ControlHandlers<'listRequests' | 'clearRequests' | 'listUnclaimedRequests' | 'clearUnclaimedRequests'> = {
  async listRequests({ path, query }, { store }) {
    await readTenant(path.mchid, store)
    return { requests: await select(store.journal, path.mchid, query) }
  },
  async clearRequests({ path }, { store }) {
    await readTenant(path.mchid, store)
    await store.journal.clear(path.mchid)
    return undefined
  },
  async listUnclaimedRequests({ query }, { store }) {
    return { requests: await select(store.journal, UNCLAIMED, query) }
  },
  async clearUnclaimedRequests(_, { store }) {
    await store.journal.clear(UNCLAIMED)
    return undefined
  },
}

type Query = ControlInput<'listRequests'>['query']

async function select(journal: Journal, mchid: string, { operation, status, code, since, limit }: Query): Promise<JournalEntry[]> {
  const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since)
  if (Number.isNaN(from)) throw refused('/query/since', since, 'be a time, as 2026-01-31T08:30:00.000Z')
  const entries = (await journal.entries(mchid)).filter(
    (entry) =>
      (operation === undefined || entry.operation === operation) &&
      (status === undefined || entry.status === Number(status)) &&
      (code === undefined || entry.code === code) &&
      Date.parse(entry.time) >= from,
  )
  return limit === undefined ? entries : entries.slice(0, Number(limit))
}
