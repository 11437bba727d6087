import { Buffer } from 'node:buffer'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import * as asn1 from 'asn1js'
import { DEVELOPMENT_SERIAL_PREFIX } from '../../contracts/index.ts'

/** The subject of a new certificate. */
export interface CertificateSubject {
  readonly mchid: string
  /** How many certificates the merchant already had. */
  readonly ordinal: number
  /** The merchant's public key: SPKI in DER. */
  readonly publicKey: Uint8Array
  /** The serial number of the certificate. The default is made from `mchid` and `ordinal`. */
  readonly serial?: string
  /** When the certificate expires, by default in 2049. */
  readonly to?: Date
}

/** Issues a merchant's API certificate (商户API证书), X.509 in PEM. */
export type IssueCertificate = (subject: CertificateSubject) => string

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
// These are also the dates of the shipped certificates. 2049 is the last year that X.509 writes with two digits.
const FROM = new Date('2020-01-01T00:00:00Z')
const TO = new Date('2049-12-31T00:00:00Z')
/** A serial number has twenty bytes: the five bytes of the prefix `mock-`, and this many bytes of a digest. */
const OWN_BYTES = 15
const ORGANIZATION = 'wechatpay-goldplan-mock'

/**
 * Creates an issuer with a new key. The issuer's public key is not published, because SDKs don't check the certificate chain. The key is an
 * elliptic-curve key, so that issuing takes less than a millisecond.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function createIssuer(): IssueCertificate {
  const issuer = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  return (subject) => {
    const toBeSigned = tbsCertificate(subject)
    const signature = sign('sha256', Buffer.from(toBeSigned.toBER()), issuer)
    const certificate = sequence(toBeSigned, algorithm(), new asn1.BitString({ valueHex: signature }))
    return pem(Buffer.from(certificate.toBER()))
  }
}

/** Makes a serial number in hexadecimal: the prefix `mock-`, which marks development certificates, and a digest of both values. */
export function serialFor({ mchid, ordinal }: Pick<CertificateSubject, 'mchid' | 'ordinal'>): string {
  const own = createHash('sha256').update(`${mchid}/${ordinal}`).digest().subarray(0, OWN_BYTES)
  return DEVELOPMENT_SERIAL_PREFIX + own.toString('hex').toUpperCase()
}

function tbsCertificate(subject: CertificateSubject): asn1.Sequence {
  return sequence(
    new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [new asn1.Integer({ value: 2 })] }),
    new asn1.Integer({ valueHex: Buffer.from(subject.serial ?? serialFor(subject), 'hex') }),
    algorithm(),
    name({ '2.5.4.6': 'CN', '2.5.4.10': ORGANIZATION, '2.5.4.3': `${ORGANIZATION} tenants` }),
    sequence(new asn1.UTCTime({ valueDate: FROM }), new asn1.UTCTime({ valueDate: subject.to ?? TO })),
    name({ '2.5.4.6': 'CN', '2.5.4.10': ORGANIZATION, '2.5.4.3': subject.mchid }),
    asn1.fromBER(subject.publicKey).result,
  )
}

/** Builds a distinguished name from its attributes. Each key is an object identifier: 2.5.4.6 is C, 2.5.4.10 is O, 2.5.4.3 is CN. */
function name(attributes: Readonly<Record<string, string>>): asn1.Sequence {
  const parts = Object.entries(attributes).map(([type, value]) => {
    const text = type === '2.5.4.6' ? new asn1.PrintableString({ value }) : new asn1.Utf8String({ value })
    return new asn1.Set({ value: [sequence(new asn1.ObjectIdentifier({ value: type }), text)] })
  })
  return sequence(...parts)
}

function algorithm(): asn1.Sequence {
  return sequence(new asn1.ObjectIdentifier({ value: ECDSA_WITH_SHA256 }))
}

function sequence(...value: asn1.AsnType[]): asn1.Sequence {
  return new asn1.Sequence({ value })
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
