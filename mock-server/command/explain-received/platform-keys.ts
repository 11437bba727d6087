import { errorMessage } from '../../../contracts/error-message.ts'
import { certificateSerial, developmentKeys, importPublicKey, type NamedKey } from '../../../contracts/index.ts'
import type { ExplainOptions } from '../explain/explain-options.ts'
import { readFile } from '../settings/read-file.ts'

/**
 * Reads the keys that `--cert` and `--public-key` name. Without these options, returns the development keys of this package.
 *
 * @throws {Error} When a file can't be read, when it has the wrong kind of content, or when `--public-key` lacks the ID or the file.
 */
export async function platformKeys({ cert: certificates = [], publicKey: publicKeys = [] }: ExplainOptions): Promise<NamedKey[]> {
  if (certificates.length + publicKeys.length === 0) return SHIPPED
  return Promise.all([...certificates.map(readCertificate), ...publicKeys.map(readPublicKey)])
}

const { platform, nextPlatform, platformPublicKey } = developmentKeys

const SHIPPED: NamedKey[] = [
  ...[platform, nextPlatform].map(({ serial, certificate }) => ({ serial, pem: certificate })),
  { serial: platformPublicKey.id, pem: platformPublicKey.publicKey },
]

async function readCertificate(file: string): Promise<NamedKey> {
  const pem = await readFile('--cert', file)
  if (/-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(pem))
    throw new Error(`--cert ${file} is a public key: give it with --public-key <id>=${file}`)
  return { serial: ofPlatform(() => certificateSerial(pem, `--cert ${file}`)), pem }
}

const REMEDY = '; give the platform certificate (平台证书) from GET /v3/certificates, or the WeChat Pay public key with --public-key'

/** Calls `read`. If `read` throws an error with advice about the merchant's files, throws it with advice about the platform's keys instead. */
function ofPlatform<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (cause) {
    const text = errorMessage(cause).replace('-out apiclient_cert.pem', '-out wechatpay_cert.pem')
    throw new Error(text.replace(/; [^;]*apiclient_(?:cert|key)\.p.*$/s, REMEDY), { cause })
  }
}

async function readPublicKey(given: string): Promise<NamedKey> {
  const [, serial, file] = /^([^=]+)=(.+)$/s.exec(given) ?? []
  if (serial === undefined || file === undefined)
    throw new Error(`--public-key ${given.slice(0, 60)} must be an ID and a file: write --public-key PUB_KEY_ID_…=pub_key.pem`)
  const pem = await readFile('--public-key', file)
  await importPublicKey(pem, `--public-key ${file}`).catch((cause) =>
    ofPlatform(() => {
      throw cause
    }),
  )
  return { serial, pem }
}
