import type { components } from '../../contracts/control/index.ts'
import {
  certificateSerial,
  developmentKeys,
  importPrivateKey,
  importPublicKey,
  requestMessage,
  sign,
  verify,
} from '../../contracts/index.ts'
import type { CertificateRecord, Conditions } from '../store/records.ts'
import type { CertificateMaker, TenantChoice } from './make-tenant.ts'
import type { Verification } from './platform.ts'

/** A service provider (服务商) that a mock server plays WeChat Pay for. What is left out is that of the shipped development keys. */
export interface OwnMerchant {
  /** Its merchant ID (商户号): digits. Without `privateKey` and `certificate` it gets a certificate for the shipped key. */
  readonly mchid?: string
  /** Its API private key, `apiclient_key.pem`: PKCS#8 in PEM, RSA-2048. Goes with `mchid` and `certificate`. */
  readonly privateKey?: string
  /** Its API certificate, `apiclient_cert.pem`, in PEM. */
  readonly certificate?: string
  /** Its sub-merchants (特约商户); `['1900000109']` by default. */
  readonly subMchids?: readonly string[]
  /** Sub-merchants that begin in a state, as the control API takes it, each with its `sub_mchid`. */
  readonly subMerchants?: readonly SubMerchantSeed[]
  /** Scripted results, as the control API takes them. */
  readonly faults?: readonly components['schemas']['FaultChoice'][]
  /** How it verifies answers; `transition` by default: by the platform certificate unless a request names the public key. */
  readonly verification?: Verification
  /** What it is: 普通服务商 by default, 渠道商 or 从业机构. */
  readonly type?: Conditions['type']
  /** Whether it has opened the gold plan for itself; it has by default. */
  readonly goldPlanOpen?: boolean
  /** Whether it has configured the link of its merchant receipt (商家小票链接); it has by default. */
  readonly customPageLink?: boolean
  /** Whether it is punished; it is not by default. */
  readonly punished?: boolean
}

/** A sub-merchant in a state. */
export type SubMerchantSeed = components['schemas']['SubMerchantChoice'] & { readonly sub_mchid: string }

const NAMES: readonly (keyof OwnMerchant)[] = [
  'mchid',
  'privateKey',
  'certificate',
  'subMchids',
  'subMerchants',
  'faults',
  'verification',
  'type',
  'goldPlanOpen',
  'customPageLink',
  'punished',
]

const CHOICES: Readonly<Partial<Record<keyof OwnMerchant, readonly unknown[]>>> = {
  verification: ['platform_certificate', 'transition', 'public_key'] satisfies Verification[],
  type: ['service_provider', 'channel_partner', 'institution'] satisfies Conditions['type'][],
  goldPlanOpen: [true, false],
  customPageLink: [true, false],
  punished: [true, false],
}

/**
 * Checks the options of a service provider, but for what the control API checks.
 *
 * @throws {TypeError} When something is not what is wanted; says what was given.
 */
export function checkOwnMerchant(own: OwnMerchant): void {
  const unknown = Object.keys(own).find((name) => !NAMES.includes(name as keyof OwnMerchant))
  if (unknown) throw new TypeError(`merchant has no option ${unknown}; it has ${NAMES.join(', ')}`)
  const { mchid, privateKey, certificate } = own
  const isWhole = (privateKey === undefined) === (certificate === undefined) && (certificate === undefined || mchid !== undefined)
  if (!isWhole) throw new TypeError('mchid, privateKey and certificate of a merchant go together: give all three, mchid alone, or none')
  checkNumbers(own)
  checkLists(own)
  checkChoices(own)
}

/** What is said of a service provider beside its keys, as a tenant takes it. */
export function tenantChoice({
  subMchids,
  subMerchants = [],
  verification,
  type,
  goldPlanOpen,
  customPageLink,
  punished,
}: OwnMerchant): TenantChoice {
  const seeded = subMerchants.map(({ sub_mchid }) => sub_mchid)
  const choice = {
    sub_mchids: subMchids || seeded.length > 0 ? [...(subMchids ?? []), ...seeded] : undefined,
    verification,
    type,
    gold_plan_open: goldPlanOpen,
    custom_page_link: customPageLink,
    punished,
    permanent: true,
  }
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined))
}

/**
 * The certificate of a service provider: its own, the shipped one, or one that is issued for its number.
 *
 * @throws {TypeError} When its key or its certificate is not what is wanted, or they don't belong together.
 */
export async function ownCertificate(
  { mchid, privateKey, certificate }: OwnMerchant,
  { make }: CertificateMaker,
): Promise<CertificateRecord> {
  const shipped = developmentKeys.merchant
  if (mchid !== undefined && mchid !== shipped.mchid && certificate === undefined) return make(mchid, 0)
  const pair = { privateKey: privateKey ?? shipped.privateKey, certificate: certificate ?? shipped.certificate }
  const serial_no = certificateSerial(pair.certificate, 'certificate')
  await checkPair(pair, serial_no)
  return { serial_no, certificate: pair.certificate, private_key: pair.privateKey, status: 'valid' }
}

function checkNumbers({ mchid, subMchids }: OwnMerchant): void {
  if (mchid !== undefined && (typeof mchid !== 'string' || !/^\d{1,32}$/.test(mchid)))
    throw new TypeError(`mchid must be a string of 1 to 32 digits; got ${JSON.stringify(mchid)}`)
  if (subMchids === undefined) return
  if (!Array.isArray(subMchids) || subMchids.length === 0)
    throw new TypeError(`subMchids must be an array of at least one sub-merchant; got ${JSON.stringify(subMchids)}`)
  for (const subMchid of subMchids)
    if (typeof subMchid !== 'string' || !/^\d{1,32}$/.test(subMchid))
      throw new TypeError(`subMchids must be strings of 1 to 32 digits; got ${JSON.stringify(subMchid)}`)
}

function checkLists(own: OwnMerchant): void {
  for (const name of ['subMerchants', 'faults'] as const) {
    const list: unknown = own[name]
    const isList = Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null)
    if (list !== undefined && !isList) throw new TypeError(`${name} must be an array of objects; got ${JSON.stringify(list)}`)
  }
}

function checkChoices(own: OwnMerchant): void {
  for (const [name, choices = []] of Object.entries(CHOICES)) {
    const value = own[name as keyof OwnMerchant]
    if (value !== undefined && !choices.includes(value))
      throw new TypeError(`${name} must be one of ${choices.join(', ')}; got ${JSON.stringify(value)}`)
  }
}

async function checkPair(
  { privateKey, certificate }: { readonly privateKey: string; readonly certificate: string },
  serial: string,
): Promise<void> {
  const publicKey = await importPublicKey(certificate, 'certificate')
  const probe = requestMessage({ method: 'GET', target: '/', timestamp: 0, nonce: 'probe' })
  if (await verify(probe, await sign(probe, await importPrivateKey(privateKey, 'privateKey')), publicKey)) return
  throw new TypeError(`privateKey is not the key of the certificate ${serial}: are they of the same merchant and the same date?`)
}
