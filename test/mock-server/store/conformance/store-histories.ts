import fc from 'fast-check'
import type { RecordKey, TenantState } from '../../../../mock-server/store/records.ts'
import type { Store } from '../../../../mock-server/store/store.ts'
import { tenantOf } from '../stored-tenant.ts'
import type { Call } from './linearizable.ts'

/** The records of a merchant. Each record is shown as the number in it, or as `null` if it does not exist. No number is written twice. */
export interface State {
  readonly tenant: number | null
  readonly calls: number | null
  readonly signed: number | null
}

export const GONE: State = { tenant: null, calls: null, signed: null }

/** A call that a client makes to the store. */
export type Action = 'read' | 'write' | 'delete' | 'read tenant' | 'replace' | 'read all' | 'remove'

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<Action>('read', 'write', 'read tenant', 'replace', 'read all') },
    { weight: 1, arbitrary: fc.constantFrom<Action>('delete', 'remove') },
  ),
  { minLength: 4, maxLength: 10 },
)

/** Returns a new number for each moment and for each written value. All clients share one counter. */
export interface Counter {
  next(): number
}

const MCHID = '1'
const SIGNED: RecordKey<'signed'> = { mchid: MCHID, kind: 'signed' }

/** A record as the client read it last: its version, and the number in it. */
interface Seen {
  readonly version: number | undefined
  readonly number: number | null
}

const UNSEEN: Seen = { version: undefined, number: null }

/** Runs the actions one after another, and returns the calls with their results. */
export async function historyOf(chosen: readonly Action[], store: Store, counter: Counter): Promise<Call<State>[]> {
  const calls: Call<State>[] = []
  let [signed, tenant] = [UNSEEN, UNSEEN]
  for (const action of chosen) {
    const value = counter.next()
    const began = counter.next()
    const isSame = (results: Partial<State>) => (state: State) =>
      Object.entries(results).every(([part, result]) => state[part as keyof State] === result) ? state : undefined
    const ended = (after: Call<State>['after']) => calls.push({ name: action, began, ended: counter.next(), after })
    if (action === 'read') {
      const stored = await store.read(SIGNED)
      signed = { version: stored?.version, number: stored?.value ?? null }
      ended(isSame({ signed: signed.number }))
    } else if (action === 'write' || action === 'delete') {
      const next = action === 'delete' ? null : value
      const isWritten = await store.swap(SIGNED, signed.version, next ?? undefined)
      ended(swapped(signed.number, next, isWritten))
    } else if (action === 'read tenant') {
      const stored = await store.read({ mchid: MCHID, kind: 'tenant' })
      tenant = { version: stored?.version, number: stored?.value.issued ?? null }
      ended(isSame({ tenant: tenant.number }))
    } else if (action === 'replace') {
      ended(replaced(tenant.number, value, await store.replace(tenant.version, stateWith(value))))
    } else if (action === 'read all') {
      const state = await store.readAll(MCHID)
      ended(isSame({ tenant: state?.tenant.issued ?? null, calls: state ? (state.calls[0]?.none ?? null) : null }))
    } else {
      const existed = await store.remove(MCHID)
      ended((state) => ((state.tenant !== null) === existed ? GONE : undefined))
    }
  }
  return calls
}

function swapped(seen: number | null, next: number | null, isWritten: boolean): Call<State>['after'] {
  return (state) => {
    if (isWritten !== (state.tenant !== null && state.signed === seen)) return undefined
    return isWritten ? { ...state, signed: next } : state
  }
}

function replaced(seen: number | null, value: number, isWritten: boolean): Call<State>['after'] {
  return (state) => {
    if (isWritten !== (state.tenant === seen)) return undefined
    return isWritten ? { ...state, tenant: value, calls: value } : state
  }
}

function stateWith(value: number): TenantState {
  const { tenant, ...rest } = tenantOf(MCHID)
  return {
    ...rest,
    tenant: { ...tenant, issued: value },
    calls: [{ operation: '', hour: 0, public_key: 0, certificate: 0, none: value }],
  }
}
