import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, vi } from 'vitest'
import { developmentKeys, signRequest } from '../../../../contracts/index.ts'
import { createMockServer } from '../../../../mock-server/index.ts'
import { send } from '../../../send.ts'
import { CHANGE_STATUS, OPEN } from '../../../signed-request.ts'
import { test, tooWide } from '../command-test.ts'
import { complaint, explain } from '../explain-test.ts'

const TIME = 1_700_000_000
const NONCE = '593BEC0C930BF1AFEB40B4A08C8FB242'
/** The body of a 401 that a user published: https://developers.weixin.qq.com/community/pay/doc/00004839bf4710761b8fd15dc51000 */
const PUBLISHED =
  '{"code":"SIGN_ERROR","detail":{"detail":{"issue":"sign not match"},"field":"signature","location":"authorization","sign_information":{"method":"GET","sign_message_length":85,"truncated_sign_message":"GET\\n/v3/certificates?algorithm_type=RSA\\n1680144553\\nvDit3y4Fmv45dem0CSmKbBK4tUHRR8Dj\\n\\n","url":"/v3/certificates?algorithm_type=RSA"}},"message":"错误的签名，验签失败"}'

interface Sent {
  readonly method?: string
  readonly target?: string
  readonly body?: string | Buffer
}

/** Sends a request with the signature for another body, and returns the body of the 401 answer. */
async function refusalOf({ method = 'POST', target = CHANGE_STATUS, body = OPEN }: Sent = {}): Promise<string> {
  await using mock = await createMockServer({ now: () => TIME * 1000 })
  const headers = {
    Authorization: await header({ method, target, body: 'another' }),
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'User-Agent': 'test',
  }
  const answer = await send(mock.url, { method, target, headers, body: Buffer.from(body) })
  expect(answer.status).toBe(401)
  return String(answer.body)
}

function header(sent: { method: string; target: string; body: string }): Promise<string> {
  return signRequest(sent, { ...developmentKeys.merchant, now: TIME * 1000, nonce: NONCE })
}

function message(body: string, { method = 'POST', target = CHANGE_STATUS, time = String(TIME), nonce = NONCE } = {}): string {
  return `${method}\n${target}\n${time}\n${nonce}\n${body}\n`
}

/** Runs `explain --refusal` for a refusal. `text` is `stdout` with the wrapped lines joined. `line` is the output of `--json`. */
async function explained(folder: string, refusal: string, stdin: string | undefined, ...options: string[]) {
  const file = join(folder, 'refusal.json')
  await mkdir(folder, { recursive: true })
  await writeFile(file, refusal)
  const { stdout, code } = await explain(stdin, '--refusal', file, ...options)
  expect(code).toBe(1)
  expect(tooWide(stdout)).toEqual([])
  const json = await explain(stdin, '--refusal', file, '--json', ...options)
  const line: Line = JSON.parse(json.stdout)
  return { stdout, text: stdout.replace(/\n {4,}/g, ' '), line, ids: line.mistakes.map(({ id }) => id) }
}

interface Line {
  readonly verdict: string
  readonly check: string
  readonly mistakes: readonly { readonly id: string; readonly message: string }[]
  readonly certain: readonly { readonly message: string; readonly message_zh: string }[]
}

describe('explain --refusal', () => {
  test('shows the message that the gateway built, and what its length proves', async ({ folder }) => {
    const { stdout, text, line } = await explained(folder, await refusalOf(), undefined)
    expect(stdout).toContain(`POST ${CHANGE_STATUS} 401 SIGN_ERROR\n`)
    for (const shown of ['POST', CHANGE_STATUS, TIME, NONCE, `${OPEN.slice(0, 8)}…`]) expect(stdout).toContain(`    ${shown}↵\n`)
    expect(text).toContain(`A body of ${Buffer.byteLength(OPEN)} bytes arrived. It begins with \`${OPEN.slice(0, 8)}\`. (`)
    expect(text).toContain('The URL that arrived has no query.')
    expect(text).toContain(`the timestamp ${TIME} and the random string ${NONCE}`)
    expect(text).toContain('mchid and serial_no are not part of the signature message')
    expect(line).toMatchObject({ verdict: 'invalid', check: 'signature', mistakes: [] })
    expect(Object.keys(line)).toEqual(['verdict', 'check', 'mistakes', 'certain'])
    for (const { message_zh } of line.certain) expect(message_zh).toMatch(/[\u4e00-\u9fff]/)
  })

  test('shows the empty body of a GET, and says that a GET should have an empty body', async ({ folder }) => {
    const { text, stdout } = await explained(folder, PUBLISHED, undefined)
    expect(text).toContain('with an empty body, as it should for GET')
    expect(text).toContain('has the query algorithm_type=RSA')
    expect(stdout.endsWith('    ↵\n')).toBe(true)
  })

  test('says that the signed body of an upload is the part "meta" when the gateway found an empty body', async ({ folder }) => {
    const upload = PUBLISHED.replaceAll('GET', 'POST').replaceAll('/v3/certificates?algorithm_type=RSA', '/v3/merchant/media/upload')
    const { text } = await explained(folder, upload.replace('85', '76'), undefined)
    expect(text).toContain('Its signed body is the JSON text of the part "meta"')
    expect(text).toContain('POST /v3/merchant/media/upload 401')
  })

  test('says when sign_message_length does not fit the message in the refusal', async ({ folder }) => {
    const { text } = await explained(folder, PUBLISHED.replace('85', '70'), undefined)
    expect(text).toContain('sign_message_length is 70, which does not fit')
  })

  test('does not wait for a stdin that stays open but sends nothing', async ({ folder, run }) => {
    const file = join(folder, 'refusal.json')
    await writeFile(file, PUBLISHED)
    expect(await run('explain', '--refusal', file)).toMatchObject({ code: 1, stdout: expect.stringContaining('401 SIGN_ERROR') })
  })

  test('prints Chinese first in a Chinese locale', async ({ folder }) => {
    vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
    const { stdout } = await explained(folder, await refusalOf(), undefined)
    vi.unstubAllEnvs()
    expect(stdout.indexOf('网关收到的报文主体有')).toBeLessThan(stdout.indexOf('A body of'))
    expect(stdout).toContain('网关构造的待签名串 (the message that the gateway built)')
  })
})

describe('explain --refusal with the string that was signed', () => {
  const CHINESE = '{"note":"商户小票"}'
  const QUERY = '/v3/certificates?algorithm_type=RSA'

  test.for<[string, string, string[], Sent?]>([
    ['an empty body', message(''), ['body-empty']],
    ['one line feed too many', `${message(OPEN)}\n`, ['body-with-line-feed']],
    ['no line feed at the end', message(OPEN).slice(0, -1), ['no-final-line-feed']],
    ['the host in the URL', message(OPEN, { target: `https://api.mch.weixin.qq.com${CHANGE_STATUS}` }), ['target-with-host']],
    ['a method in lower case', message(OPEN, { method: 'post' }), ['method-lower-case']],
    ['another method', message(OPEN, { method: 'DELETE' }), ['refusal-other-method']],
    ['another path', message(OPEN, { target: '/v3/other' }), ['refusal-other-url']],
    [
      'a URL without its query',
      message('', { method: 'GET', target: '/v3/certificates' }),
      ['query-dropped'],
      { method: 'GET', target: QUERY, body: '' },
    ],
    [
      'a decoded URL',
      message('', { method: 'GET', target: '/v3/certificates?note=商户' }),
      ['target-encoding'],
      { method: 'GET', target: '/v3/certificates?note=%E5%95%86%E6%88%B7', body: '' },
    ],
    ['another random string', message(OPEN, { nonce: 'another' }), ['refusal-other-nonce']],
    ['another timestamp', message(OPEN, { time: String(TIME + 2) }), ['timestamp-other-second']],
    ['a timestamp far away', message(OPEN, { time: String(TIME + 9_999) }), ['refusal-other-timestamp']],
    [
      'the timestamp and random string of another attempt',
      message(OPEN, { time: String(TIME + 99), nonce: 'n' }),
      ['refusal-of-another-attempt'],
    ],
    [
      'the timestamp and random string of another attempt, and the host in the URL',
      message(OPEN, { time: '1700000099', nonce: 'n', target: `https://api.mch.weixin.qq.com${CHANGE_STATUS}` }),
      ['target-with-host', 'refusal-of-another-attempt'],
    ],
    ['a body that did not arrive', message(OPEN), ['refusal-body-missing'], { body: '' }],
    ['a body with other spaces', message('{"sub_mchid": "1900000109", "operation_type": "OPEN"}'), ['refusal-body-serialised-again']],
    [
      'a body that arrived in GBK',
      message(CHINESE),
      ['refusal-body-in-gbk'],
      { body: Buffer.from('7b226e6f7465223a22c9ccbba7d0a1c6b1227d', 'hex') },
    ],
    ['a body that arrived as question marks', message(CHINESE), ['refusal-body-in-characters'], { body: '{"note":"????"}' }],
    ['a body with another value', message(OPEN.replace('OPEN', 'CLOSE')), ['refusal-body-other-length']],
    ['a body with a shorter value near its start', message(OPEN.replace('1900000109', '19000001')), ['refusal-body-other-length']],
    ['the body without the line feed at its end', message(OPEN), ['refusal-body-one-byte-longer'], { body: `${OPEN}\n` }],
    ['a body that begins differently', message(`[${OPEN.slice(1)}`), ['refusal-body-other-start']],
    ['a byte order mark before the body', message(`\uFEFF${OPEN}`), ['body-with-bom']],
    ['CR LF instead of line feeds', message(OPEN).replaceAll('\n', '\r\n'), ['line-feeds-crlf']],
    ['the three lines that are signed for an answer', `${TIME}\n${NONCE}\n${OPEN}\n`, ['response-message-signed']],
    ['a text that is not a signature message', 'sub_mchid=1900000109&key=1', ['refusal-other-lines']],
  ])('says where the string differs from the message that the gateway built: %s', async ([, signed, wanted, sent = {}], { folder }) => {
    const { ids, stdout } = await explained(folder, await refusalOf(sent), undefined, '--message', signed)
    expect(ids).toEqual(wanted)
    expect(stdout).toMatch(/- built by the gateway \(网关构造\) {2}\+ yours|built by the gateway; yours looks the same/)
    expect(stdout).not.toMatch(/\{[a-z_]+\}/)
  })

  test('says "1 byte", not "1 bytes"', async ({ folder }) => {
    const { text } = await explained(folder, await refusalOf({ body: '[]' }), undefined, '--message', message('1'))
    expect(text).toContain('the body has 1 byte, ')
    expect((await explained(folder, await refusalOf({ body: '1' }), undefined)).text).toContain('A body of 1 byte arrived')
  })

  test('says when the signed string is the message that the gateway built, and then names no mistake', async ({ folder }) => {
    const { ids, text } = await explained(folder, await refusalOf(), undefined, '--message', message(OPEN))
    expect(ids).toEqual([])
    expect(text).toContain('The signed string is the message that the gateway built')
    expect(text).toContain('built by the gateway; yours looks the same')
  })

  test('does not say that the bodies have the same length when the length of the body that arrived is unknown', async ({ folder }) => {
    const refusal = (await refusalOf()).replace(/("sign_message_length":)\d+/, '$170')
    const { text } = await explained(folder, refusal, undefined, '--message', message(OPEN))
    expect(text).toContain('the same four lines, and a body with the same beginning')
  })

  test('says that the rest of the body may differ, except when the refusal shows the whole body', async ({ folder }) => {
    const { text } = await explained(folder, await refusalOf({ body: '[]' }), undefined, '--message', message('[]'))
    expect(text).toContain('So either the signing key does not belong to the certificate in serial_no, or the algorithm is wrong.')
    expect((await explained(folder, await refusalOf(), undefined, '--message', message(OPEN))).text).toContain(
      'or the rest of the body differs.',
    )
  })

  test('does not name a wrong encoding when the bodies differ in the ASCII characters at their beginning', async ({ folder }) => {
    for (const body of ['{"zzzzz"}', '{"zzzzzz"}']) {
      const { ids } = await explained(folder, await refusalOf({ body }), undefined, '--message', message('{"a":"中"}'))
      expect(ids).toEqual(['refusal-body-other-length'])
    }
  })

  test('shows a byte that is not UTF-8 as U+FFFD in the beginning of the body', async ({ folder }) => {
    const { text } = await explained(folder, await refusalOf({ body: Buffer.from('a\xff12345678', 'latin1') }), undefined)
    expect(text).toContain('It begins with `a\uFFFD123456`')
  })

  test('takes the signed string from a file, stdin or the command line, and reads \\n as a line feed', async ({ folder }) => {
    const refusal = await refusalOf()
    await writeFile(join(folder, 'signed.txt'), message(''))
    expect((await explained(folder, refusal, undefined, '--message', `@${join(folder, 'signed.txt')}`)).ids).toEqual(['body-empty'])
    expect((await explained(folder, refusal, message(''), '--message', '@-')).ids).toEqual(['body-empty'])
    const trimmed = await explained(folder, refusal, undefined, '--message', message(OPEN).trimEnd())
    expect(trimmed.ids).toEqual(['no-final-line-feed'])
    expect(trimmed.text).toContain('A shell drops a final line feed from $(…): if your code signs a final line feed, pass')
    const { ids, text } = await explained(folder, refusal, undefined, '--message', message('').replaceAll('\n', '\\n'))
    expect(ids).toEqual(['body-empty'])
    expect(text).toContain('In --message, \\n was read as a line feed.')
  })
})

describe('explain --refusal with the request', () => {
  const curl = (authorization: string, { target = CHANGE_STATUS, body = OPEN } = {}) =>
    `curl -X POST 'https://api.mch.weixin.qq.com${target}' -H 'Authorization: ${authorization}' -d '${body}'`

  test('names the mistake that the signature proves', async ({ folder }) => {
    const authorization = await header({ method: 'POST', target: CHANGE_STATUS, body: '' })
    const { ids, text } = await explained(folder, await refusalOf(), curl(authorization))
    expect(ids).toEqual(['body-empty'])
    expect(text).toContain('- built by the gateway (网关构造)  + yours (你的)')
    expect(text).toContain(`- ${OPEN}↵`)
    const flags = ['--target', CHANGE_STATUS, '--body', OPEN, '--authorization', authorization]
    expect((await explained(folder, await refusalOf(), undefined, ...flags)).ids).toEqual(['body-empty'])
  })

  test('takes the method and the path from the refusal when only the Authorization header is known', async ({ folder }) => {
    const authorization = await header({ method: 'POST', target: CHANGE_STATUS, body: 'another' })
    const { text, ids } = await explained(folder, await refusalOf(), `Authorization: ${authorization}`)
    expect(ids).toEqual([])
    expect(text).toContain('The private key is correct')
    expect(text).toContain('No body was given')
    const ofEmpty = await header({ method: 'POST', target: CHANGE_STATUS, body: '' })
    expect((await explained(folder, await refusalOf(), undefined, '--authorization', ofEmpty)).ids).toEqual(['body-empty'])
  })

  test('when the signature fits the request, says that the body or the URL changed on the way', async ({ folder }) => {
    const authorization = await header({ method: 'POST', target: CHANGE_STATUS, body: OPEN })
    expect((await explained(folder, await refusalOf({ body: '' }), curl(authorization))).ids).toEqual(['refusal-body-missing'])
    expect((await explained(folder, await refusalOf({ target: `${CHANGE_STATUS}?from=proxy` }), curl(authorization))).ids).toEqual([
      'refusal-other-url',
    ])
  })

  test('recognises a request that is another attempt, and finds the refused request among several requests', async ({ folder }) => {
    const own = await header({ method: 'POST', target: CHANGE_STATUS, body: OPEN })
    const other = own.replace(NONCE, 'another').replace(String(TIME), String(TIME + 60))
    const refusal = await refusalOf()
    expect((await explained(folder, refusal, curl(other))).ids).toContain('refusal-of-another-attempt')
    expect((await explained(folder, refusal, `${curl(other)}\n${curl(own)}`)).ids).toEqual([])
  })
})

describe('explain --refusal prints a one-line error for', () => {
  test('a text without sign_information, and quotes the field message of this text', async ({ folder }) => {
    await writeFile(join(folder, 'r.json'), '{"code":"SIGN_ERROR","message":"商户证书序列号有误"}')
    expect(await complaint(undefined, '--refusal', join(folder, 'r.json'))).toMatch(
      /^--refusal \S+ has no sign_information; its message is 商户证书序列号有误\. WeChat Pay sends sign_information, inside the field detail, when .*: copy the whole body of the 401/,
    )
    expect(await complaint('{}', '--refusal', '-')).toMatch(/^--refusal - has no sign_information\. /)
    const guzzle =
      'Client error: `GET https://h/` resulted in a `401 Unauthorized` response:\n{"code":"SIGN_ERROR","detail":{"det (truncated...)\n'
    expect(await complaint(guzzle, '--refusal', '-')).toMatch(/^--refusal - has no sign_information: Guzzle cuts the body/)
  })

  test('a stdin that is too long', async () => {
    expect(await complaint('x'.repeat(1_048_577), '--refusal', '-')).toBe('stdin has more than 1048576 bytes: explain reads at most 1 MB\n')
  })

  test('a refusal that is cut off, and a refusal whose line feeds were replaced', async () => {
    expect(await complaint(PUBLISHED.slice(0, 260), '--refusal', '-')).toMatch(/must have method, url, sign_message_length and trunc/)
    expect(await complaint(PUBLISHED.replaceAll('\\n', ' '), '--refusal', '@-')).toMatch(
      /^truncated_sign_message must have five lines.*; got "GET /,
    )
  })

  test('a file that does not exist, --body without --authorization, and --message without --refusal', async () => {
    expect(await complaint(undefined, '--refusal', 'none.json')).toBe(
      "--refusal none.json can't be read: there is no such file (文件不存在)\n",
    )
    expect(await complaint(PUBLISHED, '--refusal', '-', '--body', '{}')).toMatch(/^--body needs --authorization: /)
    expect(await complaint(undefined, '--message', 'x')).toMatch(
      /^--message needs --refusal, --response or --callback, because only these compare it with another message/,
    )
  })
})
