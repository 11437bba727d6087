import { createPublicKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { developmentKeys } from '../../contracts/index.ts'
import { NO_FAULTS } from '../faults/fault-script.ts'
import { newSubMerchant } from '../goldplan/sub-merchant.ts'
import type { TenantState } from '../store/store.ts'
import { OWN_CLOCK } from './clock.ts'
import { type IssueCertificate, serialFor } from './issue-certificate.ts'
import { platformFor, type Verification } from './platform.ts'
import type { CertificateRecord, Conditions } from './tenant.ts'

/** What may be said of a new tenant. */
export interface TenantChoice extends Partial<Conditions> {
  readonly verification?: Verification
  readonly sub_mchids?: readonly string[]
  readonly permanent?: boolean
}

/** The sub-merchant that every service provider has: that of the official example. */
const NORMAL_SUB_MCHID = '1900000109'

/** A tenant for which nothing was ever done. */
export function makeTenant(mchid: string, certificate: CertificateRecord, choice: TenantChoice = {}): TenantState {
  const { verification = 'transition', sub_mchids = [NORMAL_SUB_MCHID], permanent = false, ...conditions } = choice
  return {
    tenant: {
      mchid,
      type: conditions.type ?? 'service_provider',
      gold_plan_open: conditions.gold_plan_open ?? true,
      custom_page_link: conditions.custom_page_link ?? true,
      punished: conditions.punished ?? false,
      certificates: [certificate],
      issued: 1,
      platform: platformFor(verification),
      clock: OWN_CLOCK,
      sub_mchids: [...new Set(sub_mchids)],
      permanent,
    },
    sub_merchants: [...new Set(sub_mchids)].map((sub_mchid) => newSubMerchant(sub_mchid)),
    faults: NO_FAULTS,
  }
}

/** Makes a certificate of a merchant; for the shipped key unless it is to have its own. */
export type MakeCertificate = (mchid: string, ordinal: number, ownKey: boolean) => Promise<CertificateRecord>

/** Makes certificates with the shipped key or with fresh ones. */
export function createCertificateMaker(issue: IssueCertificate): MakeCertificate {
  const { privateKey, certificate } = developmentKeys.merchant
  const shipped = { privateKey, publicKey: createPublicKey(certificate).export({ type: 'spki', format: 'der' }) }
  return async (mchid, ordinal, ownKey) => {
    const { privateKey, publicKey } = ownKey ? await freshKey() : shipped
    const issued = issue({ mchid, ordinal, publicKey })
    return { serial_no: serialFor({ mchid, ordinal }), certificate: issued, private_key: privateKey, status: 'valid' }
  }
}

const generate = promisify(generateKeyPair)

/** Takes 40 to 270 ms. */
async function freshKey() {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 })
  return {
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
  }
}
