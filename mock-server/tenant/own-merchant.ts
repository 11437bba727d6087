import { type components, type MerchantOptions, type MerchantSetting, merchantSettings } from '../../contracts/control/index.ts'
import { assertKeyPair, certificateSerial, developmentKeys, importPublicKey, shownInError } from '../../contracts/index.ts'
import { requireOptions } from '../../contracts/require-options.ts'
import { shownValue } from '../../contracts/shown-value.ts'
import type { CertificateRecord } from '../store/records.ts'
import type { CertificateMaker, TenantChoice } from './make-tenant.ts'

/**
 * A service provider (服务商) that may call the mock server. Without `mchid`, the server's first service provider has the merchant ID of the
 * shipped development keys, and each further one gets an unused merchant ID.
 */
export interface OwnMerchant extends MerchantOptions {
  /** Its merchant ID (商户号): digits. Without `privateKey` and `certificate`, the merchant gets a certificate for the shipped key. */
  readonly mchid?: string
  /** Its API private key, `apiclient_key.pem`: PKCS#8 in PEM, RSA-2048. Needs `mchid` and `certificate`. */
  readonly privateKey?: string
  /** Its API certificate, `apiclient_cert.pem`, in PEM. */
  readonly certificate?: string
  /** Sub-merchants (特约商户) with their initial state, in the form of the control API, each with its `sub_mchid`. */
  readonly subMerchants?: readonly SubMerchantSeed[]
  /** Faults (scripted results), in the form of the control API. */
  readonly faults?: readonly components['schemas']['FaultChoice'][]
}

/** A sub-merchant with its initial state. */
export type SubMerchantSeed = components['schemas']['SubMerchantChoice'] & { readonly sub_mchid: string }

const SETTINGS = Object.values(merchantSettings)
const NAMES = ['mchid', 'privateKey', 'certificate', ...SETTINGS.map(({ option }) => option), 'subMerchants', 'faults']

/**
 * Checks the options of a service provider. The control API checks the items of `subMerchants` and `faults`.
 *
 * @throws {TypeError} When an option is wrong; the message says what is wrong and what is expected.
 */
export function checkOwnMerchant(own: OwnMerchant): void {
  requireOptions(own, 'merchant', NAMES)
  checkIdentity(own)
  for (const setting of SETTINGS) checkSetting(setting, own[setting.option])
  for (const name of ['subMerchants', 'faults'] as const) checkList(name, own[name])
}

/** Translates the options of a service provider into the settings of a tenant. */
export function tenantChoice(own: OwnMerchant): TenantChoice {
  const { subMchids = [], subMerchants = [] } = own
  const settings = Object.entries(merchantSettings).map(([name, { option }]) => [name, own[option]])
  const sub_mchids = [...subMchids, ...subMerchants.map(({ sub_mchid }) => sub_mchid)]
  return {
    ...Object.fromEntries(settings.filter(([, value]) => value !== undefined)),
    ...(sub_mchids.length > 0 && { sub_mchids }),
    permanent: true,
  }
}

/**
 * Returns the certificate of a service provider: its own, the shipped one, or one issued for its merchant ID.
 *
 * @throws {TypeError} When the key or the certificate is invalid, or the two don't match.
 */
export async function ownCertificate(
  { mchid, privateKey, certificate }: OwnMerchant,
  { make }: CertificateMaker,
): Promise<CertificateRecord> {
  const shipped = developmentKeys.merchant
  if (mchid !== undefined && mchid !== shipped.mchid && certificate === undefined) return make(mchid, 0)
  const pair = { privateKey: privateKey ?? shipped.privateKey, certificate: certificate ?? shipped.certificate }
  const serial_no = certificateSerial(pair.certificate, 'certificate')
  // importPublicKey refuses RSA keys that do not have 2048 bits; assertKeyPair accepts them.
  await importPublicKey(pair.certificate, 'certificate')
  assertKeyPair(pair.privateKey, pair.certificate)
  return { serial_no, certificate: pair.certificate, private_key: pair.privateKey, status: 'valid' }
}

function checkIdentity({ mchid, privateKey, certificate }: OwnMerchant): void {
  const isComplete = (privateKey === undefined) === (certificate === undefined) && (certificate === undefined || mchid !== undefined)
  if (!isComplete) throw new TypeError('privateKey and certificate need each other and mchid: give all three, only mchid, or none')
  if (mchid !== undefined && !isNumber(mchid)) throw new TypeError(`mchid must be a string of 1 to 32 digits; got ${shownInError(mchid)}`)
}

function checkSetting(setting: MerchantSetting, value: unknown): void {
  if (value === undefined) return
  if (setting.kind === 'numbers') checkNumbers(setting.option, value)
  else checkChoice(setting.option, value, setting.kind === 'boolean' ? [true, false] : setting.choices)
}

function checkChoice(name: string, value: unknown, choices: readonly unknown[]): void {
  if (!choices.includes(value)) throw new TypeError(`${name} must be one of ${choices.join(', ')}; got ${shownValue(value)}`)
}

function checkNumbers(name: string, numbers: unknown): void {
  if (!Array.isArray(numbers) || numbers.length === 0)
    throw new TypeError(`${name} must be an array of at least one merchant ID; got ${shownValue(numbers)}`)
  const wrong = numbers.findIndex((number) => !isNumber(number))
  if (wrong >= 0) throw new TypeError(`each item of ${name} must be a string of 1 to 32 digits; got ${shownValue(numbers[wrong])}`)
}

function isNumber(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,32}$/.test(value)
}

function checkList(name: string, list: unknown): void {
  if (list === undefined) return
  const isList = Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null)
  if (!isList) throw new TypeError(`${name} must be an array of objects; got ${shownValue(list)}`)
}
