import { Buffer } from 'node:buffer'
import { createHash, X509Certificate } from 'node:crypto'

// The format JKS: https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/provider/JavaKeyStore.java

const MAGIC = 0xfeedfeed
const VERSION = 2
const TRUSTED_CERTIFICATE = 2
/** The digest is made with this password. It is Java's default. */
const PASSWORD = 'changeit'

/**
 * Returns the bytes of a Java trust store with the given certificates. Its format is JKS, because Java can read JKS without a password.
 *
 * @param certificates X.509 in PEM.
 * @param created Milliseconds since 1970.
 */
export function javaTrustStore(certificates: readonly string[], created: number): Buffer {
  const entries = certificates.map((pem, index) => entryOf(`ca${index}`, new X509Certificate(pem).raw, created))
  const content = Buffer.concat([numbers(MAGIC, VERSION, entries.length), ...entries])
  return Buffer.concat([content, digestOf(content)])
}

function entryOf(alias: string, der: Buffer, created: number): Buffer {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(created))
  return Buffer.concat([numbers(TRUSTED_CERTIFICATE), text(alias), time, text('X.509'), numbers(der.length), der])
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index)
  return bytes
}

/** An ASCII text, preceded by its length. */
function text(value: string): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(value.length)
  return Buffer.concat([length, Buffer.from(value, 'ascii')])
}

function digestOf(content: Buffer): Buffer {
  const password = Buffer.from(PASSWORD, 'utf16le').swap16()
  return createHash('sha1').update(password).update('Mighty Aphrodite').update(content).digest()
}
