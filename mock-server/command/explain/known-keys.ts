import { isMchid, isSerial } from '../../../contracts/diagnosis/index.ts'
import { errorMessage } from '../../../contracts/error-message.ts'
import {
  certificateCommonName,
  certificateSerial,
  developmentKeys,
  importPublicKey,
  type KnownKey,
  publicKeyPem,
} from '../../../contracts/index.ts'
import { readBytes } from '../settings/read-file.ts'
import type { ExplainOptions } from './explain-options.ts'

/** A key to verify requests with. When `mchid` or `serial` is undefined, the value that the request names is used. */
export interface GivenKey {
  readonly mchid: string | undefined
  readonly serial: string | undefined
  readonly pem: string
}

/**
 * Reads the keys from the files that `--key` names. Without `--key`, returns the development certificate of the merchant.
 *
 * @throws {Error} When a file can't be read or contains no key, or when there are more `--serial` options than public keys.
 */
export async function givenKeys({ key: files, serial: serials = [] }: ExplainOptions): Promise<GivenKey[]> {
  const { mchid, serial, certificate: pem } = developmentKeys.merchant
  if (!files && serials.length > 0) throw new Error('--serial needs a public key: give its file with --key')
  if (!files) return [{ mchid, serial, pem }]
  const keys = await Promise.all(files.map(readKey))
  const bare = keys.filter((key) => key.serial === undefined)
  if (serials.length > bare.length)
    throw new Error(
      `There are more --serial options (${serials.length}) than public keys (${bare.length}): give at most one for each public key, in the order of --key, and none for a certificate, which contains its serial number`,
    )
  return keys.map((key) => ({ ...key, serial: key.serial ?? serials[bare.indexOf(key)] }))
}

async function readKey(file: string): Promise<GivenKey> {
  const name = `--key ${file}`
  const bytes = await readBytes('--key', file)
  await importPublicKey(bytes, name).catch((cause: unknown) => {
    throw new Error(`${errorMessage(cause)} (需要 PEM 格式的证书或公钥)`, { cause })
  })
  const pem = publicKeyPem(bytes, name)
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) return { mchid: undefined, serial: undefined, pem }
  const owner = certificateCommonName(pem, name)
  return { mchid: /^\d{1,32}$/.test(owner) ? owner : undefined, serial: certificateSerial(pem, name), pem }
}

/**
 * Returns the keys that may have signed a request: first the given keys, then the development keys.
 *
 * @param claimed The merchant ID and the serial number that the request names.
 */
export function knownKeys(given: readonly GivenKey[], claimed: { readonly mchid?: string; readonly serial?: string }): KnownKey[] {
  const serialSent = claimed.serial ?? ''
  // A given key without a merchant ID or serial number gets the value that the request names. From a malformed serial number, only its 40
  // hexadecimal digits are used. A malformed merchant ID is not used. Otherwise a request with a malformed value would count as valid.
  const [ofClaim = '', serialOfClaim = ''] = [
    isMchid(claimed.mchid ?? '') ? claimed.mchid : undefined,
    isSerial(serialSent) ? serialSent : /(?<![\dA-F])[\dA-F]{40}(?![\dA-F])/i.exec(serialSent.replace(/\s|\\[rn]/g, ''))?.[0],
  ]
  const merchants = given.map(({ mchid = ofClaim, serial = serialOfClaim, pem }) => ({ mchid, serial: serial.toUpperCase(), pem }))
  const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
  const isGiven = merchants.some(({ pem }) => pem === publicKeyPem(merchant.certificate, ''))
  return [
    ...merchants,
    ...(isGiven ? [] : [{ mchid: merchant.mchid, serial: merchant.serial, pem: merchant.certificate }]),
    { mchid: null, serial: platform.serial, pem: platform.certificate },
    { mchid: null, serial: nextPlatform.serial, pem: nextPlatform.certificate },
    { mchid: null, serial: platformPublicKey.id, pem: platformPublicKey.publicKey },
  ]
}
