import { X509Certificate } from 'node:crypto'
import { DEVELOPMENT_SERIAL_PREFIX, developmentKeys } from '../../keys/development-keys.ts'
import { isDevelopmentKey } from '../../keys/is-development-key.ts'
import { SERIAL_SPELLINGS } from '../catalogue/credentials.ts'
import { KEY_LIMIT } from '../circumstances.ts'
import { type DescribedMistake, describe } from '../mistake.ts'
import {
  CERTIFICATE_FILED_WRONGLY,
  CERTIFICATE_MISSING,
  CERTIFICATE_UNKNOWN,
  DEVELOPMENT_KEYS,
  FROM_THE_MOCK,
  MERCHANT_CERTIFICATE,
  OTHER_KEY_OF_THE_MOCK,
  PUBLIC_KEY_MISSING,
  SERIAL_OF_THE_MERCHANT,
  SERIAL_SPELT_OTHERWISE,
} from './catalogue/keys.ts'
import type { NamedKey, ReceivedCircumstances } from './received-message.ts'

/** The key that a serial number refers to, and what is wrong with the serial number or the key. */
export interface FoundKey {
  /** `undefined` when no configured key has this serial number in a known spelling. */
  readonly named?: NamedKey | undefined
  readonly mistakes: readonly DescribedMistake[]
}

/** Finds the configured key with which the program should verify a message that names this serial number. */
export function findKey(serial: string, { keys, otherKeys = [] }: ReceivedCircumstances): FoundKey {
  const named = keys.find((key) => key.serial === serial)
  if (named) return { named, mistakes: checkCertificate(named) }
  const configured = keys.map((key) => key.serial).join(', ')
  const meant = keys.find((key) => isSameSerial(key.serial, serial))
  if (meant) return { named: meant, mistakes: [describe(SERIAL_SPELT_OTHERWISE, { serial, configured: meant.serial })] }
  return { mistakes: [unknownSerial(serial, configured, keys, otherKeys)] }
}

function unknownSerial(serial: string, configured: string, keys: readonly NamedKey[], otherKeys: readonly NamedKey[]): DescribedMistake {
  const seen = { serial, configured: configured || 'nothing', configured_zh: configured || '无' }
  if ([...otherKeys, developmentKeys.merchant].some((key) => key.serial === serial)) return describe(SERIAL_OF_THE_MERCHANT, seen)
  const own = keys.find((key) => merchantOf(key) !== undefined)
  if (own) return describe(MERCHANT_CERTIFICATE, { serial, configured: own.serial, mchid: merchantOf(own) ?? '' })
  if (isDevelopmentSerial(serial) && keys.some(({ pem }) => isDevelopmentKey(pem)))
    return describe(OTHER_KEY_OF_THE_MOCK, { ...seen, ...(isPublicKeyId(serial) ? PUBLIC_KEY : CERTIFICATE) })
  if (isDevelopmentSerial(serial)) return describe(FROM_THE_MOCK, seen)
  if (keys.length > 0 && keys.every(({ pem }) => isDevelopmentKey(pem))) return describe(DEVELOPMENT_KEYS, seen)
  if (isPublicKeyId(serial)) return describe(PUBLIC_KEY_MISSING, seen)
  return describe(keys.length > 0 && keys.every((key) => isPublicKeyId(key.serial)) ? CERTIFICATE_MISSING : CERTIFICATE_UNKNOWN, seen)
}

const PUBLIC_KEY = { missing: 'WeChat Pay public key', missing_zh: '微信支付公钥' }
const CERTIFICATE = { missing: 'platform certificate', missing_zh: '平台证书' }

function isDevelopmentSerial(serial: string): boolean {
  return serial.startsWith(DEVELOPMENT_SERIAL_PREFIX) || serial === developmentKeys.platformPublicKey.id
}

function isPublicKeyId(serial: string): boolean {
  return /^PUB_KEY_ID_/i.test(serial)
}

function isSameSerial(one: string, other: string): boolean {
  const isMeant = (right: string, sent: string) =>
    SERIAL_SPELLINGS.some(({ write, repair }) => write(right).includes(sent) || repair?.(sent) === right)
  return isMeant(one, other) || isMeant(other, one)
}

/** The ID of the merchant to whom a certificate was issued; `undefined` for a key that is not a merchant's certificate. */
export function merchantOf({ pem }: NamedKey): string | undefined {
  return /^CN=(\d{6,32})$/m.exec(certificateOf(pem)?.subject ?? '')?.[1]
}

/** The serial number inside the certificate; `undefined` for a public key or an unreadable certificate. */
export function serialIn({ pem }: NamedKey): string | undefined {
  return certificateOf(pem)?.serialNumber.padStart(40, '0')
}

function certificateOf(pem: string): X509Certificate | undefined {
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) return undefined
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

function checkCertificate(named: NamedKey): DescribedMistake[] {
  const [own, mchid] = [serialIn(named), merchantOf(named)]
  const { serial } = named
  const isItsOwn = own === undefined || own === serial.toUpperCase()
  if (mchid !== undefined)
    return [isItsOwn ? describe(SERIAL_OF_THE_MERCHANT, { serial }) : describe(MERCHANT_CERTIFICATE, { serial, configured: own, mchid })]
  return isItsOwn ? [] : [describe(CERTIFICATE_FILED_WRONGLY, { serial, own })]
}

/**
 * Returns the keys that may have signed the message, in this order: `named`, the configured keys, `otherKeys` and the four shipped keys.
 * There are at most {@link KEY_LIMIT} keys, and the shipped keys are always among them.
 */
export function keysToTry(named: NamedKey | undefined, { keys, otherKeys = [] }: ReceivedCircumstances): NamedKey[] {
  const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
  const shipped = [platform, nextPlatform, merchant].map(({ serial, certificate }) => ({ serial, pem: certificate }))
  const given = [...(named ? [named] : []), ...keys.filter((key) => key !== named), ...otherKeys].slice(0, KEY_LIMIT - shipped.length - 1)
  const all = [...given, ...shipped, { serial: platformPublicKey.id, pem: platformPublicKey.publicKey }]
  return all.filter((key, at) => all.findIndex(({ pem }) => pem === key.pem) === at)
}
