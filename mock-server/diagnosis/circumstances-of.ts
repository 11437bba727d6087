import { Buffer } from 'node:buffer'
import { type Circumstances, KEY_LIMIT, type KnownKey } from '../../contracts/index.ts'
import type { HttpRequest } from '../edge/http-exchange.ts'
import type { Tenant } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { Claim } from '../tenant/claimed-tenant.ts'
import type { PlatformKeys } from '../tenant/platform.ts'

/** How many earlier bodies of the same merchant a diagnosis gets, and among how many requests they are looked for: entries are written when they are read. */
const BODIES = 8
const REQUESTS = 50

/** What the server knows beside a request that was refused: the merchant's certificates first, the platform's, then other merchants'. */
export async function circumstancesOf(
  { headers }: HttpRequest,
  { tenant, time }: Claim,
  id: number,
  { store, platformKeys }: { readonly store: Store; readonly platformKeys: PlatformKeys },
): Promise<Circumstances> {
  const known = [...(tenant ? certificatesOf(tenant) : []), ...keysOfPlatform(platformKeys)]
  const others = await otherTenants(tenant, store, KEY_LIMIT - known.length)
  return {
    now: time.gateway,
    keys: [...known, ...others.flatMap((other) => certificatesOf(other).slice(0, 1))],
    previousBodies: tenant ? await bodiesBefore(id, tenant.mchid, store) : [],
    ...(headers['host'] !== undefined && { host: headers['host'] }),
    subMchids: [...(tenant ? [tenant] : []), ...others].flatMap(({ sub_mchids }) => sub_mchids),
  }
}

/** The newest first. */
function certificatesOf({ mchid, certificates }: Tenant): KnownKey[] {
  return certificates.map(({ serial_no, certificate, status }) => ({ mchid, serial: serial_no, pem: certificate, status })).reverse()
}

function keysOfPlatform({ certificates, publicKey }: PlatformKeys): KnownKey[] {
  const issued = [...certificates.values()].map(({ serial, certificate }) => ({ mchid: null, serial, pem: certificate }))
  return [...issued.reverse(), { mchid: null, serial: publicKey.serial, pem: publicKey.publicKey }]
}

/** Those that came last, the last one first. */
async function otherTenants(own: Tenant | undefined, store: Store, count: number): Promise<Tenant[]> {
  const mchids = (await store.mchids()).filter((mchid) => mchid !== own?.mchid)
  const records = await Promise.all(mchids.slice(-Math.max(count, 1)).map((mchid) => store.read({ mchid, kind: 'tenant' })))
  return records.flatMap((record) => (record ? [record.value] : [])).reverse()
}

/** The latest first. */
async function bodiesBefore(id: number, mchid: string, store: Store): Promise<Uint8Array[]> {
  const earlier = await store.journal.entries(mchid, { before: id, count: REQUESTS })
  const bodies = new Set(earlier.flatMap(({ body }) => body || []))
  return [...bodies].slice(0, BODIES).map((body) => Buffer.from(body))
}
