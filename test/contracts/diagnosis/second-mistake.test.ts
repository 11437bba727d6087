import { Buffer } from 'node:buffer'
import { constants, createHash, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { developmentKeys, diagnose, formatAuthorization } from '../../../contracts/index.ts'

// Each case is a request with two mistakes. Public reports describe the first mistake; the second mistake is of another kind. The cases are
// written by hand, not generated from the catalogue of mistakes.

const { mchid, serial: SERIAL, privateKey, certificate } = developmentKeys.merchant
const TARGET = '/v3/goldplan/merchants/changegoldplanstatus'
const OPEN = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'
const CHINESE = '{"sub_mchid":"1900000109","operation_type":"OPEN","remark":"测试商品"}'
const GARBLED = '{"sub_mchid":"1900000109","operation_type":"OPEN","remark":"娴嬭瘯鍟嗗搧"}'
const FORM = `--boundary\r\nContent-Disposition: form-data; name="meta";\r\n\r\n${OPEN}\r\n--boundary\r\nContent-Disposition: form-data; name="file"; filename="a.jpg";\r\n\r\nfoo\r\n--boundary--\r\n`

interface Parts {
  readonly method: string
  readonly target: string
  readonly timestamp: string
  readonly body: string
}

interface Client {
  readonly sent: Parts
  readonly signed: Parts
  readonly serial: string
  readonly contentType?: string
  readonly lastLineFeed: string
  readonly hash: string
  readonly padding: number
}

function client(sent: Partial<Parts>, signed: Partial<Parts>, more: Partial<Client> = {}): Client {
  const right = { method: 'POST', target: TARGET, timestamp: '1554208460', body: OPEN, ...sent }
  const how = { serial: SERIAL, lastLineFeed: '\n', hash: 'sha256', padding: constants.RSA_PKCS1_PADDING }
  return { ...how, ...more, sent: right, signed: { ...right, ...signed } }
}

const GET = { method: 'GET', target: '/v3/certificates', body: '' }
const SIX = '{"appid":"a","mchid":"b","description":"c","out_trade_no":"d","notify_url":"e","attach":"f"}'
const SIX_MIXED = '{"attach":"f","notify_url":"e","appid":"a","out_trade_no":"d","description":"c","mchid":"b"}'
const PRETTY = '{\n  "sub_mchid": "1900000109",\n  "operation_type": "OPEN"\n}'

/** First mistakes, in the order in which the gateway notices them. */
const KINDS: Readonly<Record<string, readonly [id: string, client: Client]>> = {
  'a serial number that was never set': ['serial-unset', client({}, {}, { serial: 'null' })],
  'a line feed after the serial number': ['serial-with-blanks', client({}, {}, { serial: `${SERIAL}\n` })],
  'a space after the serial number': ['serial-with-blanks', client({}, {}, { serial: `${SERIAL} ` })],
  'a space inside the serial number': ['serial-with-blanks', client({}, {}, { serial: `${SERIAL.slice(0, 20)} ${SERIAL.slice(20)}` })],
  'a proxy prefix in the signed path': ['target-with-prefix', client({}, { target: `/api-weixin${TARGET}` })],
  'Chinese in the signed path': [
    'target-encoding',
    client({ ...GET, target: '/v3/a/b/%E5%95%86%E6%88%B7%201' }, { target: '/v3/a/b/商户 1' }),
  ],
  'Chinese in the signed query': [
    'target-encoding',
    client({ ...GET, target: `${GET.target}?note=%E6%B5%8B` }, { target: `${GET.target}?note=测` }),
  ],
  'a space in the signed query': [
    'target-encoding',
    client({ ...GET, target: `${GET.target}?note=a+b` }, { target: `${GET.target}?note=a b` }),
  ],
  'CR LF sent instead of LF': ['body-sent-with-other-line-breaks', client({ body: PRETTY.replaceAll('\n', '\r\n') }, { body: PRETTY })],
  'a body that was signed but not sent': ['body-lost', client({ body: '' }, { body: OPEN })],
  'a digest signed instead of the body': ['body-digest', client({}, { body: createHash('sha256').update(OPEN).digest('hex') })],
  'a signed body whose UTF-8 was read as GBK': ['body-utf-8-read-as-gbk', client({ body: CHINESE }, { body: GARBLED })],
  'a body that was garbled after signing': ['body-sent-as-gbk', client({ body: GARBLED }, { body: CHINESE })],
  '[] signed instead of no body': ['body-empty-array', client(GET, { body: '[]' })],
  'a signed body with an escape of Gson': [
    'body-escaped-by-another-library',
    client({ body: '{"sub_mchid":"1","url":"https://a.cn/n?a=1"}' }, { body: '{"sub_mchid":"1","url":"https://a.cn/n?a\\u003d1"}' }),
  ],
  'a signed body with an escape of System.Text.Json': [
    'body-escaped-by-another-library',
    client({ body: '{"d":"A+B"}' }, { body: '{"d":"A\\u002BB"}' }),
  ],
  'six keys signed in another order': ['body-keys-reordered', client({ body: SIX }, { body: SIX_MIXED })],
  'two keys that were sorted after signing': [
    'body-keys-reordered',
    client({ body: '{"operation_type":"OPEN","sub_mchid":"1900000109"}' }, { body: OPEN }),
  ],
  'a Postman variable in the signed body': ['body-template', client({}, { body: OPEN.replace('1900000109', '{{sub_mchid}}') })],
  'a line feed that was sent after the body but not signed': ['body-trimmed', client({ body: `${OPEN}\n` }, { body: OPEN })],
  'a whole multipart form signed instead of its part meta': [
    'multipart-whole-body',
    client({ body: FORM }, {}, { contentType: 'multipart/form-data; boundary=boundary' }),
  ],
}

/** Second mistakes, in the order in which the gateway notices them. */
const SECONDS: readonly (readonly [id: string, change: (client: Client) => Client])[] = [
  [
    'timestamp-in-milliseconds',
    ({ sent, signed, ...more }) => ({
      ...more,
      sent: { ...sent, timestamp: '1554208460123' },
      signed: { ...signed, timestamp: '1554208460123' },
    }),
  ],
  ['padding-pss', (made) => ({ ...made, padding: constants.RSA_PKCS1_PSS_PADDING })],
  ['hash-sha1', (made) => ({ ...made, hash: 'sha1' })],
  ['method-lower-case', ({ signed, ...more }) => ({ ...more, signed: { ...signed, method: signed.method.toLowerCase() } })],
  [
    'query-dropped',
    ({ sent, ...more }) => ({ ...more, sent: { ...sent, target: `${sent.target}${sent.target.includes('?') ? '&' : '?'}a=1` } }),
  ],
  ['timestamp-signed-in-milliseconds', ({ signed, ...more }) => ({ ...more, signed: { ...signed, timestamp: '1554208460000' } })],
  ['no-final-line-feed', (made) => ({ ...made, lastLineFeed: '' })],
]

async function namedFor({ sent, signed, serial, contentType, lastLineFeed, hash, padding }: Client): Promise<string[]> {
  const { method, target, timestamp } = signed
  const nonce = '593BEC0C930BF1AF'
  const message = Buffer.from(`${method}\n${target}\n${timestamp}\n${nonce}\n${signed.body}${lastLineFeed}`)
  const signature = sign(hash, message, { key: privateKey, padding }).toString('base64')
  const authorization = formatAuthorization({ mchid, serial, nonce, timestamp: sent.timestamp, signature })
  const request = { ...sent, target: Buffer.from(sent.target).toString('latin1'), contentType, authorization, body: Buffer.from(sent.body) }
  return (await diagnose(request, { keys: [{ mchid, serial: SERIAL, pem: certificate }] })).mistakes.map(({ id }) => id)
}

/**
 * The beginnings of mistake IDs, in the order in which the gateway notices the mistakes. It checks first the header, then the algorithm,
 * then the lines of the signature message.
 */
const ORDER = [
  'timestamp-in-milliseconds',
  'serial-',
  'padding-pss',
  'hash-sha1',
  'method-',
  'target-with',
  'query-',
  'target-',
  'timestamp-',
  'no-final',
  '',
]

function inOrder(ids: readonly string[]): string[] {
  const rank = (id: string) => ORDER.findIndex((start) => id.startsWith(start))
  return ids.toSorted((one, other) => rank(one) - rank(other))
}

describe.for(Object.entries(KINDS))('%s', ([, [id, made]]) => {
  test('is the only mistake found when the request has no other', async () => {
    expect(await namedFor(made)).toEqual([id])
  })

  // If the first mistake concerns the query, dropping the query is not a second mistake.
  const others = SECONDS.filter(([second]) => second !== 'query-dropped' || !made.sent.target.includes('?'))

  test.for(others)('is found together with %s, in the order in which the gateway notices the two', async ([second, change]) => {
    expect(await namedFor(change(made))).toEqual(inOrder([id, second]))
  })
})
