import type { components } from '../../contracts/control/index.ts'
import type { PlatformState, Tenant } from '../store/records.ts'
import { obstacle } from '../tenant/migration.ts'
import { type PlatformKeys, validSerials } from '../tenant/platform.ts'
import { changeTenant, readTenant } from './change-tenant.ts'
import { conflict, refused } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'
import { indexOfDuplicate } from './index-of-duplicate.ts'

export const platform: ControlHandlers<'readPlatform' | 'changePlatform'> = {
  async readPlatform({ path }, { store, platformKeys }) {
    return platformResource(await readTenant(path.mchid, store), platformKeys)
  },
  async changePlatform({ path, body }, { store, platformKeys }) {
    const state = checkedPlatform(body, platformKeys)
    return platformResource(await changeTenant(path.mchid, store, (tenant) => withPlatform(tenant, state)), platformKeys)
  },
}

function withPlatform(tenant: Tenant, platform: PlatformState): Tenant {
  const reason = tenant.migration && obstacle(platform)
  if (reason)
    throw conflict(`A migration of the merchant ${tenant.mchid} to the public key is running, so roll it back first: ${reason}`, { reason })
  return { ...tenant, platform }
}

/**
 * Checks the platform keys that a test asks for. Returns them with the share of the public key filled in.
 *
 * @param field The JSON pointer to the platform keys in the body of the request.
 * @throws {ControlError} 400 when a certificate is unknown or repeated, when an expired certificate has a share above 0, or when the shares
 *   don't add up to 100.
 */
export function checkedPlatform(
  { certificates, public_key = null }: components['schemas']['PlatformChange'],
  keys: PlatformKeys,
  field = '/body',
): PlatformState {
  const serials = certificates.map(({ serial_no }) => serial_no)
  const available = [...keys.certificates.keys()]
  const unknown = serials.find((serial) => !available.includes(serial)) ?? serials[indexOfDuplicate(serials)]
  if (unknown !== undefined) throw refused(`${field}/certificates`, unknown, `name each of ${available.join(', ')} at most once`)
  const signing = certificates.findIndex(({ share, expired }) => expired && share > 0)
  if (signing >= 0) throw refused(`${field}/certificates/${signing}/share`, certificates[signing]?.share, 'be 0 for an expired certificate')
  const publicShare = public_key ? (public_key.share ?? (validSerials({ certificates }).length === 0 ? 100 : 0)) : 0
  const sum = certificates.reduce((total, { share }) => total + share, publicShare)
  if (sum !== 100) throw refused(field, sum, 'have shares that add up to 100')
  return { certificates, public_key: public_key && { share: publicShare } }
}

/** The platform keys of a tenant as the control API shows them. */
export function platformResource(
  { platform: { certificates, public_key } }: Tenant,
  { certificates: known, publicKey }: PlatformKeys,
): components['schemas']['Platform'] {
  return {
    certificates: certificates.map((item) => ({ ...item, certificate: known.get(item.serial_no)?.certificate ?? '' })),
    public_key: public_key && { id: publicKey.serial, public_key: publicKey.publicKey, share: public_key.share },
    available: [...known.keys()],
  }
}
