import { ApiError, type Credentials, parseAuthorization } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { OWN_CLOCK, type TenantTime, tenantTime } from './clock.ts'

/** The tenant a request claims; not yet verified. */
export interface Claim extends ReadCredentials {
  /** The merchant ID that the request names, known or not. */
  readonly mchid: string | undefined
  /** `undefined` when no such merchant exists. */
  readonly tenant: Tenant | undefined
  /** The time of that merchant, or the server's own time when there is no such merchant. */
  readonly time: TenantTime
  /** The server's own time, milliseconds since 1970. */
  readonly received: number
}

interface ReadCredentials {
  /** The credentials in the Authorization header; `undefined` when it can't be parsed. */
  readonly credentials: Credentials | undefined
  /** Why the header can't be parsed. */
  readonly unreadable: ApiError | undefined
}

/** Finds the tenant that a request names, even if the rest of its credentials is malformed. */
export async function claimedTenant({ headers }: HttpRequest, store: Store, now: number): Promise<Claim> {
  const read = readCredentials(headers['authorization'])
  const mchid = read.credentials?.mchid ?? mchidIn(headers['authorization'])
  const tenant = mchid === undefined ? undefined : (await store.read({ mchid, kind: 'tenant' }))?.value
  return { ...read, mchid, tenant, time: tenantTime(tenant?.clock ?? OWN_CLOCK, now), received: now }
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
