export const PRIVATE_KEY = 'PRIVATE KEY'
export const CERTIFICATE = 'CERTIFICATE'
export const PUBLIC_KEY = 'PUBLIC KEY'
/** PEM has no label for a PKCS#12 file, so this project made up this label. */
export const PKCS12 = 'PKCS12'

const MEANINGS: Readonly<Record<string, string>> = {
  [PRIVATE_KEY]: 'a PKCS#8 private key',
  [CERTIFICATE]: 'a certificate',
  [PUBLIC_KEY]: 'a public key',
  [PKCS12]: 'a PKCS#12 file (.p12 or .pfx)',
  'RSA PRIVATE KEY': 'a PKCS#1 private key',
  'RSA PUBLIC KEY': 'a PKCS#1 public key',
  'EC PRIVATE KEY': 'an elliptic-curve private key',
  'EC PARAMETERS': 'an elliptic-curve private key',
  'DSA PRIVATE KEY': 'a DSA private key',
  'ENCRYPTED PRIVATE KEY': 'an encrypted private key',
  'OPENSSH PRIVATE KEY': 'an OpenSSH private key',
  'CERTIFICATE REQUEST': 'a certificate request',
  'NEW CERTIFICATE REQUEST': 'a certificate request',
  PKCS7: 'a PKCS#7 file (.p7b)',
}

const CONVERSIONS: Readonly<Record<string, string>> = {
  'ENCRYPTED PRIVATE KEY': '; decrypt it with: openssl pkcs8 -in key.pem -out apiclient_key.pem',
  'RSA PRIVATE KEY': '; convert it with: openssl pkcs8 -topk8 -nocrypt -in key.pem -out apiclient_key.pem',
  'RSA PUBLIC KEY': '; convert it with: openssl rsa -RSAPublicKey_in -in key.pem -pubout -out public_key.pem',
  'OPENSSH PRIVATE KEY': '; convert a copy of it with: ssh-keygen -p -m PKCS8 -N "" -f apiclient_key.pem',
  PKCS7: '; take the certificate out of it with: openssl pkcs7 -print_certs -in cert.p7b -out apiclient_cert.pem',
}

const KEY_FROM_PKCS12 = '; take the key out of it with: openssl pkcs12 -in apiclient_cert.p12 -nocerts -nodes -out apiclient_key.pem'
const CERTIFICATE_FROM_PKCS12 =
  "; take the merchant's certificate out of it with: openssl pkcs12 -in apiclient_cert.p12 -clcerts -nokeys -out apiclient_cert.pem"
const OTHER_FILE = "; the merchant's certificate is the other file, apiclient_cert.pem"

/** What a PEM label means, such as `a certificate`; `undefined` for an unusual label. */
export function meaningOf(label: string): string | undefined {
  return MEANINGS[label]
}

/** Describes the wanted labels in an error message, such as `a certificate in PEM (-----BEGIN CERTIFICATE-----)`. */
export function wantedForms(labels: readonly string[]): string {
  return labels.map((label) => `${meaningOf(label)} in PEM (-----BEGIN ${label}-----)`).join(' or ')
}

/** Says what to do with content whose label is not one of the wanted labels. The result is the end of an error message, and can be empty. */
export function remedyFor(label: string, wanted: readonly string[]): string {
  const wantsKey = wanted.includes(PRIVATE_KEY)
  if (label === PKCS12) return wantsKey ? KEY_FROM_PKCS12 : CERTIFICATE_FROM_PKCS12
  if (label === CERTIFICATE || label === 'CERTIFICATE REQUEST')
    return wantsKey ? '; the private key is the other file, apiclient_key.pem' : ''
  if (label === PRIVATE_KEY) return OTHER_FILE
  const isPrivate = label.endsWith(PRIVATE_KEY)
  if (isPrivate && !wantsKey) return OTHER_FILE
  return isPrivate || !wantsKey ? (CONVERSIONS[label] ?? '') : ''
}
