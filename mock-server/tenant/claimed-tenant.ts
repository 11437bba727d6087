import { Buffer } from 'node:buffer'
import { ApiError, type Credentials, parseAuthorization } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import { isDistant, readAhead } from '../store/read-ahead.ts'
import type { RecordKey, Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { StoreAway } from '../store/store-away.ts'
import { OWN_CLOCK, type TenantTime, tenantTime } from './clock.ts'

/** The tenant that a request claims to come from; not yet verified. */
export interface Claim extends ReadCredentials {
  /** The merchant ID that the request names, known or not; `undefined` when it names none. */
  readonly mchid: string | undefined
  /** `undefined` when the request names no existing merchant, or when the merchant could not be read. */
  readonly tenant: Tenant | undefined
  /** The error if the tenant could not be read: a {@link StoreAway}, or an error that shows a bug. Otherwise `undefined`. */
  readonly away: unknown
  /** The tenant's time, or the server's own time when `tenant` is `undefined`. */
  readonly time: TenantTime
  /** When the request was received, by the server's own time, in milliseconds since 1970. */
  readonly received: number
  /** The store. If the store is in the network, the records that the request will probably need have already been read. */
  readonly store: Store
}

interface ReadCredentials {
  /** The credentials in the Authorization header; `undefined` when the header can't be parsed. */
  readonly credentials: Credentials | undefined
  /** Why the header can't be parsed; `undefined` when it was parsed. */
  readonly unreadable: ApiError | undefined
}

/** Finds the tenant that a request names, even if the rest of its credentials is malformed. */
export async function claimedTenant({ headers, body }: HttpRequest, store: Store, now: number): Promise<Claim> {
  const read = readCredentials(headers['authorization'])
  const mchid = read.credentials?.mchid ?? mchidIn(headers['authorization'])
  const { ahead, tenant, away } = mchid === undefined ? { ahead: store, ...UNNAMED } : await readTenant(mchid, body, store)
  return { ...read, mchid, tenant, away, time: tenantTime(tenant?.clock ?? OWN_CLOCK, now), received: now, store: ahead }
}

const UNNAMED = { tenant: undefined, away: undefined }

/**
 * Reads the tenant of a merchant. If the store fails, returns the error instead of throwing it, because a request with malformed
 * credentials can be refused without the tenant.
 */
async function readTenant(mchid: string, body: Uint8Array | undefined, store: Store) {
  try {
    const ahead = isDistant(store) ? await readAhead(store, likelyRecords(mchid, body)) : store
    return { ahead, tenant: (await ahead.read({ mchid, kind: 'tenant' }))?.value, away: undefined }
  } catch (error) {
    return { ahead: store, tenant: undefined, away: error }
  }
}

/** The sub-merchant ID is looked for in this many bytes at the start of the body. If it is not there, another read is needed later. */
const SEARCHED_BYTES = 1_024

/** The records that a request of this merchant probably needs. */
function likelyRecords(mchid: string, body: Uint8Array = Buffer.alloc(0)): RecordKey[] {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, SEARCHED_BYTES)).toString('latin1')
  const id = /"sub_mchid"\s*:\s*"(\d{1,32})"/.exec(start)?.[1]
  return [{ mchid, kind: 'tenant' }, { mchid, kind: 'faults' }, ...(id === undefined ? [] : [{ mchid, kind: 'sub_merchant', id } as const])]
}

function readCredentials(authorization: string | undefined): ReadCredentials {
  try {
    return { credentials: parseAuthorization(authorization), unreadable: undefined }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { credentials: undefined, unreadable: error }
  }
}

function mchidIn(authorization = ''): string | undefined {
  return /\bmchid\s*=\s*["']?(\d{1,32})\b/.exec(authorization)?.[1]
}
