import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  assertKeyPair,
  certificateSerial,
  developmentKeys,
  importPrivateKey,
  importPublicKey,
  shownInError,
} from '../../../../contracts/index.ts'

const { merchant } = developmentKeys
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = String(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }))
const der = rsa.privateKey.export({ type: 'pkcs8', format: 'der' })
const pkcs1 = String(rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }))
const cryptoKey = await importPrivateKey(pem)
const jwk = rsa.privateKey.export({ format: 'jwk' })
const certificateDer = new X509Certificate(merchant.certificate).raw
/** The beginning of a PKCS#12 file: an ASN.1 sequence that contains the number 3 and another sequence. */
const p12 = Buffer.concat([Buffer.from('3082015702010330820150', 'hex'), Buffer.alloc(0x150, 0x06)])

const body = (text: string) => text.replace(/-----[^-]+-----\n/g, '')
const without = (text: string, index: number) => text.split('\n').toSpliced(index, 1).join('\n')
const encrypted = (type: 'pkcs8' | 'pkcs1') =>
  String(rsa.privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }))
const textOf = ({ privateKey }: { readonly privateKey: KeyObject }) => String(privateKey.export({ type: 'pkcs8', format: 'pem' }))

const COPY = 'copy the file again, whole and unchanged'
const LINES = 'put it between the lines -----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY-----'
const READ = "give the content of the file, as readFileSync(path, 'utf8') returns it"
const FROM_PKCS1 = 'openssl pkcs8 -topk8 -nocrypt -in key.pem -out apiclient_key.pem'
const FROM_DER = 'openssl pkcs8 -topk8 -nocrypt -inform DER -in key.der -out apiclient_key.pem'
const FROM_P12 = 'take the key out of it with: openssl pkcs12 -in apiclient_cert.p12 -nocerts -nodes -out apiclient_key.pem'
const UNSET = 'check that the environment variable or setting that it comes from is set'
const KEY = 'a PKCS#8 private key (-----BEGIN PRIVATE KEY-----)'

describe('an error about a private key describes', () => {
  it.each<[string, unknown, string]>([
    ['empty text', ' \n', `empty text; ${UNSET}`],
    ['the word undefined', 'undefined', `the word undefined, null, none or nil; ${UNSET}`],
    ['an object turned into text', '[object Object]', 'an object that was turned into text'],
    ['a variable that was not filled in', '$WX_KEY', `the name of a variable that was not filled in; ${UNSET}`],
    [
      'a word with a brace only at its end',
      'secret}',
      'text without a PEM label; convert a .p12 file with: openssl pkcs12 -in apiclient_cert.p12 -nodes',
    ],
    ['a path', './cert/apiclient_key.pem', `the path "./cert/apiclient_key.pem" instead of the file's content; ${READ}`],
    ['a Windows path', 'C:\\wx\\key.p12', `the path "C:\\\\wx\\\\key.p12" instead of the file's content; ${READ}`],
    ['a path that is not shown, because it may be a secret', '~/secrets', `a path instead of the file's content; ${READ}`],
    ['a file URL as text', 'file:///etc/apiclient_key.pem', `a file URL; ${READ}`],
    ['an HTML page', '<!DOCTYPE html><html>', 'an HTML page; take the .pem file that WeChat Pay issued'],
    ['an APIv3 key', 'a1B2c3D4e5F6a7B8c9D0e1F2a3B4c5D6', '32 letters and digits, as in an APIv3 key'],
    ['a merchant ID', '1900000100', 'a number, such as a merchant ID'],
    ['a serial number', merchant.serial, '40 hexadecimal digits, as in the serial number of a certificate'],
    ['the ID of a public key', 'PUB_KEY_ID_0116947288792026071402191500000000', 'the ID of a WeChat Pay public key'],
    ['an AppID', 'wxd678efh567hg6787', 'an AppID'],
    [
      'a JWK as text',
      JSON.stringify(jwk),
      "a JWK; read it with createPrivateKey({ key: JSON.parse(text), format: 'jwk' }) or createPublicKey(…)",
    ],
    ['JSON with the key in it', JSON.stringify({ private_key: pem }), 'JSON with PEM in it; parse it and give the value that is PEM'],
    ['a PuTTY key', 'PuTTY-User-Key-File-2: ssh-rsa\n', 'a private key of PuTTY (.ppk); take the .pem file that WeChat Pay issued'],
    ['a key without its PEM lines', body(pem), `base64 of a PKCS#8 private key without its PEM lines; ${LINES}`],
    ['a key without its PEM lines, on one line', der.toString('base64'), `base64 of a PKCS#8 private key without its PEM lines; ${LINES}`],
    [
      'a key in base64url',
      der.toString('base64url'),
      `base64url of a PKCS#8 private key without its PEM lines; convert it with: ${FROM_DER}`,
    ],
    [
      'a PKCS#1 key without its PEM lines',
      body(pkcs1),
      `base64 of a PKCS#1 private key without its PEM lines; ${LINES.replaceAll('PRIVATE', 'RSA PRIVATE')}, then convert it with: ${FROM_PKCS1}`,
    ],
    [
      'a certificate without its PEM lines',
      body(merchant.certificate),
      'base64 of a certificate without its PEM lines; the private key is the other file, apiclient_key.pem',
    ],
    [
      'a key in hexadecimal',
      der.toString('hex'),
      `hexadecimal digits of a PKCS#8 private key without its PEM lines; convert it with: ${FROM_DER}`,
    ],
    [
      'base64 of PEM',
      Buffer.from(pem).toString('base64'),
      "base64 of a whole PEM text; decode it first, in JavaScript with: Buffer.from(text, 'base64')",
    ],
    ['a key in DER', der, `a PKCS#8 private key in DER; convert it with: ${FROM_DER}`],
    ['a certificate in DER', certificateDer, 'a certificate in DER; the private key is the other file, apiclient_key.pem'],
    ['a PKCS#12 file', p12, `a PKCS#12 file (.p12 or .pfx); ${FROM_P12}`],
    ['a PKCS#12 file in base64', p12.toString('base64'), `base64 of a PKCS#12 file (.p12 or .pfx); ${FROM_P12}`],
    ['a PKCS#12 file read as latin1', p12.toString('latin1'), `a PKCS#12 file (.p12 or .pfx); ${FROM_P12}`],
    [
      'a binary file read as text',
      Buffer.from('308209c30201', 'hex').toString(),
      'a binary file, such as a .p12, that was read as text; convert a .p12 file with: openssl pkcs12 -in apiclient_cert.p12 -nodes',
    ],
    [
      'a Java key store',
      Buffer.from('feedfeed00000002', 'hex'),
      'a Java key store (.jks); convert it with: keytool -importkeystore -srckeystore key.jks -destkeystore apiclient_cert.p12 -deststoretype PKCS12',
    ],
    ['a file in UTF-16', Buffer.from(`\uFEFF${pem}`, 'utf16le'), 'text in UTF-16; save the file as UTF-8'],
    [
      'an encrypted key',
      encrypted('pkcs8'),
      'an encrypted private key (-----BEGIN ENCRYPTED PRIVATE KEY-----); decrypt it with: openssl pkcs8 -in key.pem -out apiclient_key.pem',
    ],
    [
      'an encrypted PKCS#1 key',
      encrypted('pkcs1'),
      `an encrypted private key (-----BEGIN RSA PRIVATE KEY-----); convert it with: ${FROM_PKCS1}`,
    ],
    [
      'an OpenSSH key',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n',
      'an OpenSSH private key (-----BEGIN OPENSSH PRIVATE KEY-----); convert a copy of it with: ssh-keygen -p -m PKCS8 -N "" -f apiclient_key.pem',
    ],
    [
      'a PKCS#8 key with the label of a PKCS#1 key',
      pem.replaceAll('PRIVATE', 'RSA PRIVATE'),
      'a PKCS#8 private key with the wrong label -----BEGIN RSA PRIVATE KEY-----; write PRIVATE KEY in both lines',
    ],
  ])('%s', async (_, given, got) => {
    const message = `privateKey must be a PKCS#8 private key in PEM (-----BEGIN PRIVATE KEY-----); got ${got}`
    await expect(importPrivateKey(given as string)).rejects.toThrow(new TypeError(message))
  })

  it.each<[string, string, string]>([
    ['quotes', `"${pem.trim()}"`, `${KEY} in quotes; remove the quotes`],
    [
      '\\n as two characters',
      pem.replaceAll('\n', '\\n'),
      `${KEY} with \\n, a backslash and a letter, where line breaks belong; write line breaks there, in JavaScript with: text.replaceAll('\\\\n', '\\n')`,
    ],
    [
      '\\n with two backslashes',
      pem.replaceAll('\n', '\\\\n'),
      `${KEY} with \\n, a backslash and a letter, where line breaks belong; write`,
    ],
    ['a JSON string', JSON.stringify(pem), `${KEY} with \\n, a backslash and a letter, where line breaks belong and in quotes; write`],
    ['HTML', pem.replaceAll('\n', '&#10;'), `${KEY} with HTML in it, such as &#10; or <br>; ${COPY}`],
    [
      'em dashes',
      pem.replaceAll('-----', '—--'),
      'PEM with — (U+2014) where hyphens belong; type five hyphens on each side of BEGIN … and END …',
    ],
    [
      'full-width dashes',
      pem.replaceAll('-', '－'),
      'PEM with － (U+FF0D) where hyphens belong; type five hyphens on each side of BEGIN … and END …',
    ],
    [
      'four hyphens',
      pem.replaceAll('-----', '----'),
      'PEM with 4 instead of five hyphens; type five hyphens on each side of BEGIN … and END …',
    ],
    ['too few hyphens at the end', pem.trim().slice(0, -2), `${KEY} with a misspelt line -----END …-----; ${COPY}`],
    [
      'a last line in lower case',
      pem.replace('END PRIVATE KEY', 'end private key'),
      `${KEY} with a misspelt line -----END …-----; ${COPY}`,
    ],
    ['lost blanks and line breaks', pem.replaceAll(/\s/g, ''), `PEM with a misspelt line -----BEGIN …-----; ${COPY}`],
    ['a label in lower case', pem.toLowerCase(), `PEM with a misspelt line -----BEGIN …-----; ${COPY}`],
    ['the name of a variable before the PEM', `WX_KEY=${pem}`, `${KEY} with other text before -----BEGIN; begin a new line there`],
    ['a lost last line', pem.trim().split('\n').slice(0, -1).join('\n'), `${KEY} without its line -----END …-----; ${COPY}`],
    [
      'a lost last line, with the letters of END in its base64',
      pem
        .trim()
        .split('\n')
        .slice(0, -1)
        .join('\n')
        .replace(/\n.{20}(?=.{44}\n)/, (line) => `${line.slice(0, 16)}aEnDb`),
      `${KEY} without its line -----END …-----; ${COPY}`,
    ],
    ['a lost first line', without(pem, 0), `PEM without its line -----BEGIN …-----; ${COPY}`],
    [
      'a last line with another label than the first',
      pem.replace('END PRIVATE', 'END RSA PRIVATE'),
      `${KEY} that ends with the line -----END RSA PRIVATE KEY-----; ${COPY}`,
    ],
    [
      'a zero-width character',
      pem.replace('\nMII', '\n\u200bMII'),
      `${KEY} with U+200B between its lines, where only base64 belongs; ${COPY}`,
    ],
    ['an ellipsis', pem.replace('\nMII', '\n…'), `${KEY} with U+2026 between its lines, where only base64 belongs; ${COPY}`],
    ['nothing between its PEM lines', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----', `${KEY} without content; ${COPY}`],
  ])('what is wrong with its PEM: %s', async (_, given, got) => {
    const error = await importPrivateKey(given).catch((reason) => reason)
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain(`; got ${got}`)
  })

  it.each([
    [
      'a lost line',
      without(pem, 8),
      /^privateKey can't be read as an RSA key: it has only 11\d\d of its 12\d\d bytes; copy the file again/,
    ],
    ['a lost character', pem.replace('MII', 'MI'), /: the text between its BEGIN and END lines is damaged; copy the file again/],
    [
      'a PKCS#1 key with the label of a PKCS#8 key',
      pkcs1.replaceAll('RSA ', ''),
      /: it is a PKCS#1 private key with the wrong label .*; write RSA PRIVATE KEY in both lines, then convert it with: openssl/,
    ],
    [
      'a certificate',
      merchant.certificate.replaceAll('CERTIFICATE', 'PRIVATE KEY'),
      /: it is a certificate with the wrong label -----BEGIN PRIVATE KEY-----; the private key is the other file, apiclient_key\.pem$/,
    ],
    [
      'a PKCS#12 file',
      `-----BEGIN PRIVATE KEY-----\n${p12.toString('base64')}\n-----END PRIVATE KEY-----`,
      /: it is a PKCS#12 file .* with the wrong label -----BEGIN PRIVATE KEY-----; take the key out of it with: openssl pkcs12/,
    ],
    [
      'an elliptic-curve key',
      textOf(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
      /: it is an elliptic-curve key \(P-256\); WeChat Pay uses RSA keys of 2048 bits$/,
    ],
    ['an SM2 key', textOf(generateKeyPairSync('ec', { namedCurve: 'SM2' })), /: it is an elliptic-curve key \(SM2, 国密\); WeChat Pay/],
    ['an Ed25519 key', textOf(generateKeyPairSync('ed25519')), /: it is an Ed25519 key; WeChat Pay/],
    ['an RSA-PSS key', textOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 })), /: it is an RSA-PSS key; WeChat Pay/],
  ])('what is wrong between its BEGIN and END lines: %s', async (_, given, message) => {
    await expect(importPrivateKey(given)).rejects.toThrow(message)
    expect(() => assertKeyPair(given, merchant.certificate)).toThrow(message)
  })

  it.each<[string, unknown, RegExp]>([
    ['a URL', new URL('file:///a.pem'), /; got a URL; give the content of the file, as readFileSync\(url, 'utf8'\) returns it$/],
    ['a Promise', Promise.resolve(pem), /; got a Promise; await it first$/],
    ['an ArrayBuffer', new ArrayBuffer(8), /; got an ArrayBuffer; give a Buffer/],
    ['an X509Certificate', new X509Certificate(merchant.certificate), /; got an X509Certificate; the private key is the other file, /],
    ['a CryptoKey', cryptoKey, /; got a CryptoKey; give a KeyObject/],
    ['a JWK', jwk, /; got a JWK; give a KeyObject, as createPrivateKey\(/],
  ])('%s instead of text', async (_, given, message) => {
    await expect(importPrivateKey(given as string)).rejects.toThrow(message)
  })
})

describe('an error about a certificate or a public key describes', () => {
  it.each<[string, unknown, RegExp]>([
    [
      'a PKCS#12 file',
      p12,
      /a PKCS#12 file \(\.p12 or \.pfx\); take the merchant's certificate out of it with: openssl pkcs12 .* -clcerts -nokeys/,
    ],
    ['a certificate in DER', certificateDer, /a certificate in DER; convert it with: openssl x509 -inform DER/],
    ['a certificate without its PEM lines', body(merchant.certificate), /put it between the lines -----BEGIN CERTIFICATE-----/],
    ['a PKCS#1 private key', pkcs1, /a PKCS#1 private key .*; the merchant's certificate is the other file, apiclient_cert\.pem$/],
    [
      'a certificate with the label of a key',
      merchant.certificate.replaceAll('CERTIFICATE', 'RSA KEY'),
      /a certificate with the wrong label/,
    ],
    ['a certificate whose end is lost', merchant.certificate.slice(0, 600), /a certificate \(.*\) without its line -----END …-----/],
    ['a certificate that lost a line', without(merchant.certificate, 5), /it has only \d+ of its \d+ bytes/],
  ])('%s', async (_, given, message) => {
    await expect(importPublicKey(given as string)).rejects.toThrow(message)
    expect(() => certificateSerial(given as string)).toThrow(message)
  })

  it.each<[string, (value: string) => unknown, unknown, RegExp]>([
    ['an X509Certificate instead of its text', importPublicKey, new X509Certificate(merchant.certificate), /; give its text, /],
    ['a JWK instead of a public key', importPublicKey, jwk, /; got a JWK; give a KeyObject, as createPublicKey\(/],
    ['a JWK instead of a certificate', certificateSerial, jwk, /; got a JWK$/],
    ['a CryptoKey instead of a certificate', certificateSerial, cryptoKey, /; got a CryptoKey$/],
  ])('%s', async (_, read, given, message) => {
    await expect(async () => read(given as string)).rejects.toThrow(message)
  })

  it('a certificate of version 1 in DER', () => {
    // An ASN.1 sequence of three elements: the certificate (serial number, algorithm, issuer, validity, subject, elliptic-curve key), an
    // algorithm and a signature.
    const certificate = Buffer.from('301f30180201013000300030003000300b300906072a8648ce3d02013000030100', 'hex')
    expect(() => certificateSerial(certificate)).toThrow(/; got a certificate with an elliptic-curve key .* in DER/)
  })

  it('a certificate request in DER', () => {
    // An ASN.1 sequence of three elements: the request's information (version, name, key, attributes), an algorithm and a signature.
    const request = Buffer.from('3010300902010030003000a0003000030100', 'hex')
    expect(() => certificateSerial(request)).toThrow(/; got a certificate request in DER$/)
  })
})

describe('a key is read', () => {
  it.each([
    ['with blanks instead of line breaks', pem.trim().replaceAll('\n', ' ')],
    ['with its content on one line', pem.replaceAll('\n', '').replaceAll(/(KEY-----)(?=M)|(?=-----END)/g, '$1\n')],
    ['with the line breaks of Windows', pem.replaceAll('\n', '\r\n')],
    ['after a byte order mark', `\uFEFF${pem}`],
    ['indented', pem.replaceAll(/^/gm, '    ')],
  ])('%s', async (_, given) => {
    expect((await importPrivateKey(given)).type).toBe('private')
    expect(() => assertKeyPair(given, merchant.certificate)).toThrow(/privateKey is not the key of the certificate/)
  })
})

it('a certificate is read with blanks instead of line breaks', () => {
  expect(certificateSerial(merchant.certificate.replaceAll('\n', ' '))).toBe(merchant.serial)
})

describe('shownInError', () => {
  it.each<[unknown, string]>([
    ['1900000100', '"1900000100"'],
    [merchant.serial, `"${merchant.serial}"`],
    [undefined, 'nothing'],
    [7, '7'],
    [{}, '{}'],
    [{ key: pem }, 'object'],
    [createPrivateKey(pem), 'a private KeyObject'],
    [cryptoKey, 'a CryptoKey'],
    [Promise.resolve(pem), 'a Promise; await it first'],
    [new X509Certificate(merchant.certificate), 'an X509Certificate'],
    [Buffer.from(pem), KEY],
    [pem, KEY],
    [developmentKeys.apiV3Key, 'text of 32 characters'],
    ['a1B2c3D4e5F6a7B8c9D0e1F2a3B4c5D6', '32 letters and digits, as in an APIv3 key'],
    ['x'.repeat(70), 'text of 70 characters'],
  ])('shows %j as %s', (value, shown) => {
    expect(shownInError(value)).toBe(shown)
  })
})
