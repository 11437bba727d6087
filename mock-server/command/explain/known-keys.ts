import { certificateCommonName, certificateSerial, developmentKeys, importPublicKey, type KnownKey } from '../../../contracts/index.ts'
import { readFile } from '../settings/read-file.ts'
import type { ExplainOptions } from './explain-options.ts'

/** A key as it was given; what is `undefined` is as a request says. */
export interface GivenKey {
  readonly mchid: string | undefined
  readonly serial: string | undefined
  readonly pem: string
}

/**
 * The keys of `--key`, the shipped one without it.
 *
 * @throws {Error} When a file can't be read, or holds something else.
 */
export async function givenKeys({ key: files, serial: serials = [] }: ExplainOptions): Promise<GivenKey[]> {
  const { mchid, serial, certificate: pem } = developmentKeys.merchant
  if (!files && serials.length > 0) throw new Error('--serial says which serial number the public key of --key has: give --key, too')
  if (!files) return [{ mchid, serial, pem }]
  const keys = await Promise.all(files.map(readKey))
  const bare = keys.filter((key) => key.serial === undefined)
  if (serials.length > bare.length)
    throw new Error(`--serial is for a public key, in the order of --key: ${serials.length} given for ${bare.length} public keys`)
  return keys.map((key) => ({ ...key, serial: key.serial ?? serials[bare.indexOf(key)] }))
}

async function readKey(file: string): Promise<GivenKey> {
  const name = `--key ${file}`
  const pem = await readFile('--key', file)
  await importPublicKey(pem, name)
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) return { mchid: undefined, serial: undefined, pem }
  const owner = certificateCommonName(pem, name)
  return { mchid: /^\d{1,32}$/.test(owner) ? owner : undefined, serial: certificateSerial(pem, name), pem }
}

/** The keys that may have signed a request of this merchant that names this serial number: those given, then all that are shipped. */
export function knownKeys(given: readonly GivenKey[], claimed: { readonly mchid?: string; readonly serial?: string }): KnownKey[] {
  const merchants = given.map(({ mchid = claimed.mchid ?? '', serial = claimed.serial ?? '', pem }) => ({ mchid, serial, pem }))
  const { merchant, platform, nextPlatform, platformPublicKey } = developmentKeys
  const isGiven = merchants.some(({ pem }) => pem === merchant.certificate)
  return [
    ...merchants,
    ...(isGiven ? [] : [{ mchid: merchant.mchid, serial: merchant.serial, pem: merchant.certificate }]),
    { mchid: null, serial: platform.serial, pem: platform.certificate },
    { mchid: null, serial: nextPlatform.serial, pem: nextPlatform.certificate },
    { mchid: null, serial: platformPublicKey.id, pem: platformPublicKey.publicKey },
  ]
}
