import { createPublicKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { merchantDefaults } from '../../contracts/control/index.ts'
import { certificatePem, developmentKeys } from '../../contracts/index.ts'
import { type CertificateRecord, type Conditions, NO_FAULTS, NO_NOTIFICATIONS, type TenantState } from '../store/records.ts'
import { OWN_CLOCK } from './clock.ts'
import { type IssueCertificate, serialFor } from './issue-certificate.ts'
import { platformFor, type Verification } from './platform.ts'
import { newSubMerchant } from './sub-merchant.ts'

export interface TenantChoice extends Partial<Conditions> {
  readonly verification?: Verification
  readonly sub_mchids?: readonly string[]
  readonly permanent?: boolean
}

/** Creates a tenant; settings that `choice` omits take their defaults. */
export function makeTenant(mchid: string, certificate: CertificateRecord, choice: TenantChoice = {}): TenantState {
  const { verification, sub_mchids, permanent = false, ...conditions } = { ...merchantDefaults, ...choice }
  return {
    tenant: {
      mchid,
      ...conditions,
      certificates: [certificate],
      issued: 1,
      platform: platformFor(verification),
      migration: null,
      clock: OWN_CLOCK,
      sub_mchids: [...new Set(sub_mchids)],
      permanent,
    },
    sub_merchants: [...new Set(sub_mchids)].map((sub_mchid) => newSubMerchant(sub_mchid)),
    faults: NO_FAULTS,
    notifications: NO_NOTIFICATIONS,
    calls: [],
  }
}

/** The key pair of a certificate. */
export interface CertificateKey {
  /** PKCS#8 in PEM. */
  readonly privateKey: string
  /** SPKI in DER. */
  readonly publicKey: Uint8Array
}

export interface CertificateMaker {
  /** Creates a certificate for a key, by default for the shipped key. */
  make(mchid: string, ordinal: number, key?: CertificateKey): CertificateRecord
  /** Generates a key, which takes 40 to 270 ms. Keys are generated one after another, so they keep at most one CPU core busy. */
  freshKey(): Promise<CertificateKey>
}

/** @param issue Signs the certificates. */
export function createCertificateMaker(issue: IssueCertificate): CertificateMaker {
  const { privateKey, certificate } = developmentKeys.merchant
  const shipped = { privateKey, publicKey: publicKeyOf(certificate) }
  let last: Promise<unknown> = Promise.resolve()
  return {
    make(mchid, ordinal, key = shipped) {
      const issued = issue({ mchid, ordinal, publicKey: key.publicKey })
      return { serial_no: serialFor({ mchid, ordinal }), certificate: issued, private_key: key.privateKey, status: 'valid' }
    },
    freshKey() {
      const key = last.then(generateKey)
      last = key.catch(() => undefined)
      return key
    },
  }
}

/** The key pair of a certificate record. */
export function keyOf({ certificate, private_key }: CertificateRecord): CertificateKey {
  return { privateKey: private_key, publicKey: publicKeyOf(certificate) }
}

function publicKeyOf(certificate: string): Uint8Array {
  return createPublicKey(certificatePem(certificate, 'certificate')).export({ type: 'spki', format: 'der' })
}

const generate = promisify(generateKeyPair)

async function generateKey(): Promise<CertificateKey> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 })
  return {
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
  }
}
