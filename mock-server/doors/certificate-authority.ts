// This import has to come first, because @peculiar/x509 fails without it.
import 'reflect-metadata'
import { randomBytes, type webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import { AsnConvert } from '@peculiar/asn1-schema'
import { GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } from '@peculiar/asn1-x509'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { GATEWAY_HOSTS } from './gateway-hosts.ts'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY = 24 * 60 * 60 * 1000
const AUTHORITY_DAYS = 730
/** How long a server certificate is valid. Apple's clients would accept up to 825 days: https://support.apple.com/en-us/103769 */
const LEAF_DAYS = 397
const NAME = 'O=wechatpay-goldplan-mock, OU=This machine only, CN=wechatpay-goldplan-mock local CA'

/** A certificate and its private key, both in PEM. */
export interface CertifiedKey {
  readonly certificate: string
  readonly privateKey: string
}

/**
 * Makes a local certificate authority (CA). Its name constraints tell clients to accept its certificates only for the gateway's hosts and for this
 * machine. Java, however, ignores the name constraints of a CA in its trust store.
 *
 * @param now Milliseconds since 1970.
 */
export async function makeAuthority(now: number): Promise<CertifiedKey> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerial(),
    name: NAME,
    ...validity(now, AUTHORITY_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      // Python 3.13 refuses certificates without key identifiers.
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      nameConstraints(),
    ],
  })
  return certifiedKey(certificate, keys.privateKey)
}

const HOSTS = [...GATEWAY_HOSTS, 'localhost', '127.0.0.1', '::1']

/**
 * Issues the certificate of the server, for the gateway's hosts and this machine.
 *
 * @param now Milliseconds since 1970.
 */
export async function issueServerCertificate(authority: CertifiedKey, now: number): Promise<CertifiedKey> {
  const issuer = new X509Certificate(authority.certificate)
  const signingKey = await importSigningKey(authority.privateKey)
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: `CN=${GATEWAY_HOSTS[0]}`,
    issuer: issuer.subject,
    ...validity(now, LEAF_DAYS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(HOSTS.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }))),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  })
  return certifiedKey(certificate, keys.privateKey)
}

/** Whether a CA can be read, and stays valid longer than a certificate that it would issue now. */
export async function isLastingAuthority({ certificate, privateKey }: CertifiedKey, now: number): Promise<boolean> {
  try {
    await importSigningKey(privateKey)
    return new X509Certificate(certificate).notAfter.getTime() > now + LEAF_DAYS * DAY
  } catch {
    return false
  }
}

function importSigningKey(privateKey: string): Promise<webcrypto.CryptoKey> {
  return crypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(privateKey), ALGORITHM, false, ['sign'])
}

/** A period of validity. It begins a day before `now`, because a client's clock may be behind. */
function validity(now: number, days: number) {
  return { notBefore: new Date(now - DAY), notAfter: new Date(now + days * DAY) }
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10 */
function nameConstraints(): Extension {
  const names = [...GATEWAY_HOSTS, 'localhost'].map((dNSName) => new GeneralName({ dNSName }))
  const addresses = ['127.0.0.1/32', '::1/128'].map((iPAddress) => new GeneralName({ iPAddress }))
  const permittedSubtrees = new GeneralSubtrees([...names, ...addresses].map((base) => new GeneralSubtree({ base })))
  return new Extension('2.5.29.30', true, AsnConvert.serialize(new NameConstraints({ permittedSubtrees })))
}

function randomSerial(): string {
  const bytes = randomBytes(16)
  // A serial number has to be positive, so its first bit is 0. Its second bit is 1, because the number must not begin with a zero byte.
  bytes[0] = (Number(bytes[0]) & 0x7f) | 0x40
  return bytes.toString('hex')
}

async function certifiedKey(certificate: X509Certificate, privateKey: webcrypto.CryptoKey): Promise<CertifiedKey> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey)
  return { certificate: `${certificate.toString('pem')}\n`, privateKey: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n` }
}
