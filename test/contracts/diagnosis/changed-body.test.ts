import { Buffer } from 'node:buffer'
import { createHash, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { developmentKeys, diagnose, formatAuthorization } from '../../../contracts/index.ts'

// The cases come from public reports about requests that arrived in another form than the signed one. They are not derived from the
// catalogue of mistakes in contracts/diagnosis.

const { mchid, serial, privateKey, certificate } = developmentKeys.merchant
const TARGET = '/v3/goldplan/merchants/changegoldplanstatus'
const TIME = '1554208460'
const NONCE = '593BEC0C930BF1AF'

interface Signed {
  readonly method?: string
  readonly target?: string
  readonly body: string | Buffer
}

interface Sent extends Signed {
  readonly previous?: readonly string[]
}

async function diagnosisFor(signed: Signed, sent: Sent) {
  const { method = 'POST', target = TARGET } = sent
  const head = `${signed.method ?? method}\n${signed.target ?? target}\n${TIME}\n${NONCE}\n`
  const message = Buffer.concat([Buffer.from(head), Buffer.from(signed.body), Buffer.from('\n')])
  const authorization = formatAuthorization({
    mchid,
    serial,
    nonce: NONCE,
    timestamp: TIME,
    signature: sign('sha256', message, privateKey).toString('base64'),
  })
  const previousBodies = (sent.previous ?? []).map((text) => Buffer.from(text))
  // Node passes the target on with one character for each byte.
  const request = { method, target: Buffer.from(target).toString('latin1'), authorization, body: Buffer.from(sent.body) }
  return diagnose(request, { keys: [{ mchid, serial, pem: certificate }], previousBodies })
}

async function namedFor(signed: Signed, sent: Sent): Promise<string[]> {
  return (await diagnosisFor(signed, sent)).mistakes.map(({ id }) => id)
}

const OPEN = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'
const CHINESE = '{"sub_mchid":"1900000109","operation_type":"OPEN","remark":"测试商品"}'
const GARBLED = '{"sub_mchid":"1900000109","operation_type":"OPEN","remark":"娴嬭瘯鍟嗗搧"}'
const SYMBOLS = '{"url":"https://a.cn/n?a=1&b=2","d":"A+B <it\'s>","n":"商户"}'

describe('a body that changed after it was signed', () => {
  test.for<[string, string, string | Buffer, string | Buffer, string[]?]>([
    ['was lost', 'body-lost', OPEN, ''],
    [
      'was lost, and would have closed the gold plan',
      'body-lost',
      '{"sub_mchid":"1900000109","operation_type":"CLOSE","operation_pay_scene":"JSAPI"}',
      '',
    ],
    ['was lost, and equals the body of an earlier request', 'body-lost', CHINESE, '', [CHINESE]],
    [
      'has question marks instead of Chinese text',
      'body-sent-with-question-marks',
      CHINESE,
      CHINESE.replace('测试商品', '????'),
      [CHINESE],
    ],
    ['was read as GBK', 'body-sent-as-gbk', CHINESE, GARBLED],
    ['was read as GBK and is not JSON', 'body-sent-as-gbk', '测试商品', '娴嬭瘯鍟嗗搧'],
    ['was read as Latin-1', 'body-sent-utf-8-twice', CHINESE, Buffer.from(CHINESE).toString('latin1')],
    ['was sent in GBK', 'body-sent-in-another-charset', CHINESE, Buffer.from(CHINESE.replace('测试商品', '\x00')).toString('latin1')],
    [
      'has CRLF instead of LF',
      'body-sent-with-other-line-breaks',
      '{\n  "sub_mchid": "1900000109"\n}',
      '{\r\n  "sub_mchid": "1900000109"\r\n}',
    ],
    [
      'has LF instead of CRLF',
      'body-sent-with-other-line-breaks',
      '{\r\n  "sub_mchid": "1900000109"\r\n}',
      '{\n  "sub_mchid": "1900000109"\n}',
    ],
    ['has a byte order mark', 'body-without-bom', OPEN, `\uFEFF${OPEN}`],
    ['ends in a line feed', 'body-trimmed', OPEN, `${OPEN}\n`],
    ['ends in CRLF', 'body-trimmed', OPEN, `${OPEN}\r\n`],
  ])('is diagnosed when it %s: %s', async ([, id, signed, sent, previous = []]) => {
    const body = typeof sent === 'string' && sent.includes('\x00') ? gbk(sent) : sent
    expect((await namedFor({ body: signed }, { body, previous })).slice(0, 1)).toEqual([id])
  })

  test('is distinguished from a body that was sent correctly but garbled when it was signed', async () => {
    expect(await namedFor({ body: GARBLED }, { body: CHINESE })).toEqual(['body-utf-8-read-as-gbk'])
    expect(await namedFor({ body: Buffer.from(CHINESE).toString('latin1') }, { body: CHINESE })).toEqual(['body-utf-8-twice'])
  })

  test('gets no diagnosis, but a hint about its question marks, when no earlier body contains the lost characters', async () => {
    const { mistakes, certain } = await diagnosisFor({ body: CHINESE }, { body: CHINESE.replace('测试商品', '????') })
    expect(mistakes).toEqual([])
    expect(certain.some(({ message }) => message.includes('contains ????'))).toBe(true)
  })
})

/** The bytes of a text in which NUL stands for 测试商品 in GBK. */
function gbk(text: string): Buffer {
  const [before = '', after = ''] = text.split('\x00')
  return Buffer.concat([Buffer.from(before), Buffer.from('b2e2cad4c9ccc6b7', 'hex'), Buffer.from(after)])
}

describe('escapes of JSON libraries', () => {
  const GSON = SYMBOLS.replace(/[<>&='](?=.*")/g, (symbol) => `\\u00${symbol.charCodeAt(0).toString(16)}`)
  const NET = SYMBOLS.replace(/[<>&'+]/g, (symbol) => `\\u00${symbol.charCodeAt(0).toString(16).toUpperCase()}`).replace(
    '商户',
    '\\u5546\\u6237',
  )
  const GO = SYMBOLS.replace(/[<>&]/g, (symbol) => `\\u00${symbol.charCodeAt(0).toString(16)}`)
  const PHP = SYMBOLS.replaceAll('/', '\\/').replace('商户', '\\u5546\\u6237')

  test.for<[string, string, string, string]>([
    ['signed by Gson, sent without escapes', GSON, SYMBOLS, 'Gson'],
    ['signed by .NET, sent without escapes', NET, SYMBOLS, 'System.Text.Json'],
    ['signed by Gson, sent by .NET', GSON, NET, 'Gson'],
    ['signed by .NET, sent by Go', NET, GO, 'System.Text.Json'],
    ['signed without escapes, sent by Gson', SYMBOLS, GSON, 'JSON.stringify'],
    ['signed without escapes, sent by .NET', SYMBOLS, NET, 'JSON.stringify'],
    ['signed by PHP, sent by Gson', PHP, GSON, 'json_encode'],
    ['signed by Go, sent by .NET', GO, NET, 'encoding/json'],
  ])('are diagnosed with the name of the library that wrote the signed body: %s', async ([, signed, sent, library]) => {
    const { mistakes } = await diagnosisFor({ body: signed }, { body: sent })
    expect(mistakes.map(({ id }) => id)).toEqual(['body-escaped-by-another-library'])
    expect(mistakes[0]?.message).toContain(library)
  })
})

describe('JSON fields that were signed in another order', () => {
  const fields = (names: string) => JSON.stringify(Object.fromEntries([...names].map((name) => [`key${name}`, name.charCodeAt(0)])))

  test.for<[string, string, string]>([
    ['two fields, sorted for sending', '{"sub_mchid":"1","operation_type":"OPEN"}', '{"operation_type":"OPEN","sub_mchid":"1"}'],
    ['six fields', fields('654132'), fields('123456')],
    ['eight fields', fields('82741536'), fields('12345678')],
    ['eight fields in the last order that is tried', fields('87654321'), fields('12345678')],
    ['twelve fields in reverse', fields('BA0987654321'), fields('1234567890AB')],
    ['five fields of an inner object', `{"x":${fields('52431')},"y":1}`, `{"x":${fields('12345')},"y":1}`],
    ['five fields of an object in a list', `[${fields('52431')}]`, `[${fields('12345')}]`],
    ['pretty-printed JSON', JSON.stringify({ b: 1, c: [1], a: { d: 2 } }, null, 2), JSON.stringify({ a: { d: 2 }, b: 1, c: [1] }, null, 2)],
  ])('are diagnosed: %s', async ([, signed, sent]) => {
    expect(await namedFor({ body: signed }, { body: sent })).toEqual(['body-keys-reordered'])
  })

  test.for<[string, Signed, Sent, string[]]>([
    [
      'a lower-case method',
      { method: 'post', body: fields('52431') },
      { body: fields('12345') },
      ['method-lower-case', 'body-keys-reordered'],
    ],
    [
      'a missing query',
      { target: TARGET, body: fields('3142') },
      { target: `${TARGET}?a=1`, body: fields('1234') },
      ['query-dropped', 'body-keys-reordered'],
    ],
    ['a line feed at the end', { body: fields('53241') }, { body: `${fields('12345')}\n` }, ['body-keys-reordered', 'body-trimmed']],
    [
      'pretty-printing',
      { body: JSON.stringify(JSON.parse(fields('42531')), null, 2) },
      { body: fields('12345') },
      ['body-keys-reordered', 'body-pretty-printed'],
    ],
  ])('are diagnosed together with %s', async ([, signed, sent, ids]) => {
    expect((await namedFor(signed, sent)).toSorted()).toEqual(ids.toSorted())
  })
})

describe('what was signed instead of the body', () => {
  test('is recognised as the body without its only null field, even if 32 other fields come before the null field', async () => {
    const fields = Object.fromEntries(Array.from({ length: 32 }, (_, at) => [`k${at}`, at]))
    const sent = JSON.stringify({ ...fields, last: null })
    expect(await namedFor({ body: JSON.stringify(fields) }, { body: sent })).toEqual(['body-nulls-dropped'])
  })

  const digest = createHash('sha256').update(OPEN)
  test.for<[string, string, string, string]>([
    ['the SHA-256 of the body in hexadecimal', 'body-digest', digest.copy().digest('hex'), OPEN],
    ['the SHA-256 of the body in base64', 'body-digest', digest.copy().digest('base64'), OPEN],
    ['[] instead of an empty body', 'body-empty-array', '[]', ''],
    ['a body with a Postman variable', 'body-template', '{"sub_mchid":"{{sub_mchid}}","operation_type":"OPEN"}', OPEN],
    ['a body with two Postman variables', 'body-template', '{"sub_mchid":"{{sub_mchid}}","operation_type":"{{operation_type}}"}', OPEN],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what was signed
    ['a body with a shell variable', 'body-template', '{"sub_mchid":"${sub_mchid}","operation_type":"OPEN"}', OPEN],
    ['the body inside another object', 'body-wrapped', `{"data":${OPEN}}`, OPEN],
    ['only the inner object of the body', 'body-wrapped', OPEN, `{"data":${OPEN}}`],
    ['a number as a string', 'body-numbers-as-text', '{"total":"100","sub_mchid":"1900000109"}', '{"total":100,"sub_mchid":"1900000109"}'],
    ['a string as a number', 'body-numbers-as-text', '{"sub_mchid":1900000109,"operation_type":"OPEN"}', OPEN],
    ['1.0 instead of 1', 'body-number-form', '{"total":1.0}', '{"total":1}'],
    ['1 instead of 1.0', 'body-number-form', '{"total":1}', '{"total":1.0}'],
    ['the body without its null fields', 'body-nulls-dropped', OPEN, `${OPEN.slice(0, -1)},"operation_pay_scene":null,"note":null}`],
    [
      'a body of 2 KB as json.dumps writes it',
      'body-python-dumps',
      `{"note": "${'\\u70b9\\u91d1'.repeat(300)}"}`,
      `{"note":"${'点金'.repeat(300)}"}`,
    ],
  ])('is diagnosed: %s', async ([, id, signed, sent]) => {
    expect(await namedFor({ body: signed }, { body: sent })).toEqual([id])
  })
})

describe('what was signed instead of the target', () => {
  test.for<[string, string, string, string]>([
    ['the target with the prefix of a proxy', 'target-with-prefix', `/api-weixin${TARGET}`, TARGET],
    ['the target without the prefix of a proxy', 'target-with-prefix', TARGET, `/some/proxy${TARGET}`],
    ['the target in lower case', 'target-other-case', '/v3/certificates?algorithm_type=rsa', '/v3/certificates?algorithm_type=RSA'],
    ['an unfilled placeholder', 'target-template', '/v3/pay/transactions/id/{transaction_id}', '/v3/pay/transactions/id/4200000'],
    ['a placeholder after a longer value', 'target-template', '/v3/orders/121/items/{id}', '/v3/orders/121/items/12'],
    ['a placeholder right after a longer value', 'target-template', '/v3/orders/121/{id}', '/v3/orders/121/12'],
    [
      'a query parameter instead of a path parameter',
      'target-parameter-as-query',
      '/v3/pay/transactions/id?transaction_id=4200000',
      '/v3/pay/transactions/id/4200000',
    ],
    ['a query parameter after a longer path segment', 'target-parameter-as-query', '/v3/orders/421/items?id=42', '/v3/orders/421/items/42'],
    ['a space instead of +', 'target-encoding', '/v3/certificates?note=a b', '/v3/certificates?note=a+b'],
    ['%20 instead of +', 'target-encoding', '/v3/certificates?note=a%20b', '/v3/certificates?note=a+b'],
    ['lower-case hexadecimal digits', 'target-encoding', '/v3/a/%e5%95%86?b=%2f', '/v3/a/%E5%95%86?b=%2F'],
    ['a path with Chinese that is not encoded', 'target-encoding', '/v3/a/b/商户 1', '/v3/a/b/%E5%95%86%E6%88%B7%201'],
  ])('is diagnosed, and its text is shown: %s', async ([, id, signed, sent]) => {
    const { mistakes } = await diagnosisFor({ method: 'GET', target: signed, body: '' }, { method: 'GET', target: sent, body: '' })
    expect(mistakes.map((mistake) => mistake.id)).toEqual([id])
    // The message shows the signed target as UTF-8 text, not with one character for each byte.
    expect(mistakes[0]?.message).toContain(signed)
  })
})
