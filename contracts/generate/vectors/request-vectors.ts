import { Buffer } from 'node:buffer'
import type { ErrorExample } from '../../goldplan.openapi.d.ts'
import { developmentKeys } from '../../keys/development-keys.ts'
import { parseAuthorization } from '../../wire/authorization.ts'
import { requestMessage } from '../../wire/signature-message.ts'
import { signRequest } from '../../wire/signed-headers.ts'
import { textOrBase64 } from './text-or-base64.ts'

const DESCRIPTION =
  'Requests as a service provider signs them with the shipped key (apiclient_key.pem): request, message, signature, Authorization, and the verdict of ' +
  'the gate at the time now (seconds since 1970): valid, or the error example of goldplan.openapi.yaml. Bytes that are no UTF-8 are in base64, by a name that says so.'

const TIMESTAMP = 1_700_000_000
const NONCE = '593BEC0C930BF1AFEB40B4A08C8FB242'
const CHANGE_STATUS = '/v3/goldplan/merchants/changegoldplanstatus'
const OPEN = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'

/** The input of a vector; omitted fields take valid defaults. */
interface Choice {
  readonly name: string
  readonly method?: string
  readonly target?: string
  readonly body?: string | Buffer
  readonly nonce?: string
  /** How many seconds the gateway's clock is past the timestamp. */
  readonly later?: number
  /** The body that is sent, when it is not the one that was signed. */
  readonly sentBody?: string
  readonly serial?: string
  readonly mchid?: string
  readonly header?: (authorization: string) => string
  readonly verdict?: ErrorExample
}

const GET = { method: 'GET', body: '' } as const

const RIGHT: readonly Choice[] = [
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
  { name: 'a line feed behind the body', body: `${OPEN}\n` },
  { name: 'a byte order mark', body: `\uFEFF${OPEN}` },
  { name: 'bytes that are no UTF-8', body: Buffer.from('7b226e6f7465223a22d6d0227d', 'hex') },
  { name: 'a long body', body: JSON.stringify({ note: '点金'.repeat(1_000) }) },
  { name: 'PATCH', method: 'PATCH', target: '/v3/goldplan/merchants/open-advertising-show', body: '{"sub_mchid":"1900000109"}' },
  { name: 'GET without a body', target: '/v3/certificates', ...GET },
  { name: 'a query', target: '/v3/certificates?algorithm_type=RSA', ...GET },
  { name: 'a query in no order', target: '/v3/certificates?b=2&a=1&b=1', ...GET },
  { name: 'a query with percent signs', target: '/v3/certificates?note=%E7%82%B9%e9%87%91%20a%2Fb', ...GET },
  { name: 'a query with a plus sign', target: '/v3/certificates?note=a+b', ...GET },
  { name: 'a query with an empty value', target: '/v3/certificates?a=&b', ...GET },
  { name: 'a question mark without a query', target: '/v3/certificates?', ...GET },
  { name: 'a short random string', nonce: '123adsddf' },
  { name: 'a random string with dashes', nonce: '3f1c0a6e-6f0c-4d5b-9a52-0f8f3f1f2b7d' },
]

const NOT_FOR_SIGNERS: readonly Choice[] = [
  { name: 'the fields in another order', header: reversed },
  { name: 'spaces behind the commas', header: (authorization) => authorization.replaceAll('",', '", ') },
  { name: 'the clock 299 seconds later', later: 299 },
  { name: 'the clock 300 seconds later', later: 300 },
  { name: 'the clock 301 seconds later', later: 301, verdict: 'SIGN_ERROR_TIMESTAMP' },
  { name: 'the clock 299 seconds earlier', later: -299 },
  { name: 'the clock 300 seconds earlier', later: -300 },
  { name: 'the clock 301 seconds earlier', later: -301, verdict: 'SIGN_ERROR_TIMESTAMP' },
  { name: 'another body than was signed', sentBody: '{}', verdict: 'SIGN_ERROR_SIGNATURE' },
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
    name: 'a field missing',
    header: (authorization) => authorization.replace(/nonce_str="\w+",/, ''),
    verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT',
  },
  {
    name: 'a field twice',
    header: (authorization) => `${authorization},mchid="${developmentKeys.merchant.mchid}"`,
    verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT',
  },
  { name: 'single quotes', header: (authorization) => authorization.replaceAll('"', "'"), verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT' },
  { name: 'a signature in base64url', header: base64url, verdict: 'SIGN_ERROR_SIGNATURE' },
]

function reversed(authorization: string): string {
  const [scheme = '', fields = ''] = authorization.split(' ')
  return `${scheme} ${fields.split(',').reverse().join(',')}`
}

function base64url(authorization: string): string {
  return authorization.replace(/(?<=signature=")[^"]+/, (signature) => Buffer.from(signature, 'base64').toString('base64url'))
}

/** The vectors of requests, as they are in `requests.json`. */
export async function requestVectors(): Promise<unknown> {
  const { mchid, serial } = developmentKeys.merchant
  return {
    description: DESCRIPTION,
    mchid,
    serial_no: serial,
    requests: await Promise.all(RIGHT.map((choice) => requestVector(choice))),
    // What a signer can't be asked to do, or must not do.
    gate: await Promise.all(NOT_FOR_SIGNERS.map((choice) => requestVector(choice))),
  }
}

async function requestVector(choice: Choice) {
  const { name, method = 'POST', target = CHANGE_STATUS, body = OPEN, nonce = NONCE, later = 0, header = (text) => text } = choice
  const { merchant } = developmentKeys
  const { mchid = merchant.mchid, serial = merchant.serial, sentBody = body, verdict = 'valid' } = choice
  const signer = { mchid, serial, privateKey: merchant.privateKey, now: TIMESTAMP * 1000, nonce }
  const authorization = await signRequest({ method, target, body }, signer)
  return {
    name,
    request: { method, target, ...textOrBase64('body', Buffer.from(sentBody)) },
    timestamp: String(TIMESTAMP),
    nonce_str: nonce,
    ...textOrBase64('message', requestMessage({ method, target, timestamp: TIMESTAMP, nonce, body })),
    signature: parseAuthorization(authorization).signature,
    authorization: header(authorization),
    now: TIMESTAMP + later,
    verdict,
  }
}
