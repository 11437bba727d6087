import { Buffer } from 'node:buffer'
import type { ErrorExample } from '../../goldplan.openapi.d.ts'
import { developmentKeys } from '../../keys/development-keys.ts'
import { parseAuthorization } from '../../wire/authorization.ts'
import { requestMessage } from '../../wire/signature-message.ts'
import { signedBody } from '../../wire/signed-body.ts'
import { signRequest } from '../../wire/signed-headers.ts'
import { textOrBase64 } from './text-or-base64.ts'

const DESCRIPTION =
  'Requests of a service provider, signed with the shipped key (apiclient_key.pem). Each vector has the request, message, signature and Authorization, and the verdict of ' +
  'the gateway at the time now (seconds since 1970): valid, or the name of an error example in the OpenAPI documents. For an upload (content_type), the signature covers only the part meta of the body. Bytes that are not UTF-8 are in base64, in a field whose name ends in _base64.'

const TIMESTAMP = 1_700_000_000
const NONCE = '593BEC0C930BF1AFEB40B4A08C8FB242'
const CHANGE_STATUS = '/v3/goldplan/merchants/changegoldplanstatus'
const OPEN = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'

/** The input of a test vector. A field that is left out gets a valid default. */
interface VectorInput {
  readonly name: string
  readonly method?: string
  readonly target?: string
  readonly body?: string | Buffer
  readonly contentType?: string
  readonly nonce?: string
  /** The gateway's time minus the timestamp of the request, in seconds. */
  readonly later?: number
  /** The body that is sent, if it differs from the signed one. */
  readonly sentBody?: string
  readonly serial?: string
  readonly mchid?: string
  readonly header?: (authorization: string) => string
  readonly verdict?: ErrorExample
}

const GET = { method: 'GET', body: '' } as const

const SIGNED_CORRECTLY: readonly VectorInput[] = [
  { name: 'a compact body' },
  { name: 'spaces as Python writes them', body: '{"sub_mchid": "1900000109", "operation_type": "OPEN"}' },
  { name: 'two spaces of indentation', body: '{\n  "sub_mchid": "1900000109",\n  "operation_type": "OPEN"\n}' },
  { name: 'tabs and CR LF', body: '{\r\n\t"sub_mchid": "1900000109",\r\n\t"operation_type": "OPEN"\r\n}\r\n' },
  { name: 'keys in another order', body: '{"operation_type":"OPEN","sub_mchid":"1900000109"}' },
  { name: 'Chinese text', body: '{"sub_mchid":"1900000109","note":"点金计划"}' },
  { name: 'Chinese text escaped', body: '{"sub_mchid":"1900000109","note":"\\u70b9\\u91d1\\u8ba1\\u5212"}' },
  { name: 'slashes', body: '{"url":"https://example.com/a/b"}' },
  { name: 'slashes escaped', body: '{"url":"https:\\/\\/example.com\\/a\\/b"}' },
  { name: 'backslashes, quotes and line feeds in a string', body: '{"note":"a\\\\b\\"c\\nd"}' },
  { name: 'a character of four bytes', body: '{"note":"😀"}' },
  { name: 'an empty object', body: '{}' },
  { name: 'a line feed after the body', body: `${OPEN}\n` },
  { name: 'a byte order mark', body: `\uFEFF${OPEN}` },
  { name: 'bytes that are not UTF-8', body: Buffer.from('7b226e6f7465223a22d6d0227d', 'hex') },
  { name: 'a long body', body: JSON.stringify({ note: '点金'.repeat(1_000) }) },
  { name: 'PATCH', method: 'PATCH', target: '/v3/goldplan/merchants/open-advertising-show', body: '{"sub_mchid":"1900000109"}' },
  { name: 'GET without a body', target: '/v3/certificates', ...GET },
  { name: 'a query', target: '/v3/certificates?algorithm_type=RSA', ...GET },
  { name: 'an unsorted query', target: '/v3/certificates?b=2&a=1&b=1', ...GET },
  { name: 'a query with percent signs', target: '/v3/certificates?note=%E7%82%B9%e9%87%91%20a%2Fb', ...GET },
  { name: 'a query with a plus sign', target: '/v3/certificates?note=a+b', ...GET },
  { name: 'a query with an empty value', target: '/v3/certificates?a=&b', ...GET },
  { name: 'a question mark without a query', target: '/v3/certificates?', ...GET },
  { name: 'a short random string', nonce: '123adsddf' },
  { name: 'a random string with dashes', nonce: '3f1c0a6e-6f0c-4d5b-9a52-0f8f3f1f2b7d' },
]

const GATE_ONLY: readonly VectorInput[] = [
  { name: 'the fields in another order', header: reversed },
  { name: 'spaces after the commas', header: (authorization) => authorization.replaceAll('",', '", ') },
  { name: 'the clock 299 seconds later', later: 299 },
  { name: 'the clock 300 seconds later', later: 300 },
  { name: 'the clock 301 seconds later', later: 301, verdict: 'SIGN_ERROR_TIMESTAMP' },
  { name: 'the clock 299 seconds earlier', later: -299 },
  { name: 'the clock 300 seconds earlier', later: -300 },
  { name: 'the clock 301 seconds earlier', later: -301, verdict: 'SIGN_ERROR_TIMESTAMP' },
  { name: 'a different body than was signed', sentBody: '{}', verdict: 'SIGN_ERROR_SIGNATURE' },
  { name: 'one space more than was signed', sentBody: OPEN.replace(',', ', '), verdict: 'SIGN_ERROR_SIGNATURE' },
  {
    name: 'a serial number in lower case',
    serial: developmentKeys.merchant.serial.toLowerCase(),
    verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL',
  },
  { name: 'an unknown serial number', serial: '00'.repeat(20), verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL' },
  { name: 'an unknown merchant', mchid: '1900000999', verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL' },
  {
    name: 'another scheme',
    header: (authorization) => authorization.replace('SHA256-RSA2048', 'SM2-WITH-SM3'),
    verdict: 'SIGN_ERROR_AUTHORIZATION_SCHEME',
  },
  {
    name: 'a missing field',
    header: (authorization) => authorization.replace(/nonce_str="\w+",/, ''),
    verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT',
  },
  {
    name: 'a repeated field',
    header: (authorization) => `${authorization},mchid="${developmentKeys.merchant.mchid}"`,
    verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT',
  },
  { name: 'single quotes', header: (authorization) => authorization.replaceAll('"', "'"), verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT' },
  { name: 'a signature in base64url', header: base64url, verdict: 'SIGN_ERROR_SIGNATURE' },
]

const FORM = 'multipart/form-data; boundary=boundary'
const META = '{"filename":"商户.jpg","sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}'
const UPLOAD = { target: '/v3/merchant/media/upload', contentType: FORM } as const

function form(meta: string, disposition = 'form-data; name="meta"'): string {
  const file = 'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpg\r\n\r\nfoo'
  return `--boundary\r\nContent-Disposition: ${disposition}\r\nContent-Type: application/json\r\n\r\n${meta}\r\n--boundary\r\n${file}\r\n--boundary--\r\n`
}

/** In these uploads, the signature covers only the part `meta` of the body. */
const UPLOADS: readonly VectorInput[] = [
  { name: 'an upload', ...UPLOAD, body: form(META) },
  { name: 'an upload with spaces in its JSON', ...UPLOAD, body: form('{ "filename": "a.jpg" }') },
  { name: 'an upload whose boundary is in quotes', ...UPLOAD, contentType: 'multipart/form-data; boundary="boundary"', body: form(META) },
  { name: 'an upload with a semicolon after the name', ...UPLOAD, body: form(META, 'form-data; name="meta";') },
  { name: 'an upload whose part meta is a file', ...UPLOAD, body: form(META, 'form-data; name="meta"; filename="blob"') },
  { name: 'an upload whose file was changed after signing', ...UPLOAD, body: form(META), sentBody: form(META).replace('foo', 'bar') },
  {
    name: 'an upload with another name than was signed',
    ...UPLOAD,
    body: form(META),
    sentBody: form(META.replace('.jpg', '.png')),
    verdict: 'SIGN_ERROR_SIGNATURE',
  },
]

function reversed(authorization: string): string {
  const [scheme = '', fields = ''] = authorization.split(' ')
  return `${scheme} ${fields.split(',').reverse().join(',')}`
}

function base64url(authorization: string): string {
  return authorization.replace(/(?<=signature=")[^"]+/, (signature) => Buffer.from(signature, 'base64').toString('base64url'))
}

/** The contents of `requests.json`. */
export async function requestVectors(): Promise<unknown> {
  const { mchid, serial } = developmentKeys.merchant
  return {
    description: DESCRIPTION,
    mchid,
    serial_no: serial,
    requests: await Promise.all(SIGNED_CORRECTLY.map((input) => requestVector(input))),
    // These requests test only code that verifies signatures, not code that signs.
    gate: await Promise.all(GATE_ONLY.map((input) => requestVector(input))),
    // Uploads have their own list, because code that signs an upload has to find the part `meta` in the body.
    uploads: await Promise.all(UPLOADS.map((input) => requestVector(input))),
  }
}

async function requestVector(input: VectorInput) {
  const {
    name,
    method = 'POST',
    target = CHANGE_STATUS,
    body = OPEN,
    nonce = NONCE,
    contentType,
    later = 0,
    header = (text) => text,
  } = input
  const { merchant } = developmentKeys
  const { mchid = merchant.mchid, serial = merchant.serial, sentBody = body, verdict = 'valid' } = input
  const signer = { mchid, serial, privateKey: merchant.privateKey, now: TIMESTAMP * 1000, nonce }
  const authorization = await signRequest({ method, target, body, ...(contentType !== undefined && { contentType }) }, signer)
  return {
    name,
    request: {
      method,
      target,
      ...(contentType !== undefined && { content_type: contentType }),
      ...textOrBase64('body', Buffer.from(sentBody)),
    },
    timestamp: String(TIMESTAMP),
    nonce_str: nonce,
    ...textOrBase64(
      'message',
      requestMessage({ method, target, timestamp: TIMESTAMP, nonce, body: await signedBody(Buffer.from(body), contentType) }),
    ),
    signature: parseAuthorization(authorization).signature,
    authorization: header(authorization),
    now: TIMESTAMP + later,
    verdict,
  }
}
