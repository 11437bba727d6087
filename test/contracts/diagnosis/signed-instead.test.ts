import { execFileSync } from 'node:child_process'
import { constants, createHash, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { developmentKeys, diagnose, formatAuthorization } from '../../../contracts/index.ts'

// The signature messages in this file are those of real clients. The catalogue of mistakes is not used to make them.

const { mchid, serial, privateKey, certificate } = developmentKeys.merchant

interface Sent {
  readonly method?: string
  readonly target?: string
  readonly body?: string
  readonly timestamp?: string
  readonly nonce?: string
  /** Bodies of earlier requests. */
  readonly previous?: readonly string[]
}

const TARGET = '/v3/goldplan/merchants/changegoldplanstatus'
const BODY = '{"sub_mchid":"1900000109","operation_type":"OPEN"}'
const CHINESE = '{"sub_mchid":"1900000109","note":"商户/小票"}'

const LONG = JSON.stringify({ sub_mchid: '1900000109', note: 'x'.repeat(1_000) })
/** A body so long that the diagnosis can't try all pairs of mistakes in it. */
const LONGER = JSON.stringify({ sub_mchid: '1900000109', note: '商'.repeat(3_800), path: 'a/b' })

const PAYMENT = {
  sp_appid: 'wx8888888888888888',
  sp_mchid: '1900000100',
  sub_mchid: '1900000109',
  description: 'Image形象店-深圳腾大-QQ公仔',
  out_trade_no: '1217752501201407033233368018',
  notify_url: 'https://www.weixin.qq.com/wxpay/pay.php?a=1&b=2',
  amount: { total: 100, currency: 'CNY' },
  payer: { sp_openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
}

/** Signs a message, diagnoses a request with that signature, and returns the IDs of the mistakes. */
async function namedFor(
  message: string | Buffer,
  { method = 'POST', target = TARGET, body = BODY, timestamp = '1554208460', nonce = '593BEC0C930BF1AF', previous = [] }: Sent = {},
): Promise<string[]> {
  const signature = sign('sha256', Buffer.from(message), privateKey).toString('base64')
  const authorization = formatAuthorization({ mchid, serial, nonce, timestamp, signature })
  const request = { method, target, authorization, body: Buffer.from(body) }
  const previousBodies = previous.map((text) => Buffer.from(text))
  const { mistakes } = await diagnose(request, { keys: [{ mchid, serial, pem: certificate }], host: 'localhost:8920', previousBodies })
  return mistakes.map(({ id }) => id)
}

const HEAD = `POST\n${TARGET}\n1554208460\n593BEC0C930BF1AF\n`

test.for<[string, string[], string | Buffer, Sent?]>([
  ['the correct message', [], `${HEAD}${BODY}\n`],
  ['the method in lower case', ['method-lower-case'], `post\n${TARGET}\n1554208460\n593BEC0C930BF1AF\n${BODY}\n`],
  ['POST for a PATCH request', ['method-of-another-request'], `${HEAD}${BODY}\n`, { method: 'PATCH' }],
  ...[
    ['/v3/x/123%20', '/v3/x/123'],
    ['/v3/x?name=a+', '/v3/x?name=a'],
    ['/v3/x/123', '/v3/x/123 '],
    ['/v3/x/123', '/v3/x/123%20'],
  ].map(([target = '', signed = '']): [string, string[], string, Sent] => [
    `the target ${JSON.stringify(signed)} instead of ${target}`,
    ['target-encoding'],
    `GET\n${signed}\n1554208460\n593BEC0C930BF1AF\n\n`,
    { method: 'GET', target, body: '' },
  ]),
  ['the whole URL', ['target-with-host'], `POST\nhttps://api.mch.weixin.qq.com${TARGET}\n1554208460\n593BEC0C930BF1AF\n${BODY}\n`],
  ['the URL of the mock server', ['target-with-host'], `POST\nhttp://localhost:8920${TARGET}\n1554208460\n593BEC0C930BF1AF\n${BODY}\n`],
  [
    'a path without /v3',
    ['target-without-version'],
    `POST\n/goldplan/merchants/changegoldplanstatus\n1554208460\n593BEC0C930BF1AF\n${BODY}\n`,
  ],
  ['two slashes at the beginning of the path', ['target-double-slash'], `POST\n/${TARGET}\n1554208460\n593BEC0C930BF1AF\n${BODY}\n`],
  ['one slash at the beginning of the path instead of two', ['target-double-slash'], `${HEAD}${BODY}\n`, { target: `/${TARGET}` }],
  ['a slash at the end of the path', ['target-trailing-slash'], `POST\n${TARGET}/\n1554208460\n593BEC0C930BF1AF\n${BODY}\n`],
  [
    'the target without its query',
    ['query-dropped'],
    'GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AF\n\n',
    { method: 'GET', target: '/v3/certificates?algorithm_type=RSA', body: '' },
  ],
  [
    'a query in another order',
    ['query-reordered'],
    'GET\n/v3/x?a=1&b=2\n1554208460\n593BEC0C930BF1AF\n\n',
    { method: 'GET', target: '/v3/x?b=2&a=1', body: '' },
  ],
  [
    'a decoded query',
    ['target-encoding'],
    'GET\n/v3/x?a=中 文\n1554208460\n593BEC0C930BF1AF\n\n',
    { method: 'GET', target: '/v3/x?a=%E4%B8%AD%20%E6%96%87', body: '' },
  ],
  ['the timestamp in milliseconds', ['timestamp-signed-in-milliseconds'], `POST\n${TARGET}\n1554208460123\n593BEC0C930BF1AF\n${BODY}\n`],
  [
    "the timestamp in milliseconds, and a body with Python's spacing",
    ['timestamp-signed-in-milliseconds', 'body-python-spacing'],
    `POST\n${TARGET}\n1554208460123\n593BEC0C930BF1AF\n{"sub_mchid": "1900000109", "operation_type": "OPEN"}\n`,
  ],
  [
    'the timestamp in milliseconds, and an empty body',
    ['timestamp-signed-in-milliseconds', 'body-empty'],
    `POST\n${TARGET}\n1554208460999\n593BEC0C930BF1AF\n\n`,
  ],
  [
    'the timestamp in milliseconds, and a body with sorted keys',
    ['timestamp-signed-in-milliseconds', 'body-keys-sorted'],
    `POST\n${TARGET}\n1554208460507\n593BEC0C930BF1AF\n{"operation_type":"OPEN","sub_mchid":"1900000109"}\n`,
  ],
  [
    'the timestamp in seconds instead of milliseconds, and a body with sorted keys',
    ['timestamp-in-milliseconds', 'timestamp-signed-in-seconds', 'body-keys-sorted'],
    `${HEAD}{"operation_type":"OPEN","sub_mchid":"1900000109"}\n`,
    { timestamp: '1554208460123' },
  ],
  [
    'a timestamp with other milliseconds than the sent timestamp',
    ['timestamp-in-milliseconds', 'timestamp-other-second'],
    `POST\n${TARGET}\n1554208460120\n593BEC0C930BF1AF\n${BODY}\n`,
    { timestamp: '1554208460123' },
  ],
  [
    'the timestamp in seconds instead of milliseconds',
    ['timestamp-in-milliseconds', 'timestamp-signed-in-seconds'],
    `${HEAD}${BODY}\n`,
    { timestamp: '1554208460999' },
  ],
  ...[
    '01554208460',
    '+1554208460',
    ' 1554208460',
    '1554208460.0',
    '1.55420846E9',
    '1.55420846e+9',
    '2019-04-02T12:34:20.000Z',
    '2019-04-02T20:34:20+08:00',
  ].map((time): [string, string[], string] => [
    `the timestamp as ${time}`,
    ['timestamp-signed-in-another-form'],
    `POST\n${TARGET}\n${time}\n593BEC0C930BF1AF\n${BODY}\n`,
  ]),
  [
    'the timestamp with a leading zero, and an empty body',
    ['timestamp-signed-in-another-form', 'body-empty'],
    `POST\n${TARGET}\n01554208460\n593BEC0C930BF1AF\n\n`,
  ],
  ['a timestamp one second earlier', ['timestamp-other-second'], `POST\n${TARGET}\n1554208459\n593BEC0C930BF1AF\n${BODY}\n`],
  ['a timestamp 300 seconds later', ['timestamp-other-second'], `POST\n${TARGET}\n1554208760\n593BEC0C930BF1AF\n${BODY}\n`],
  ['the nonce before the timestamp', ['timestamp-nonce-swapped'], `POST\n${TARGET}\n593BEC0C930BF1AF\n1554208460\n${BODY}\n`],
  ['the timestamp and the nonce first', ['lines-reordered'], `1554208460\n593BEC0C930BF1AF\nPOST\n${TARGET}\n${BODY}\n`],
  ['the body first', ['lines-reordered'], `${BODY}\nPOST\n${TARGET}\n1554208460\n593BEC0C930BF1AF\n`],
  ['the signature message of a response', ['response-message-signed'], `1554208460\n593BEC0C930BF1AF\n${BODY}\n`],
  ['no line feed at the end', ['no-final-line-feed'], `${HEAD}${BODY}`],
  ['CR LF instead of each line feed', ['line-feeds-crlf'], `${HEAD}${BODY}\n`.replaceAll('\n', '\r\n')],
  ['a backslash and n instead of each line feed', ['line-feeds-literal'], `${HEAD}${BODY}\n`.replaceAll('\n', '\\n')],
  [
    'a backslash and n instead of each line feed, and the line feed that echo adds',
    ['line-feeds-literal'],
    `${`${HEAD}${BODY}\n`.replaceAll('\n', '\\n')}\n`,
  ],
  [
    'a backslash and n instead of each line feed except the last, which echo adds',
    ['line-feeds-literal'],
    `${`${HEAD}${BODY}`.replaceAll('\n', '\\n')}\n`,
  ],
  ['the lines without line feeds', ['no-line-feeds'], `POST${TARGET}1554208460593BEC0C930BF1AF${BODY}`],
  ['an empty body', ['body-empty'], `${HEAD}\n`],
  [
    '{} instead of an empty body',
    ['body-empty-object'],
    'GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AF\n{}\n',
    { method: 'GET', target: '/v3/certificates', body: '' },
  ],
  [
    'the text undefined instead of an empty body',
    ['body-undefined'],
    'GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AF\nundefined\n',
    { method: 'GET', target: '/v3/certificates', body: '' },
  ],
  ['a JavaScript object converted to text', ['body-js-object'], `${HEAD}[object Object]\n`],
  ["a dict as Python's str() writes it", ['body-python-dict'], `${HEAD}{'sub_mchid': '1900000109', 'operation_type': 'OPEN'}\n`],
  ["a map as Java's toString() writes it", ['body-java-map'], `${HEAD}{sub_mchid=1900000109, operation_type=OPEN}\n`],
  ['bytes as Go prints them with %v', ['body-go-printed'], `${HEAD}[${[...Buffer.from(BODY)].join(' ')}]\n`],
  ['a map as Go prints it with %v', ['body-go-printed'], `${HEAD}map[operation_type:OPEN sub_mchid:1900000109]\n`],
  ['a map of nil and a list as Go prints it (%v)', ['body-go-printed'], `${HEAD}map[a:<nil> b:[1 2]]\n`, { body: '{"a":null,"b":[1,2]}' }],
  ['a struct as Go prints it with %v', ['body-go-printed'], `${HEAD}{1900000109 OPEN}\n`],
  ['a pointer to a struct as Go prints it with %v', ['body-go-printed'], `${HEAD}&{1900000109 OPEN}\n`],
  ['nil as Go prints it with %v', ['body-go-printed'], `${HEAD}<nil>\n`],
  ['nil as Go prints it with %s', ['body-go-printed'], `${HEAD}%!s(<nil>)\n`],
  ...[
    'System.Byte[]',
    'System.Net.Http.StringContent',
    'System.Net.Http.ByteArrayContent',
    'System.Net.Http.Json.JsonContent',
    'System.Collections.Generic.Dictionary`2[System.String,System.String]',
    'System.Collections.Generic.Dictionary`2[System.String,System.Object]',
  ].map((text): [string, string[], string] => [`the text ${text} of .NET`, ['body-dotnet-printed'], `${HEAD}${text}\n`]),
  ['an object of an anonymous type as C# prints it', ['body-dotnet-printed'], `${HEAD}{ sub_mchid = 1900000109, operation_type = OPEN }\n`],
  ['the body as a form', ['body-form-encoded'], `${HEAD}sub_mchid=1900000109&operation_type=OPEN\n`],
  ['a body serialised twice', ['body-stringified-twice'], `${HEAD}"{\\"sub_mchid\\":\\"1900000109\\",\\"operation_type\\":\\"OPEN\\"}"\n`],
  ["a body with Python's spacing", ['body-python-spacing'], `${HEAD}{"sub_mchid": "1900000109", "operation_type": "OPEN"}\n`],
  [
    'compact JSON instead of JSON with spaces',
    ['body-compact'],
    `${HEAD}${BODY}\n`,
    { body: '{ "sub_mchid" : "1900000109",  "operation_type":"OPEN" }' },
  ],
  [
    'JSON with an indentation of four spaces',
    ['body-pretty-printed'],
    `${HEAD}{\n    "sub_mchid": "1900000109",\n    "operation_type": "OPEN"\n}\n`,
  ],
  [
    "JSON from Jackson's pretty printer",
    ['body-pretty-printed'],
    `${HEAD}{\n  "sub_mchid" : "1900000109",\n  "operation_type" : "OPEN"\n}\n`,
  ],
  [
    "an array from Jackson's pretty printer",
    ['body-pretty-printed'],
    `${HEAD}{\n  "a" : [ "X", {\n    "b" : 1.0\n  } ]\n}\n`,
    { body: '{"a":["X",{"b":1.0}]}' },
  ],
  [
    "an empty array and an empty object from Jackson's pretty printer",
    ['body-pretty-printed'],
    `${HEAD}{\n  "a" : [ ],\n  "b" : { }\n}\n`,
    { body: '{"a":[],"b":{}}' },
  ],
  ['a body with sorted keys', ['body-keys-sorted'], `${HEAD}{"operation_type":"OPEN","sub_mchid":"1900000109"}\n`],
  ['a body without one of its fields', ['body-field-added'], `${HEAD}{"sub_mchid":"1900000109"}\n`],
  [
    'a body with an additional field',
    ['body-field-dropped'],
    `${HEAD}{"sub_mchid":"1900000109","operation_type":"OPEN","operation_pay_scene":null}\n`,
  ],
  [
    "the output of PHP's json_encode",
    ['body-escaped-by-another-library'],
    `${HEAD}{"sub_mchid":"1900000109","note":"\\u5546\\u6237\\/\\u5c0f\\u7968"}\n`,
    { body: CHINESE },
  ],
  [
    "the output of Python's json.dumps for Chinese text",
    ['body-python-dumps'],
    `${HEAD}{"sub_mchid": "1900000109", "note": "\\u5546\\u6237/\\u5c0f\\u7968"}\n`,
    { body: CHINESE },
  ],
  [
    "the output of PHP's json_encode for a backslash before a slash",
    ['body-escaped-by-another-library'],
    `${HEAD}{"note":"\\u4e2d\\\\\\/"}\n`,
    { body: '{"note":"中\\\\/"}' },
  ],
  [
    'an escaped Chinese character before a backslash and a u',
    ['body-non-ascii-escaped'],
    `${HEAD}{"note":"\\u4e2d\\\\u4E2D"}\n`,
    { body: '{"note":"中\\\\u4E2D"}' },
  ],
  [
    "Go's escapes instead of Gson's, before a backslash and a u",
    ['body-escaped-by-another-library'],
    `${HEAD}{"note":"\\u003c=\\\\u003C"}\n`,
    { body: '{"note":"\\u003c\\u003d\\\\u003C"}' },
  ],
  ["a body with Go's HTML escapes", ['body-html-escaped'], `${HEAD}{"note":"\\u003ca\\u003e\\u0026"}\n`, { body: '{"note":"<a>&"}' }],
  [
    'the body in GBK',
    ['body-in-gbk'],
    Buffer.concat([Buffer.from(HEAD), Buffer.from('7b226e6f7465223a22d6d0227d', 'hex'), Buffer.from('\n')]),
    { body: '{"note":"中"}' },
  ],
  ['question marks instead of Chinese characters', ['body-in-ascii'], `${HEAD}{"note":"??"}\n`, { body: '{"note":"商户"}' }],
  ['a body that was encoded in UTF-8 twice', ['body-utf-8-twice'], `${HEAD}{"note":"ä¸\u00ad"}\n`, { body: '{"note":"中"}' }],
  ['a byte order mark before the body', ['body-with-bom'], `${HEAD}\uFEFF${BODY}\n`],
  ['an additional line feed after the body', ['body-with-line-feed'], `${HEAD}${BODY}\n\n`],
  [
    "Python's spacing, with numbers that keep their digits",
    ['body-python-spacing'],
    `${HEAD}{"total": 1.50, "id": 12345678901234567890}\n`,
    { body: '{"total":1.50,"id":12345678901234567890}' },
  ],
  ['compact JSON instead of irregular white space', ['body-compact'], `${HEAD}{"a":1,"b":2}\n`, { body: '{"a":1, "b":2}' }],
  ['compact JSON instead of spaces around the only field', ['body-compact'], `${HEAD}{"a":1}\n`, { body: '{ "a":1 }' }],
  ['compact JSON instead of Windows line breaks', ['body-compact'], `${HEAD}{"a":1,"b":2}\n`, { body: '{\r\n  "a": 1,\r\n  "b": 2\r\n}' }],
  [
    'compact JSON instead of an indentation of three spaces',
    ['body-compact'],
    `${HEAD}{"a":1,"b":2}\n`,
    { body: '{\n   "a": 1,\n   "b": 2\n}' },
  ],
  ['a letter instead of its escape', ['body-compact'], `${HEAD}{"a":"A"}\n`, { body: '{"a":"\\u0041"}' }],
  [
    'compact JSON with sorted keys instead of irregular white space',
    ['body-compact', 'body-keys-sorted'],
    `${HEAD}{"a":1,"b":2}\n`,
    { body: '{"b":2 ,"a":1}' },
  ],
  [
    'a body with an additional field in the middle',
    ['body-field-dropped'],
    `${HEAD}{"sub_mchid":"1","operation_pay_scene":null,"operation_type":"OPEN"}\n`,
    {
      body: '{"sub_mchid":"1","operation_type":"OPEN"}',
    },
  ],
  [
    'the text None instead of an empty body',
    ['body-none'],
    'GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AF\nNone\n',
    {
      method: 'GET',
      target: '/v3/certificates',
      body: '',
    },
  ],
  ['the version /v3 twice', ['target-version-twice'], `POST\n/v3${TARGET}\n1554208460\n593BEC0C930BF1AF\n${BODY}\n`],
  [
    'the lines of an indented multi-line string',
    ['lines-indented'],
    `POST\n    ${TARGET}\n    1554208460\n    593BEC0C930BF1AF\n    ${BODY}\n`,
  ],
  [
    'the nonce, a UUID, without its hyphens',
    ['nonce-other-dashes'],
    `POST\n${TARGET}\n1554208460\n593bec0c930b41afab40b4a08c8fb242\n${BODY}\n`,
    {
      nonce: '593bec0c-930b-41af-ab40-b4a08c8fb242',
    },
  ],
  [
    'the nonce, a UUID, with hyphens that were not sent',
    ['nonce-other-dashes'],
    `POST\n${TARGET}\n1554208460\n593bec0c-930b-41af-ab40-b4a08c8fb242\n${BODY}\n`,
    {
      nonce: '593bec0c930b41afab40b4a08c8fb242',
    },
  ],
  [
    'the body of an earlier request',
    ['body-of-previous-request'],
    `${HEAD}{"sub_mchid":"1"}\n`,
    { previous: ['{"a":1}', '{"sub_mchid":"1"}'] },
  ],
  [
    "a body with Python's spacing, as in an earlier request",
    ['body-python-spacing'],
    `${HEAD}{"sub_mchid": "1900000109", "operation_type": "OPEN"}\n`,
    { previous: ['{"sub_mchid": "1900000109", "operation_type": "OPEN"}'] },
  ],
  [
    'a body without one of its fields, as in an earlier request',
    ['body-field-added'],
    `${HEAD}{"sub_mchid":"1900000109"}\n`,
    { previous: ['{"sub_mchid":"1900000109"}'] },
  ],
  [
    'a timestamp seven seconds later, with a body of one kilobyte',
    ['timestamp-other-second'],
    `POST\n${TARGET}\n1554208467\n593BEC0C930BF1AF\n${LONG}\n`,
    { body: LONG },
  ],
  [
    'a timestamp of a different second, and the lines in another order',
    ['timestamp-other-second', 'timestamp-nonce-swapped'],
    `POST\n${TARGET}\n593BEC0C930BF1AF\n1554208410\n${BODY}\n`,
  ],
  [
    'an additional first field, with a body of one kilobyte',
    ['body-field-dropped'],
    `${HEAD}{"operation_pay_scene":null,${LONG.slice(1)}\n`,
    { body: LONG },
  ],
  [
    "Python's spacing and escapes, and escaped slashes",
    ['body-python-dumps', 'body-slashes-escaped'],
    `${HEAD}{"sub_mchid": "1900000109", "note": "\\u5546\\u6237\\/\\u5c0f\\u7968"}\n`,
    { body: CHINESE },
  ],
  [
    'a lower-case method, the whole URL and no line feed at the end',
    ['method-lower-case', 'target-with-host', 'no-final-line-feed'],
    `post\nhttps://api.mch.weixin.qq.com${TARGET}\n1554208460\n593BEC0C930BF1AF\n${BODY}`,
  ],
  [
    'an inner object in another order, in a body with eight keys',
    ['body-keys-reordered'],
    `${HEAD}${JSON.stringify({ ...PAYMENT, amount: { currency: 'CNY', total: 100 } })}\n`,
    { body: JSON.stringify(PAYMENT) },
  ],
  [
    'eight keys in the last order that is tried',
    ['body-keys-reordered'],
    `${HEAD}${JSON.stringify(
      Object.fromEntries(
        Object.entries(PAYMENT)
          .slice(1)
          .reverse()
          .concat([['sp_appid', PAYMENT.sp_appid]]),
      ),
    )}\n`,
    { body: JSON.stringify(PAYMENT) },
  ],
  [
    'nine sorted keys, with inner objects that are not sorted',
    ['body-keys-sorted'],
    `${HEAD}${JSON.stringify(Object.fromEntries(Object.entries({ ...PAYMENT, attach: 'x' }).sort(([one], [other]) => (one < other ? -1 : 1))))}\n`,
    { body: JSON.stringify({ ...PAYMENT, attach: 'x' }) },
  ],
  [
    'the name of a path parameter in braces instead of its value, in another API',
    ['target-template'],
    `GET\n/v3/merchant-service/complaints-v2/{complaintId}\n1554208460\n593BEC0C930BF1AF\n\n`,
    { method: 'GET', target: '/v3/merchant-service/complaints-v2/200201820200101080076610000', body: '' },
  ],
  [
    'lower-case hexadecimal digits only in the path',
    ['target-encoding'],
    'GET\n/v3/x/%e5%95%86?a=%E5%95%86\n1554208460\n593BEC0C930BF1AF\n\n',
    { method: 'GET', target: '/v3/x/%E5%95%86?a=%E5%95%86', body: '' },
  ],
  ['a proxy prefix of two words', ['target-with-prefix'], `POST\n/wxpay-gateway${TARGET}\n1554208460\n593BEC0C930BF1AF\n${BODY}\n`],
  [
    'unfilled variables in a list and in an inner object, one of them without quotes',
    ['body-template'],
    `${HEAD}{"sub_mchid":"{{sub_mchid}}","list":["{{list}}"],"amount":{"total":{{total}}}}\n`,
    { body: '{"sub_mchid":"1900000109","list":["A"],"amount":{"total":100}}' },
  ],
  [
    'an unfilled variable only in an inner object',
    ['body-template'],
    `${HEAD}{"sub_mchid":"1","amount":{"total":{{total}}}}\n`,
    { body: '{"sub_mchid":"1","amount":{"total":100}}' },
  ],
  ['the body within a field with the name requestBody', ['body-wrapped'], `${HEAD}{"requestBody":${BODY}}\n`],
  [
    'a string instead of a number, and a number instead of a string',
    ['body-numbers-as-text'],
    `${HEAD}{"sub_mchid":"1900000109","amount":{"total":100}}\n`,
    { body: '{"sub_mchid":1900000109,"amount":{"total":"100"}}' },
  ],
  ["a number as Java's BigDecimal writes it", ['body-number-form'], `${HEAD}{"total":1.2E+3}\n`, { body: '{"total":1200}' }],
  ["a number as Java's double writes it", ['body-number-form'], `${HEAD}{"total":1.23E7}\n`, { body: '{"total":12300000}' }],
  ['a number with two decimals', ['body-number-form'], `${HEAD}{"total":1200.00}\n`, { body: '{"total":1200}' }],
  [
    'a body without the null field of an inner object',
    ['body-nulls-dropped'],
    `${HEAD}{"a":{"b":1}}\n`,
    { body: '{"a":{"b":1,"c":null}}' },
  ],
  [
    'the original text of a body that was misread as GBK, and so lost a byte, before it was sent',
    ['body-sent-as-gbk'],
    `${HEAD}{"reason":"商品已售完"}\n`,
    { body: new TextDecoder('gbk').decode(Buffer.from('{"reason":"商品已售完"}')) },
  ],
  ['field names in camel case', ['body-fields-renamed'], `${HEAD}{"subMchid":"1900000109","operationType":"OPEN"}\n`],
  ['field names with capitals', ['body-fields-renamed'], `${HEAD}{"SubMchid":"1900000109","OperationType":"OPEN"}\n`],
  [
    'field names with underscores, also within a list',
    ['body-fields-renamed'],
    `${HEAD}{"goods_detail":[{"goods_id":"1"}]}\n`,
    { body: '{"goodsDetail":[{"goodsId":"1"}]}' },
  ],
  ['a body without its empty values', ['body-empty-values'], `${HEAD}${BODY}\n`, { body: BODY.replace('}', ',"note":"","tags":[]}') }],
  ['an empty text instead of null', ['body-empty-values'], `${HEAD}{"a":"","b":""}\n`, { body: '{"a":null,"b":null}' }],
  ['null instead of an empty text', ['body-empty-values'], `${HEAD}{"a":null,"b":1}\n`, { body: '{"a":"","b":1}' }],
  ['an empty list instead of an empty object', ['body-empty-values'], `${HEAD}{"a":[],"b":[1]}\n`, { body: '{"a":{},"b":[1]}' }],
  ['an empty object instead of an empty list', ['body-empty-values'], `${HEAD}{"a":{"b":{}}}\n`, { body: '{"a":{"b":[]}}' }],
  ['all values as texts, as fastjson writes them', ['body-numbers-as-text'], `${HEAD}{"a":"true","b":"1"}\n`, { body: '{"a":true,"b":1}' }],
  ['a number with 17 digits', ['body-number-form'], `${HEAD}{"a":0.10000000000000001,"b":2}\n`, { body: '{"a":0.1,"b":2}' }],
  ['JSON with a space after each colon', ['body-pretty-printed'], `${HEAD}{"a: b": "c: d,","e": 1}\n`, { body: '{"a: b":"c: d,","e":1}' }],
  ['JSON with a space after each comma', ['body-pretty-printed'], `${HEAD}{"a: b":"c: d,", "e":1}\n`, { body: '{"a: b":"c: d,","e":1}' }],
  ['JSON with an indentation of one space', ['body-pretty-printed'], `${HEAD}{\n "a": 1,\n "b": 2\n}\n`, { body: '{"a":1,"b":2}' }],
  ['JSON with an indentation and CR LF', ['body-pretty-printed'], `${HEAD}{\r\n  "a": 1,\r\n  "b": 2\r\n}\n`, { body: '{"a":1,"b":2}' }],
  [
    'an HTML end tag with an escaped slash',
    ['body-slashes-escaped'],
    `${HEAD}{"a":"<b>c<\\/b>","d":"e/f"}\n`,
    { body: '{"a":"<b>c</b>","d":"e/f"}' },
  ],
  ["Postman's object that contains the body", ['body-wrapped'], `${HEAD}${JSON.stringify({ mode: 'raw', raw: BODY })}\n`],
  ['the body as JSON.stringify writes a Buffer', ['body-wrapped'], `${HEAD}${JSON.stringify(Buffer.from(BODY))}\n`],
  ['bytes as Python prints them', ['body-python-dict'], `${HEAD}b'{"note":"\\xe7\\x82\\xb9"}'\n`, { body: '{"note":"点"}' }],
  ['a backslash before each quotation mark', ['body-stringified-twice'], `${HEAD}${BODY.replaceAll('"', '\\"')}\n`],
  ['an unfilled variable before the path', ['target-template'], `POST\n{{baseUrl}}${TARGET}\n1554208460\n593BEC0C930BF1AF\n${BODY}\n`],
  [
    'a query without the parameter that a gateway added',
    ['query-dropped'],
    'GET\n/v3/certificates?algorithm_type=RSA\n1554208460\n593BEC0C930BF1AF\n\n',
    { method: 'GET', target: '/v3/certificates?key=1&algorithm_type=RSA', body: '' },
  ],
  [
    "a query with the symbols encoded as by Java's URLEncoder",
    ['target-encoding'],
    'GET\n/v3/x?q=a%28b%29%7E\n1554208460\n593BEC0C930BF1AF\n\n',
    { method: 'GET', target: '/v3/x?q=a(b)~', body: '' },
  ],
  [
    'the SHA-256 digest of the message in hexadecimal',
    ['digest-signed-as-text'],
    createHash('sha256').update(`${HEAD}${BODY}\n`).digest('hex'),
  ],
  ['the SHA-256 digest of the message', ['digest-signed-again'], createHash('sha256').update(`${HEAD}${BODY}\n`).digest()],
  [
    'the digest of a message with a long body, when the sent timestamp has a plus sign',
    ['authorization-timestamp-not-digits', 'digest-signed-again'],
    createHash('sha256').update(`${HEAD}${LONGER}\n`).digest(),
    { body: LONGER, timestamp: '+1554208460' },
  ],
])('signing %s is diagnosed with the mistakes %j', async ([, wanted, message, sent]) => {
  expect(await namedFor(message, sent)).toEqual(wanted)
})

test('signing with PSS and a timestamp three seconds later is diagnosed with both mistakes', async () => {
  const padding = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const signature = sign('sha256', Buffer.from(`POST\n${TARGET}\n1554208463\n593BEC0C930BF1AF\n${BODY}\n`), padding).toString('base64')
  const authorization = formatAuthorization({ mchid, serial, nonce: '593BEC0C930BF1AF', timestamp: '1554208460', signature })
  const request = { method: 'POST', target: TARGET, authorization, body: Buffer.from(BODY) }
  const { mistakes } = await diagnose(request, { keys: [{ mchid, serial, pem: certificate }] })
  expect(mistakes.map(({ id }) => id)).toEqual(['padding-pss', 'timestamp-other-second'])
})

describe('the output of Python', () => {
  const python = canRun('python3')

  test.skipIf(!python)('is diagnosed by its form: json.dumps with or without options, or str (needs python3)', async () => {
    const body = '{"a":"商户/\'x\'","b":[1,2.50,true,null],"c":{"d":"\\n\\"","e":{}},"f":[]}'
    const run = (expression: string) =>
      execFileSync('python3', ['-c', `import json,sys\nd=json.loads(sys.argv[1])\nsys.stdout.buffer.write((${expression}).encode())`, body])
    const signed = async (expression: string) =>
      namedFor(Buffer.concat([Buffer.from(HEAD), run(expression), Buffer.from('\n')]), { body: body.replace('2.50', '2.5') })
    expect(await signed('json.dumps(d)')).toEqual(['body-python-dumps'])
    expect(await signed('json.dumps(d, ensure_ascii=False)')).toEqual(['body-python-spacing'])
    expect(await signed("json.dumps(d, ensure_ascii=False, separators=(',', ':'))")).toEqual([])
    expect(await signed('json.dumps(d, ensure_ascii=False, indent=4)')).toEqual(['body-pretty-printed'])
    expect(await signed('str(d)')).toEqual(['body-python-dict'])
  })
})

function canRun(command: string): boolean {
  try {
    execFileSync(command, ['--version'])
    return true
  } catch {
    return false
  }
}
