import { describe, expect, test } from 'vitest'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { authorization, complaint, explain, explained } from './explain-test.ts'

const VALID = { method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }

/** Returns a raw HTTP request. The lines of its head end with CR LF. */
async function raw(
  body = OPEN,
  headers: string[] = [`Content-Length: ${Buffer.byteLength(body)}`],
  target = CHANGE_STATUS,
): Promise<string> {
  const head = [`POST ${target} HTTP/1.1`, 'Host: api.mch.weixin.qq.com', `Authorization: ${await authorization({ body })}`, ...headers]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

describe('`explain` with a raw HTTP request', () => {
  test('takes as many bytes as Content-Length says for the body, and does not change them', async () => {
    const body = '{\r\n"note":"点金"\n}\n'
    expect(await explained(await raw(body))).toMatchObject([VALID])
    expect(await explained(`${await raw(body)}\n`)).toMatchObject([VALID])
    expect(await explained(`\n\n${await raw()}\r\n\r\n`)).toMatchObject([VALID])
  })

  test('reads a head with line feeds only, a target that is a whole URL, and a header name in upper case', async () => {
    expect(await explained((await raw()).replaceAll('\r\n', '\n'))).toMatchObject([VALID])
    expect(await explained(await raw(OPEN, [], `http://api.mch.weixin.qq.com:80${CHANGE_STATUS}`))).toMatchObject([VALID])
    expect(await explained((await raw()).replace('Authorization', 'AUTHORIZATION'))).toMatchObject([VALID])
  })

  test('names the mistake of a request that was signed with an empty body', async () => {
    const paste = (await raw('')).replace('Content-Length: 0', `Content-Length: ${OPEN.length}`)
    expect(await explained(`${paste}${OPEN}`)).toMatchObject([
      { verdict: 'SIGN_ERROR_SIGNATURE', diagnosis: { mistakes: [{ id: 'body-empty' }] } },
    ])
  })

  test('without Content-Length, takes all text after the head, except the last line break, for the body, and says so', async () => {
    expect(await explained(await raw(OPEN, []))).toMatchObject([VALID])
    expect(await explained(`${await raw(OPEN, [])}\n`)).toMatchObject([VALID])
    const { stdout } = await explain(`${await raw(OPEN, [])}x\n`)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'Without Content-Length, the body was taken up to the end of the input, without its last line break',
    )
  })

  test('restores line breaks that a clipboard changed, if the body then has the length in Content-Length', async () => {
    const paste = await raw('{\n"a":1\n}')
    expect(await explained(paste.replaceAll(/\r?\n/g, '\r\n'))).toMatchObject([VALID])
    const windows = await raw('{\r\n"a":1\r\n}')
    expect(await explained(windows.replaceAll('\r\n', '\n'))).toMatchObject([VALID])
  })

  test('reports a Content-Length that is malformed or too large, and cuts a body that is longer than its Content-Length', async () => {
    const long = (await explain(await raw(OPEN, ['Content-Length: 500']))).stdout.replace(/\s+/g, ' ')
    expect(long).toContain('valid (签名正确)')
    expect(long).toContain('Copy all of the body, or correct Content-Length. Content-Length is 500, but the pasted body has 50 bytes')
    for (const length of ['50, 51', '5O', '-1', '+50', '0x32']) {
      const { stdout } = await explain(await raw(OPEN, [`Content-Length: ${length}`]))
      expect(stdout).toContain(`Content-Length is ${length}, which servers refuse (Content-Length 有误).`)
    }
    const tooLong = (await explain(await raw(OPEN, ['Content-Length: 12345678901']))).stdout.replace(/\s+/g, ' ')
    expect(tooLong).toContain('Content-Length is 12345678901, but the pasted body has 50 bytes')
    const { stdout } = await explain((await raw(OPEN, ['Content-Length: 500'])).replace('OPEN', 'CLOSE'))
    expect(stdout.replace(/\s+/g, ' ')).toContain('Content-Length is 500, but the pasted body has 51 bytes')
    const cut = await explained(await raw(OPEN, ['Content-Length: 20']))
    expect(cut).toMatchObject([{ verdict: 'SIGN_ERROR_SIGNATURE', message: expect.stringMatching(/\n.{20}\n$/) }])
  })

  test('names no mistake when the body is cut off or missing, and refuses a paste that ends within the Authorization header', async () => {
    const paste = await raw()
    for (const end of [paste.length - 3, paste.indexOf('{'), paste.indexOf('\r\n\r\n')])
      expect(await explained(paste.slice(0, end))).toMatchObject([{ verdict: 'unknown-body', diagnosis: { mistakes: [] } }])
    const inHeader = paste.slice(0, paste.indexOf('signature="') + 100)
    expect(await complaint(inHeader)).toBe('stdin ends within the Authorization header: copy all of it (请完整复制)\n')
    expect(await complaint(inHeader.slice(inHeader.indexOf('WECHATPAY2-')))).toBe(
      'stdin ends within the Authorization header: copy all of it (请完整复制)\n',
    )
  })

  test('without Content-Length, ends the body where the next message begins', async () => {
    const answer = 'HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n\r\n{"code":"SIGN_ERROR"}'
    expect(await explained(`${await raw(OPEN, [])}\r\n\r\n${answer}`)).toMatchObject([VALID])
    expect(await explained(`${await raw(OPEN, [])}\n${await raw(OPEN, [])}`)).toMatchObject([VALID, VALID])
  })

  test('ends the body where Content-Length says, also before an answer, and then reads on', async () => {
    const answer = 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 21\r\n\r\n{"code":"SIGN_ERROR"}'
    const paste = `${await raw()}\r\n\r\n${answer}\r\n${await raw()}\r\n${answer}\r\n`
    const { stdout } = await explain(paste)
    expect(stdout).not.toContain('Content-Length is')
    expect(await explained(paste)).toMatchObject([VALID, VALID])
    expect(await explained(paste.replaceAll('\r\n', '\n'))).toMatchObject([VALID, VALID])
  })

  test('compares Content-Length with the body alone when another message follows', async () => {
    const paste = `${await raw(OPEN, ['Content-Length: 500'])}\r\n\r\nHTTP/2 200\r\n\r\n`
    expect((await explain(paste)).stdout.replace(/\s+/g, ' ')).toContain('Content-Length is 500, but the pasted body has 50 bytes')
    expect(await explained(`${paste}${await raw()}`)).toMatchObject([VALID, VALID])
    const windows = await raw('{\r\n"a":1\r\n}')
    expect(await explained(`${windows}\r\n${paste}`.replaceAll('\r\n', '\n'))).toMatchObject([VALID, VALID])
  })

  test('reads several requests, with and without a body', async () => {
    const get = `GET /v3/certificates HTTP/1.1\nAuthorization: ${await authorization({ method: 'GET', target: '/v3/certificates', body: '' })}\n\n`
    expect(await explained(`${await raw()}\r\n${get}${await raw()}`)).toMatchObject([VALID, { method: 'GET', verdict: 'valid' }, VALID])
  })

  test('joins the chunks of a body, and refuses chunks that are cut off', async () => {
    const chunked = (await raw(OPEN, ['Transfer-Encoding: chunked'])).replace(
      OPEN,
      `a\r\n${OPEN.slice(0, 10)}\r\n${(OPEN.length - 10).toString(16)};x=y\r\n${OPEN.slice(10)}\r\n0\r\n\r\n`,
    )
    expect(await explained(chunked)).toMatchObject([VALID])
    expect(await complaint(chunked.slice(0, -9))).toMatch(/^stdin: the body is chunked, and its chunks can't be read: give it with --body/)
  })

  test('judges a body that is not UTF-8, and shows its bytes as replacement characters', async () => {
    const head = await raw(OPEN, [])
    const gbk = Buffer.from([0xb5, 0xe3, 0xbd, 0xf0])
    const [judged] = await explained(Buffer.concat([Buffer.from(head.slice(0, -OPEN.length)), gbk]))
    expect(judged).toMatchObject({ verdict: 'SIGN_ERROR_SIGNATURE' })
    expect(judged?.message).toContain('\ufffd')
  })

  test("refuses a line that is not a header, and accepts curl's verbose output only when the request has no body", async () => {
    expect(await complaint((await raw()).replace('\r\n\r\n', '\r\n'))).toMatch(
      /^stdin: "\{\\"sub_mchid.*" in the HTTP request is not a header: write one header per line/,
    )
    const verbose = (await raw()).split('\r\n\r\n')[0]?.replaceAll('\r\n', '\n').replace(/^/gm, '> ') ?? ''
    expect(await complaint(`* Connected\n${verbose}\n>\n< HTTP/1.1 401`)).toMatch(/^stdin is curl's verbose output, which has no body/)
    const get = await authorization({ method: 'GET', target: '/v3/certificates', body: '' })
    expect(await explained(`> GET /v3/certificates HTTP/1.1\n> Authorization: ${get}\n>\n< HTTP/1.1 200`)).toMatchObject([
      { verdict: 'valid' },
    ])
    const empty = `> POST ${CHANGE_STATUS} HTTP/1.1\n> Authorization: ${await authorization({ body: '' })}\n> Content-Length: 0\n>\n< HTTP/1.1 200`
    expect(await explained(empty)).toMatchObject([{ verdict: 'valid' }])
  })

  test('reads a paste whose lines end in CR alone', async () => {
    expect(await explained((await raw()).replaceAll('\r\n', '\r'))).toMatchObject([VALID])
  })

  test('reads a paste in UTF-16 with either byte order, and ignores byte order marks', async () => {
    const text = await raw()
    for (const marked of [`\ufeff${text}`, text]) expect(await explained(Buffer.from(marked, 'utf16le').swap16())).toMatchObject([VALID])
    expect(await explained(Buffer.from(text, 'utf16le'))).toMatchObject([VALID])
    expect(await explained(Buffer.from(`\ufeff\ufeff${text}`))).toMatchObject([VALID])
    expect(await explained(Buffer.from(`\ufeff${await raw()}`, 'utf16le'))).toMatchObject([VALID])
    expect(await explained(`\ufeff${await raw()}`)).toMatchObject([VALID])
  })

  test.for(['\n', '\r\n', 'A: b\n', ' \n', 'GET / HTTP/1.1\n', 'GET / HTTP/1.1\n\n', 'POST / HTTP/1.1\nContent-Length: 1\n\n', ' ', 'A '])(
    'does not take quadratic time when a paste repeats %j many times',
    { timeout: 20_000 },
    async (text) => {
      const paste = `POST /v3/x HTTP/1.1\n${text.repeat(262_144 / text.length)}`
      const judged = await explained(paste).catch(() => complaint(paste))
      expect(JSON.stringify(judged)).toMatch(/SIGN_ERROR|at most 500|not a header/)
    },
  )
})

describe('`explain` reads each part of a paste only once', () => {
  const MANY = 4 * 1024 * 1024

  test.for([
    ['requests whose bodies end where the next request begins', 'POST / HTTP/1.1\nA: b\n\nx\n'],
    ['requests whose bodies are in chunks', 'POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n\n'],
  ] as const)('when the paste consists of %s', { timeout: 20_000 }, async ([, text]) => {
    expect(await complaint(text.repeat(MANY / text.length))).toMatch(/^stdin has \d+ requests: at most 500 can be explained at once\n$/)
  })
})

describe('`explain` reads at most', () => {
  test('32 MB of stdin, even if stdin never ends', async () => {
    const endless = function* () {
      for (;;) yield Buffer.alloc(1024 * 1024, ' ')
    }
    expect(await complaint(endless())).toBe('stdin has more than 33554432 bytes: explain reads at most 32 MB\n')
  })

  test.for([
    ['a log', `httpRequest[{"body":"${'a'.repeat(12_000_000)}"}]`, []],
    ['an answer', `map[Wechatpay-Signature:[a] ${'A:[] '.repeat(4_000_000)}]`, ['--response']],
  ] as const)('as much text in %s as a regular expression can read', async ([, paste, options]) => {
    const message = 'stdin: a part of it is too long or nested too deeply to be read: copy only the request (请只复制请求部分)\n'
    expect(await complaint(paste, ...options)).toBe(message)
  })

  test('1 MB of a body', async () => {
    const body = 'x'.repeat(1024 * 1024 + 1)
    expect(await complaint(await raw(body))).toBe(`The body of POST ${CHANGE_STATUS} has 1048577 bytes: the limit is 1048576\n`)
    expect(await complaint(body, '--target', '/v3/x', '--authorization', '', '--body', '@-')).toBe(
      'stdin has more than 1048576 bytes: explain reads at most 1 MB\n',
    )
  })
})
