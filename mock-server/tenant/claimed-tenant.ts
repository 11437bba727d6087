import { type Credentials, parseAuthorization } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Store } from '../store/store.ts'
import { OWN_CLOCK, type TenantTime, tenantTime } from './clock.ts'
import type { Tenant } from './tenant.ts'

/** Whose request it is by its own account, which nothing has verified yet. */
export interface Claim {
  /** What its Authorization says; `undefined` when that can't be read. */
  readonly credentials: Credentials | undefined
  /** `undefined` when there is no such merchant. */
  readonly tenant: Tenant | undefined
  /** What time it is for it; the server's own for nobody's. */
  readonly time: TenantTime
  /** The server's own time, milliseconds since 1970. */
  readonly received: number
}

/** Finds the tenant whose number a request names, however badly the rest of its credentials is written. */
export async function claimedTenant({ headers }: HttpRequest, store: Store, now: number): Promise<Claim> {
  const credentials = readCredentials(headers['authorization'])
  const mchid = credentials?.mchid ?? mchidIn(headers['authorization'])
  const tenant = mchid === undefined ? undefined : (await store.read(mchid, 'tenant'))?.value
  return { credentials, tenant, time: tenantTime(tenant?.clock ?? OWN_CLOCK, now), received: now }
}

function readCredentials(authorization: string | undefined): Credentials | undefined {
  try {
    return parseAuthorization(authorization)
  } catch {
    return undefined
  }
}

function mchidIn(authorization = ''): string | undefined {
  return /\bmchid\s*=\s*["']?(\d{1,32})\b/.exec(authorization)?.[1]
}
