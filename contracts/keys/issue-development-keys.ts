// Creates the key files in this folder, or in the folder that is named on the command line. Keeps keys that already exist, because new
// keys would change the recorded signatures.
import 'reflect-metadata'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KeyUsageFlags, KeyUsagesExtension, PemConverter, X509CertificateGenerator } from '@peculiar/x509'

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
const ISSUER = 'C=CN, O=wechatpay-goldplan-mock, OU=Development keys: never for production, CN=wechatpay-goldplan-mock Root CA'

const folder = process.argv[2] ?? import.meta.dirname

// The root's private key is not stored.
const root = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])

await issue('merchant', 'mock-merchant-000001', 'C=CN, O=wechatpay-goldplan-mock, OU=Service provider, CN=1900000100')
await issue('platform', 'mock-platform-000001', 'C=CN, O=wechatpay-goldplan-mock, OU=Platform, CN=wechatpay-goldplan-mock sign')
await issue('next_platform', 'mock-platform-000002', 'C=CN, O=wechatpay-goldplan-mock, OU=Platform, CN=wechatpay-goldplan-mock sign')
await makePublicKey()
await create(['apiv3_key.txt'], async () => [`mock-apiv3-key-${randomBytes(9).toString('hex').slice(0, 17)}\n`])

async function issue(owner: string, serial: string, subject: string): Promise<void> {
  await create([`${owner}_key.pem`, `${owner}_cert.pem`], () => certified(serial, subject))
}

async function certified(serial: string, subject: string): Promise<string[]> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const spki = keys.publicKey.export({ type: 'spki', format: 'der' })
  const certificate = await X509CertificateGenerator.create({
    // The serial number is 20 ASCII characters, written as 40 hexadecimal digits.
    serialNumber: Buffer.from(serial).toString('hex'),
    subject,
    issuer: ISSUER,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    // The last day that X.509 encodes with a two-digit year.
    notAfter: new Date('2049-12-31T00:00:00Z'),
    signingAlgorithm: ALGORITHM,
    publicKey: await crypto.subtle.importKey('spki', spki, ALGORITHM, true, ['verify']),
    signingKey: root.privateKey,
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true)],
  })
  return [String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })), `${PemConverter.encode(certificate.rawData, 'CERTIFICATE')}\n`]
}

/** Creates the WeChat Pay public key (微信支付公钥), which has no certificate. */
async function makePublicKey(): Promise<void> {
  await create(['public_key_private.pem', 'public_key.pem'], async () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
    return [
      String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })),
      String(keys.publicKey.export({ type: 'spki', format: 'pem' })),
    ]
  })
}

/**
 * Creates files that belong together, unless all of them exist. If one can't be written, the files already written are removed.
 *
 * @throws {Error} When only some of the files exist, because new files would not match them, or when a file can't be written.
 */
async function create(names: readonly string[], make: () => Promise<readonly string[]>): Promise<void> {
  const missing = names.filter((name) => !existsSync(join(folder, name)))
  if (missing.length === 0) return
  if (missing.length < names.length)
    throw new Error(
      `${missing.join(', ')} is missing, but ${names.filter((name) => !missing.includes(name)).join(', ')} exists: restore the missing files, or remove those that exist`,
    )
  const texts = await make()
  const written: string[] = []
  try {
    for (const [index, name] of names.entries()) {
      // With the flag `wx`, writing fails if the file exists.
      await writeFile(join(folder, name), texts[index] ?? '', { flag: 'wx' })
      written.push(name)
    }
  } catch (error) {
    await Promise.all(written.map((name) => rm(join(folder, name))))
    throw error
  }
}
