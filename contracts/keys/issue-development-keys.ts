// Creates the key files in this folder. It keeps keys that already exist, because new keys would change every recorded signature.
import 'reflect-metadata'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { KeyUsageFlags, KeyUsagesExtension, PemConverter, X509CertificateGenerator } from '@peculiar/x509'

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
const ISSUER = 'C=CN, O=wechatpay-goldplan-mock, OU=Development keys: never for production, CN=wechatpay-goldplan-mock Root CA'

// The root's private key is never stored.
const root = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])

await issue('merchant', 'mock-merchant-000001', 'C=CN, O=wechatpay-goldplan-mock, OU=Service provider, CN=1900000100')
await issue('platform', 'mock-platform-000001', 'C=CN, O=wechatpay-goldplan-mock, OU=Platform, CN=wechatpay-goldplan-mock sign')
await issue('next_platform', 'mock-platform-000002', 'C=CN, O=wechatpay-goldplan-mock, OU=Platform, CN=wechatpay-goldplan-mock sign')
await makePublicKey()
if (!existsSync(fileOf('apiv3_key.txt'))) await write('apiv3_key.txt', `mock-apiv3-key-${randomBytes(9).toString('hex').slice(0, 17)}`)

async function issue(owner: string, serial: string, subject: string): Promise<void> {
  if (existsSync(fileOf(`${owner}_key.pem`))) return
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const spki = keys.publicKey.export({ type: 'spki', format: 'der' })
  const certificate = await X509CertificateGenerator.create({
    // The serial number is 20 ASCII characters, written as 40 hexadecimal digits.
    serialNumber: Buffer.from(serial).toString('hex'),
    subject,
    issuer: ISSUER,
    notBefore: new Date('2020-01-01T00:00:00Z'),
    // X.509 encodes dates with a two-digit year up to this day.
    notAfter: new Date('2049-12-31T00:00:00Z'),
    signingAlgorithm: ALGORITHM,
    publicKey: await crypto.subtle.importKey('spki', spki, ALGORITHM, true, ['verify']),
    signingKey: root.privateKey,
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true)],
  })
  await write(`${owner}_key.pem`, String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })))
  await write(`${owner}_cert.pem`, `${PemConverter.encode(certificate.rawData, 'CERTIFICATE')}\n`)
}

/** Creates the WeChat Pay public key (微信支付公钥), a key pair without a certificate that is identified by an ID. */
async function makePublicKey(): Promise<void> {
  if (existsSync(fileOf('public_key.pem'))) return
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  await write('public_key_private.pem', String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })))
  await write('public_key.pem', String(keys.publicKey.export({ type: 'spki', format: 'pem' })))
}

async function write(name: string, text: string): Promise<void> {
  await writeFile(fileOf(name), text.endsWith('\n') ? text : `${text}\n`)
}

function fileOf(name: string): URL {
  return new URL(name, import.meta.url)
}
