import {
  certificateSerial,
  developmentKeys,
  importPrivateKey,
  importPublicKey,
  requestMessage,
  sign,
  verify,
} from '../../contracts/index.ts'
import type { Caller } from '../goldplan/caller.ts'
import type { Merchant } from './merchant.ts'
import { loadPlatform, type Verification } from './platform.ts'

/** The service provider (服务商) that a mock server plays WeChat Pay for. What is left out is that of the shipped development keys. */
export interface OwnMerchant {
  /** Its merchant ID (商户号): digits. Goes with `privateKey` and `certificate`. */
  readonly mchid?: string
  /** Its API private key, `apiclient_key.pem`: PKCS#8 in PEM, RSA-2048. */
  readonly privateKey?: string
  /** Its API certificate, `apiclient_cert.pem`, in PEM. */
  readonly certificate?: string
  /** Its sub-merchants (特约商户); `['1900000109']` by default. */
  readonly subMchids?: readonly string[]
  /** How it verifies answers; `transition` by default: by the platform certificate until a request names the public key. */
  readonly verification?: Verification
  /** What it is: 普通服务商 by default, 渠道商 or 从业机构. */
  readonly type?: Caller['type']
  /** Whether it has opened the gold plan for itself; it has by default. */
  readonly goldPlanOpen?: boolean
  /** Whether it has configured the link of its merchant receipt (商家小票链接); it has by default. */
  readonly customPageLink?: boolean
  /** Whether it is punished; it is not by default. */
  readonly punished?: boolean
}

const { mchid, privateKey, certificate } = developmentKeys.merchant
const DEFAULTS: Required<OwnMerchant> = {
  mchid,
  privateKey,
  certificate,
  subMchids: ['1900000109'],
  verification: 'transition',
  type: 'service_provider',
  goldPlanOpen: true,
  customPageLink: true,
  punished: false,
}

const CHOICES: Readonly<Partial<Record<keyof OwnMerchant, readonly unknown[]>>> = {
  verification: ['platform_certificate', 'transition', 'public_key'] satisfies Verification[],
  type: ['service_provider', 'channel_partner', 'institution'] satisfies Caller['type'][],
  goldPlanOpen: [true, false],
  customPageLink: [true, false],
  punished: [true, false],
}

/**
 * A service provider with nothing left out.
 *
 * @throws {TypeError} When something is not what is wanted; says what was given.
 */
export function completeMerchant(own: OwnMerchant = {}): Required<OwnMerchant> {
  const unknown = Object.keys(own).find((name) => !Object.hasOwn(DEFAULTS, name))
  if (unknown) throw new TypeError(`merchant has no option ${unknown}; it has ${Object.keys(DEFAULTS).join(', ')}`)
  const identity = [own.mchid, own.privateKey, own.certificate]
  if (identity.some((part) => part === undefined) && identity.some((part) => part !== undefined))
    throw new TypeError('mchid, privateKey and certificate of a merchant go together: give all three or none')
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined))
  const merchant = { ...DEFAULTS, ...given }
  checkNumbers(merchant)
  checkChoices(merchant)
  return merchant
}

/**
 * Reads the keys of a service provider.
 *
 * @throws {TypeError} When its keys or its certificate are not what is wanted, or don't belong together.
 */
export async function loadMerchant(own: Required<OwnMerchant>): Promise<Merchant> {
  const { mchid, type, goldPlanOpen, customPageLink, punished } = own
  const serial = certificateSerial(own.certificate, 'certificate')
  const publicKey = await importPublicKey(own.certificate, 'certificate')
  await checkPair(own, publicKey)
  return {
    mchid,
    certificateSerial: serial,
    publicKey,
    apiV3Key: developmentKeys.apiV3Key,
    platform: await loadPlatform(own.verification),
    caller: { type, goldPlanOpen, customPageLink, punished },
  }
}

function checkNumbers({ mchid, subMchids }: Required<OwnMerchant>): void {
  if (typeof mchid !== 'string' || !/^\d+$/.test(mchid))
    throw new TypeError(`mchid must be a string of digits; got ${JSON.stringify(mchid)}`)
  if (!Array.isArray(subMchids) || subMchids.length === 0)
    throw new TypeError(`subMchids must be an array of at least one sub-merchant; got ${JSON.stringify(subMchids)}`)
  for (const subMchid of subMchids)
    if (typeof subMchid !== 'string' || !/^\d{1,32}$/.test(subMchid))
      throw new TypeError(`subMchids must be strings of 1 to 32 digits; got ${JSON.stringify(subMchid)}`)
}

function checkChoices(merchant: Required<OwnMerchant>): void {
  for (const [name, choices = []] of Object.entries(CHOICES)) {
    const value = merchant[name as keyof OwnMerchant]
    if (!choices.includes(value)) throw new TypeError(`${name} must be one of ${choices.join(', ')}; got ${JSON.stringify(value)}`)
  }
}

async function checkPair({ privateKey, certificate }: Required<OwnMerchant>, publicKey: Merchant['publicKey']): Promise<void> {
  const probe = requestMessage({ method: 'GET', target: '/', timestamp: 0, nonce: 'probe' })
  if (await verify(probe, await sign(probe, await importPrivateKey(privateKey, 'privateKey')), publicKey)) return
  const serial = certificateSerial(certificate)
  throw new TypeError(`privateKey is not the key of the certificate ${serial}: are they of the same merchant and the same date?`)
}
