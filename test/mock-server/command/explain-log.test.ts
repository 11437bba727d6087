import { describe, expect, test } from 'vitest'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { authorization, complaint, explain, explained, TIMESTAMP } from './explain-test.ts'

const URL = `https://api.mch.weixin.qq.com${CHANGE_STATUS}`
const VALID = { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }

/** The message of wechatpay-java's ServiceException. It contains JSON from Gson, which writes `=` as `\u003d`. */
async function ofJava(body = OPEN, signed = body): Promise<string> {
  const headers = { headers: { Accept: '*/*', Authorization: await authorization({ body: signed }), 'Content-Type': 'application/json' } }
  const json = JSON.stringify({ httpMethod: 'POST', url: URL, uri: URL, headers, body: { body } })
  return `com.wechat.pay.java.core.exception.ServiceException: Wrong HttpStatusCode[401]
httpResponseBody[{"code":"SIGN_ERROR","message":"错误的签名，验签失败"}]\tHttpRequest[${json.replaceAll('=', '\\u003d')}]
\tat com.wechat.pay.java.core.http.AbstractHttpClient.validateResponse(AbstractHttpClient.java:91)`
}

/** The headers as Go prints an `http.Header`. */
async function goMap(signed = OPEN): Promise<string> {
  return `map[Accept:[*/*] Authorization:[${await authorization({ body: signed })}] Content-Type:[application/json; charset=utf-8]]`
}

/** What Guzzle's MessageFormatter writes in the format DEBUG. */
async function ofGuzzle(body = OPEN): Promise<string> {
  const header = await authorization({ body })
  const request = `POST ${CHANGE_STATUS} HTTP/1.1\r\nUser-Agent: GuzzleHttp/7\r\nHost: api.mch.weixin.qq.com\r\nContent-Type: application/json\r\nAuthorization: ${header}\r\n\r\n${body}`
  return `[2026-11-29T12:00:00.000000+08:00] pay.DEBUG: >>>>>>>>\n${request}\n<<<<<<<<\nHTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n\r\n{"code":"SIGN_ERROR"}\n--------\nNULL [] []\n`
}

describe('explain, given the log of an SDK,', () => {
  test('reads the request in an exception of wechatpay-java, and prints it once if the log repeats it', async () => {
    const log = await ofJava('{"note":"\\"点金\\" }]"}')
    expect(await explained(log)).toMatchObject([VALID])
    expect(await explained(`2026-11-29 12:00:00 ERROR ${log}\nCaused by: ${log}`)).toMatchObject([VALID])
    expect(await explained(`[http-nio-8080-exec-1] ERROR ${log}`)).toMatchObject([VALID])
    expect(await explained(await ofJava(OPEN, ''))).toMatchObject([
      { verdict: 'SIGN_ERROR_SIGNATURE', diagnosis: { mistakes: [{ id: 'body-empty' }] } },
    ])
    expect(await explained((await ofJava()).replace('HttpRequest[', 'httpRequest['))).toMatchObject([VALID])
  })

  test('reads the upload in an exception of wechatpay-java', async () => {
    const meta = '{"filename":"a.jpg"}'
    const log = (await ofJava()).replace(
      JSON.stringify({ body: OPEN }),
      JSON.stringify({ meta, fileName: 'a.jpg', contentType: 'image/jpeg', file: [1, 2] }),
    )
    expect((await explained(log))[0]?.message).toContain(meta)
  })

  test('reads the raw requests in a log of Guzzle, which wechatpay-php uses, even if spaces replace the line breaks', async () => {
    expect(await explained(await ofGuzzle())).toMatchObject([VALID])
    expect(await explained(await ofGuzzle('{"a":1}\n'))).toMatchObject([VALID])
    expect(await explained(`${await ofGuzzle()}${await ofGuzzle()}`)).toMatchObject([VALID, VALID])
    const oneLine = (await ofGuzzle()).replaceAll(/\r\n|\n/g, ' ')
    expect(await explained(oneLine)).toMatchObject([VALID])
  })

  test.for<[string, (map: string) => string]>([
    ['a line with all parts', (map) => `2026/11/29 12:00:00 POST ${URL} header: ${map} body: ${OPEN}\n`],
    ['the body before the headers', (map) => `2026/11/29 12:00:00 method=POST url=${URL} body=${OPEN} headers=${map}\n`],
    ['a quoted body', (map) => `level=info msg="request" method=POST path=${CHANGE_STATUS} ${map} body=${JSON.stringify(OPEN)}\n`],
    ['a list of bytes', (map) => `POST ${CHANGE_STATUS} ${map} body: [${[...Buffer.from(OPEN)].join(' ')}]\n`],
    ['the body alone after the headers', (map) => `request POST ${URL} ${map} ${OPEN}`],
  ])('judges a request whose headers Go printed: %s', async ([, write]) => {
    expect(await explained(write(await goMap()))).toMatchObject([VALID])
    expect(await explained(write(await goMap('')))).toMatchObject([{ diagnosis: { mistakes: [{ id: 'body-empty' }] } }])
  })

  test('keeps the line feed at the end of a body that Go printed with %q or %v, as json.Encoder writes it', async () => {
    const body = `${OPEN}\n`
    const map = await goMap(body)
    expect(await explained(`POST ${CHANGE_STATUS} ${map} body=${JSON.stringify(body)}\n`)).toMatchObject([VALID])
    expect(await explained(`POST ${CHANGE_STATUS} ${map} body: [${[...Buffer.from(body)].join(' ')}]\n`)).toMatchObject([VALID])
  })

  test('says that the body is unknown when the request had a body that Go did not print', async () => {
    const map = await goMap()
    for (const printed of [
      `&{Method:POST URL:${URL} Proto:HTTP/1.1 ProtoMajor:1 ProtoMinor:1 Header:${map} Body:{Reader:0xc00012a000} GetBody:0x6b2d40 ContentLength:50 TransferEncoding:[] Close:false Host:api.mch.weixin.qq.com}`,
      `&{POST ${URL} HTTP/1.1 1 1 ${map} {0xc00012a000} 0x6b2d40 50 [] false api.mch.weixin.qq.com map[] map[] <nil> map[]}`,
    ])
      expect(await explained(printed)).toMatchObject([{ method: 'POST', target: CHANGE_STATUS, verdict: 'unknown-body' }])
    const get = await authorization({ method: 'GET', target: '/v3/certificates', body: '' })
    const printed = `&{GET https://api.mch.weixin.qq.com/v3/certificates HTTP/1.1 1 1 map[Authorization:[${get}]] <nil> <nil> 0 [] false}`
    expect(await explained(printed)).toMatchObject([{ method: 'GET', target: '/v3/certificates', verdict: 'valid' }])
  })

  test.for<[string, string, RegExp]>([
    [
      'the message that was signed',
      `DEBUG WechatPay2Credential - authorization message[POST\n${CHANGE_STATUS}\n${TIMESTAMP}\nabc\n${OPEN}\n]`,
      /^stdin has the message that wechatpay-java signed, which is not the request that was sent: give --authorization/,
    ],
    [
      'the answer',
      'error http response:[StatusCode: 401 Code: "SIGN_ERROR"\nMessage: 错误的签名]',
      /^stdin has the answer that wechatpay-go printed, which is not the request that was sent/,
    ],
    [
      'a request that is cut off',
      'HttpRequest[{"httpMethod":"POST","headers":',
      /^stdin: the httpRequest in the log is cut off: copy all of it \(请完整复制\)\n$/,
    ],
    ['a request without headers', 'HttpRequest[{"httpMethod":"POST","uri":"/"}]', /^stdin: headers \(missing\) is invalid/],
    [
      'the marks >>>>>>>> and <<<<<<<<, without a request',
      '>>>>>>>>\n<<<<<<<<\n',
      /^stdin: the log has no complete request: copy all of it \(请完整复制\)\n$/,
    ],
  ])('refuses a log that has only %s', async ([, log, message]) => {
    expect(await complaint(log)).toMatch(message)
  })

  test.for([
    'httpRequest[{',
    'httpRequest[{}]',
    'httpRequest[',
    '>>>>>>>>',
    '>>>>>>>><<<<<<<<',
    '{',
    '"',
    'WECHATPAY2-',
    'WECHATPAY2-A a="b",',
    'Authorization: ',
    'map[A:[',
    'map[A:[a] ',
    ' body=',
  ])('does not take quadratic time for a text that repeats %j many times', { timeout: 20_000 }, async (text) => {
    for (const paste of [
      text.repeat(262_144 / text.length),
      `HttpRequest[{${text.repeat(262_144 / text.length)}`,
      `[2026-01-01 ${text.repeat(262_144 / text.length)}`,
    ]) {
      const judged = await explained(paste).catch(() => complaint(paste))
      expect(JSON.stringify(judged)).toMatch(/stdin|SIGN_ERROR/)
    }
  })
})

describe('explain, given an Authorization header without its request,', () => {
  test('prints a command for checking the signature if the format of the header is right', async () => {
    const header = await authorization()
    const command =
      /^Only an Authorization header was recognised in stdin, and its format is right\. Its signature can be checked with .*: npx wechatpay-goldplan-mock explain --method POST --target \/v3\/… --body @body\.json --authorization 'WECHATPAY2-SHA256-RSA2048 mchid=.*'\n$/
    expect(await complaint(header)).toMatch(command)
    expect(await complaint(`Authorization: ${header}\n`)).toMatch(command)
    expect(await complaint(`"authorization": ${JSON.stringify(header)}`)).toMatch(/^Only an Authorization header was recognised in stdin/)
  })

  test('names the mistake of a header in a JSON string that is invalid because of a line break or an unknown escape', async () => {
    const json = JSON.stringify(await authorization())
    const stdoutOf = async (broken: string) => (await explain(`"Authorization": ${broken}`)).stdout
    const withLineBreak = await stdoutOf(json.replace(',', ',\n'))
    expect(withLineBreak.match(/ ✗ \S+/g)).toEqual([' ✗ authorization-line-breaks'])
    expect(await stdoutOf(json.replace('mchid', '\\x6dchid'))).toMatch(/ 401 SIGN_ERROR\n.* ✗ authorization-/s)
  })

  test.for<[string, (header: string) => string]>([
    ['logrus', (header) => `time="2026-11-29T12:00:00Z" level=info msg=${JSON.stringify(`POST ${URL} Authorization: ${header}`)}`],
    [
      'Monolog',
      (header) =>
        `[2026-11-29 12:00:00] app.DEBUG: request ${JSON.stringify({ headers: { Authorization: header } }).replaceAll('/', '\\/')} []`,
    ],
    [
      'JSON inside a log in JSON, after a line with an unmatched quotation mark',
      (header) => `5" disk\n{"msg":${JSON.stringify(JSON.stringify({ headers: { Authorization: `Authorization: ${header}` } }))}}`,
    ],
    ["Go's %#v", (header) => `http.Header{"Accept":[]string{"*/*"}, "Authorization":[]string{${JSON.stringify(header)}}}`],
  ])('reads a header in a quoted text, in which its quotes are escaped with backslashes: %s', async ([, log]) => {
    expect(await complaint(log(await authorization()))).toMatch(
      /^Only an Authorization header was recognised in stdin, and its format is right/,
    )
  })

  test('names the mistake when the quotes of a header have backslashes although the header is not in a quoted text', async () => {
    const header = (await authorization()).replaceAll('"', '\\"')
    expect(await explained(`INFO Authorization: ${header}`)).toMatchObject([
      { diagnosis: { mistakes: [{ id: 'authorization-quotes-escaped' }] } },
    ])
  })

  test('finds the header in a log that has only headers', async () => {
    const log = `ERROR SignatureExec - 应答的状态码不为200-299。status code[401]\trequest headers[[Accept: application/json, Authorization: ${await authorization()}, Host: api.mch.weixin.qq.com]]`
    expect(await complaint(log)).toMatch(/^Only an Authorization header was recognised in stdin, and its format is right/)
    const map = `map[Accept:[*/*] Authorization:[${await authorization()}] Content-Type:[application/json]]`
    expect(await complaint(map)).toMatch(/^Only an Authorization header was recognised in stdin, and its format is right/)
  })

  test('names the mistakes that the header alone shows, and says that the signed message was not checked', async () => {
    const { stdout, code } = await explain(`Authorization: ${(await authorization()).replace('nonce_str', 'nonce')}`)
    expect(stdout).toContain('401 SIGN_ERROR\n  Http头Authorization值格式错误')
    expect(stdout.replace(/\s+/g, ' ')).toContain('Only the Authorization header is given, so the message that was signed was not checked')
    expect(stdout).toContain('Authorization header only (仅有 Authorization 请求头) 401')
    expect(stdout).not.toMatch(/Another message|\? \?/)
    expect(stdout).toContain('✗ ')
    expect(code).toBe(1)
    const milliseconds = (await authorization()).replace(/timestamp="(\d+)"/, (_, seconds) => `timestamp="${seconds}000"`)
    expect((await explain(milliseconds)).stdout).toContain('✗ timestamp-in-milliseconds')
    const lowerCase = (await authorization()).replace(/serial_no="(\w+)"/, (pair) => pair.toLowerCase())
    expect((await explain(lowerCase)).stdout).toContain('✗ serial-lower-case')
    expect(await explained(milliseconds)).toMatchObject([{ method: null, target: null, message: null }])
    const other = await explained('Authorization: Bearer abc')
    expect(other).toMatchObject([{ verdict: 'SIGN_ERROR_AUTHORIZATION_SCHEME' }])
  })
})

test.for<[string, string, RegExp]>([
  ['a 401', '{"detail":{"sign_information":{"truncated_sign_message":"POST\\n"}}}', /^stdin is the 401 of a request: .* --refusal/],
  ['an answer', 'HTTP/1.1 200 OK\nWechatpay-Signature: x\n\n{}', /^stdin is an answer, .* --response/],
  ['a notification', 'POST /notify HTTP/1.1\nWechatpay-Signature: x\n\n{}', /^stdin is a notification: .* --callback/],
])('explain without an option names the option for %s', async ([, paste, message]) => {
  expect(await complaint(paste)).toMatch(message)
})
