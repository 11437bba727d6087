import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, vi } from 'vitest'
import { ANSWER, answer, notification, type Program, TIME } from '../../../contracts/generate/vectors/received-program.ts'
import { developmentKeys } from '../../../contracts/index.ts'
import { test, tooWide } from './command-test.ts'
import { complaint, explain, explained } from './explain-test.ts'

const { platform, platformPublicKey, merchant, apiV3Key } = developmentKeys

/** Returns a message as `curl -i` prints it. */
function raw({ headers, body }: Pick<Program, 'headers' | 'body'>, startLine = 'HTTP/1.1 200 OK', lineBreak = '\r\n'): Buffer {
  const lines = [startLine, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', '']
  return Buffer.concat([Buffer.from(lines.join(lineBreak)), body])
}

function withoutContentLength({ headers }: Program): Program['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-length$/i.test(name)))
}

const reformatted = { ...answer(), body: Buffer.from(JSON.stringify(JSON.parse(ANSWER), null, 2)) }

/** Returns the headers in the format in which Go prints an `http.Header`. */
function goMap({ headers }: Program): string {
  return `map[${Object.entries(headers)
    .map(([name, value]) => `${name}:[${value}]`)
    .join(' ')}]`
}

describe('explain --response', () => {
  test.for<[string, (map: string, body: string) => string]>([
    ['after the headers', (map, body) => `2026/11/29 12:00:00 status 200 header: ${map}, body: ${body}\n`],
    ['before the headers', (map, body) => `2026/11/29 12:00:00 response body: ${body}, headers: ${map}\n`],
    ['as a quoted string', (map, body) => `time=12:00:00 level=INFO header="${map}" body=${JSON.stringify(body)}\n`],
    [
      'as a list of bytes',
      (map, body) => `&{200 OK 200 HTTP/2.0 2 0 ${map} {0xc0000a6000} -1 [] false} data: [${[...Buffer.from(body)].join(' ')}]\n`,
    ],
    ['in a log in JSON', (map, body) => `{"level":"info","header":"${map}","body":${JSON.stringify(body)}}\n`],
  ])('judges an answer whose headers Go printed, with the body %s', async ([, write]) => {
    expect(await explained(write(goMap(answer()), ANSWER), '--response')).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(write(goMap(answer()), String(reformatted.body.toString().replaceAll('\n', ' '))), '--response')).toMatchObject([
      { verdict: 'invalid', check: 'signature' },
    ])
  })

  test('asks for the body when Go printed only the headers of an answer, unless the answer is a 204', async () => {
    expect(await complaint(`&{200 OK 200 HTTP/2.0 2 0 ${goMap(answer())} {0xc0000a6000} -1 [] false}`, '--response')).toMatch(
      /^stdin has headers that Go printed, but no body: /,
    )
    expect(await explained(`&{204 No Content 204 HTTP/2.0 2 0 ${goMap(answer(''))} {} 0 [] false}`, '--response')).toMatchObject([
      { verdict: 'valid' },
    ])
    for (const time of ['12:00:00.204', '12:00:00,204'])
      expect(await explained(`2026/11/29 ${time} header: ${goMap(answer())}, body: ${ANSWER}\n`, '--response')).toMatchObject([
        { verdict: 'valid' },
      ])
  })

  test('reads headers under their names in PHP and Django, such as HTTP_WECHATPAY_NONCE', async () => {
    const headers = Object.entries(answer().headers).map(([name, value]) => [`HTTP_${name.toUpperCase().replaceAll('-', '_')}`, value])
    expect(await explained(raw({ ...answer(), headers: Object.fromEntries(headers) }), '--response')).toMatchObject([{ verdict: 'valid' }])
  })

  test('reports that a correct answer is valid, using the shipped keys', async () => {
    const { stdout, code } = await explain(raw(answer()), '--response')
    expect(stdout).toMatch(/^No --cert .*\n\nHTTP\/1\.1 200 OK valid \(验签通过\)\n {2}signed with \(签名密钥\): 6D6F[0-9A-F]{36}\n$/)
    expect(code).toBe(0)
  })

  test('names the mistake of a program that reformatted the body, and shows the verified text and the signed text', async () => {
    const { stdout, code } = await explain(raw(reformatted), '--response')
    expect(stdout).toContain('HTTP/1.1 200 OK invalid (未通过): signature (签名)\n  ✗ received-body-reformatted\n')
    expect(stdout).toContain('- verified by your program (程序验签)  + signed by WeChat Pay (微信支付所签)\n')
    expect(stdout).toContain(`${TIME}↵\n`)
    expect(code).toBe(1)
    expect(tooWide(stdout)).toEqual([])
  })

  test('does not show the signed text when it differs from the verified text only after 8,192 bytes', async () => {
    const program = answer(JSON.stringify({ note: 'x'.repeat(9_000) }))
    const { stdout } = await explain(raw({ ...program, body: Buffer.concat([program.body, Buffer.from('\n\n')]) }), '--response')
    expect(stdout).toContain('invalid (未通过): signature')
    expect(stdout).not.toContain('signed by WeChat Pay')
  })

  test('says what is certain when no known mistake explains the wrong signature, and shows the text to verify', async () => {
    const program = answer()
    const { stdout } = await explain(raw({ ...program, headers: { ...program.headers, 'Wechatpay-Nonce': 'another' } }), '--response')
    for (const text of ['No known mistake', '· The key is right', '· Another text was signed', 'the text to verify'])
      expect(stdout).toContain(text)
  })

  test('shows the text of --message as the text that the program verified, and builds no text from the headers and the body', async () => {
    const program = answer()
    const other = raw({ ...program, headers: { ...program.headers, 'Wechatpay-Nonce': 'another' } })
    const { stdout } = await explain(other, '--response', '--message', 'something else')
    expect(stdout).toContain('  the text that your program verified (程序验签的文本):\n    something else\n')
    expect(stdout).not.toContain('from the headers and the body')
  })

  test('reads 300,000 interim answers and the final answer after them in linear time', { timeout: 20_000 }, async () => {
    const [line] = await explained(`${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(300_000)}HTTP/1.1 200 OK\r\n\r\n{}`, '--response')
    expect(line).toMatchObject({ verdict: 'invalid', check: 'headers' })
  })

  test('reads an answer that repeats one header 300,000 times, and reports the repetition as a mistake', async () => {
    const [line] = await explained(`HTTP/1.1 200 OK\r\n${'Wechatpay-Signature: a\r\n'.repeat(300_000)}\r\n{}`, '--response')
    expect(line).toMatchObject({ mistakes: expect.arrayContaining([expect.objectContaining({ id: 'received-headers-doubled' })]) })
  })

  test('prints one line of JSON with --json', async () => {
    const { stdout, code } = await explain(raw(reformatted), '--response', '--json')
    const line = JSON.parse(stdout)
    expect(Object.keys(line)).toEqual(['verdict', 'check', 'mistakes', 'certain'])
    expect(line).toMatchObject({
      verdict: 'invalid',
      check: 'signature',
      mistakes: [{ id: 'received-body-reformatted', fix_zh: expect.anything() }],
    })
    expect(code).toBe(1)
    expect((await explain(raw(answer()), '--response', '--json')).stdout).toBe(
      '{"verdict":"valid","check":null,"mistakes":[],"certain":[]}\n',
    )
  })

  test.for<[string, Buffer]>([
    ['after 100 Continue', Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), raw(answer())])],
    ['after the answer of a proxy', Buffer.concat([Buffer.from('HTTP/1.0 200 Connection established\r\nVia: x\r\n\r\n'), raw(answer())])],
    ['in HTTP/2', raw(answer(), 'HTTP/2 200')],
    ['with line feeds only', raw(answer(), 'HTTP/1.1 200 OK', '\n')],
    ['after a byte order mark', Buffer.concat([Buffer.from('\ufeff'), raw(answer())])],
    ['that PowerShell wrote in UTF-16', Buffer.from(`\ufeff${raw(answer())}`, 'utf16le')],
    ['with a line break that an editor added', Buffer.concat([raw(answer()), Buffer.from('\n')])],
    ['without its status line', raw(answer()).subarray('HTTP/1.1 200 OK\r\n'.length)],
  ])('reads an answer %s', async ([, bytes]) => {
    expect(await explained(bytes, '--response')).toMatchObject([{ verdict: 'valid' }])
  })

  test('drops a line break that an editor added to the body, and prints a note; keeps a line break that was signed', async () => {
    for (const lineBreak of ['\n', '\r\n']) {
      const saved = await explain(`${raw({ ...answer(), headers: withoutContentLength(answer()) })}${lineBreak}`, '--response')
      expect(saved.code).toBe(0)
      expect(saved.stdout.replace(/\s+/g, ' ')).toContain('· The body was taken without the line break at its end')
      expect(saved.stdout).toContain('去掉了末尾的换行符')
    }
    const signed = answer(`${ANSWER}\n`)
    const right = await explain(raw({ ...signed, headers: withoutContentLength(signed) }), '--response')
    expect(right.code).toBe(0)
    expect(right.stdout).not.toContain('·')
    const wrong = { ...reformatted, headers: withoutContentLength(answer()), body: Buffer.concat([reformatted.body, Buffer.from('\n')]) }
    expect(await explained(raw(wrong), '--response')).toMatchObject([{ mistakes: [{ id: 'received-body-reformatted' }] }])
    const two = { ...answer(), headers: withoutContentLength(answer()), body: Buffer.from(`${ANSWER}\n\n`) }
    expect(await explained(raw(two), '--response')).toMatchObject([{ mistakes: [{ id: 'received-body-white-space-added' }] }])
  })

  test('reads JSON with headers and a body: one message or a list', async () => {
    const { headers } = answer()
    expect(await explained(JSON.stringify({ status: 200, headers, data: ANSWER }), '--response')).toMatchObject([{ verdict: 'valid' }])
    const list = Object.entries(headers).map(([name, value]) => ({ name, value }))
    expect(
      await explained(
        JSON.stringify([
          { headers, body: ANSWER },
          { headers: list, body: '{}' },
        ]),
        '--response',
      ),
    ).toMatchObject([{ verdict: 'valid' }, { mistakes: [{ id: 'received-body-of-another' }] }])
  })

  test('reports received-body-parsed when the JSON has the body as an object instead of text', async () => {
    const { headers } = answer('{"a" :1}')
    expect(await explained(JSON.stringify({ headers, body: { a: 1 } }), '--response')).toMatchObject([
      { mistakes: [{ id: 'received-body-parsed' }] },
    ])
  })

  test('reads only the answers with Wechatpay- headers from a HAR; --callback refuses a HAR without such requests', async () => {
    const response = {
      status: 200,
      headers: Object.entries(answer().headers).map(([name, value]) => ({ name, value })),
      content: { text: ANSWER },
    }
    const request = { method: 'POST', url: 'https://api.mch.weixin.qq.com/v3/x', headers: [] }
    const har = {
      log: {
        entries: [
          { request, response },
          { request, response: { status: 304, headers: [] } },
        ],
      },
    }
    expect(await explained(JSON.stringify(har), '--response')).toMatchObject([{ verdict: 'valid' }])
    expect(await complaint(JSON.stringify(har), '--callback')).toContain(
      'none of the 2 entries of the HAR has a Wechatpay-… header in its request',
    )
  })

  test('refuses a HAR that lacks the body of an answer', async () => {
    const request = { method: 'POST', url: 'https://api.mch.weixin.qq.com/v3/x', headers: [] }
    const response = { status: 200, headers: [{ name: 'Wechatpay-Signature', value: 'x' }], content: { size: 142 } }
    expect(await complaint(JSON.stringify({ log: { entries: [{ request, response }] } }), '--response')).toBe(
      'stdin: the HAR lacks the body of POST https://api.mch.weixin.qq.com/v3/x → 200: export the HAR with content\n',
    )
  })

  test('verifies with the keys on the command line, and then not with the shipped keys', async ({ folder }) => {
    const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    await writeFile(certificate, platform.certificate)
    await writeFile(key, platformPublicKey.publicKey)
    expect(await explained(raw(answer()), '--response', '--cert', certificate)).toMatchObject([{ verdict: 'valid' }])
    const byId = ['--response', '--public-key', `${platformPublicKey.id}=${key}`]
    expect(await explained(raw(answer()), ...byId)).toMatchObject([{ check: 'serial' }])
    expect(await explained(raw(answer(ANSWER, { ...platformPublicKey, serial: platformPublicKey.id })), ...byId)).toMatchObject([
      { verdict: 'valid' },
    ])
    await writeFile(certificate, merchant.certificate)
    expect(await explained(raw(answer()), '--response', '--cert', certificate)).toMatchObject([
      { mistakes: [{ id: 'received-merchant-certificate' }] },
    ])
  })

  test('advises to configure the key that signed the answer, when only the other key of the mock server is given', async ({ folder }) => {
    const file = join(folder, 'key.pem')
    await writeFile(file, platformPublicKey.publicKey)
    const { stdout } = await explain(raw(answer()), '--response', '--public-key', `${platformPublicKey.id}=${file}`)
    expect(stdout.replace(/\s+/g, ' ')).toContain("Configure the mock server's platform certificate as well")
    await writeFile(file, platform.certificate)
    const other = await explain(raw(answer(ANSWER, { ...platformPublicKey, serial: platformPublicKey.id })), '--response', '--cert', file)
    expect(other.stdout.replace(/\s+/g, ' ')).toContain("Configure the mock server's WeChat Pay public key as well")
  })

  test('prints Chinese first in a Chinese locale', async () => {
    vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
    const { stdout } = await explain(raw(reformatted), '--response')
    vi.unstubAllEnvs()
    for (const text of [
      '使用自带的开发密钥 (No --cert',
      '未通过 (invalid): 签名 (signature)',
      '签名密钥 (signed with)',
      '程序验签 (verified by your program)',
    ])
      expect(stdout).toContain(text)
  })

  test('notes that an editor may have changed the file with the verified text', async ({ folder }) => {
    const file = join(folder, 'verified.txt')
    const text = `${TIME}\n${answer().headers['Wechatpay-Nonce']}\n${ANSWER}`
    for (const [content, note] of [
      [text, 'does not end with a line feed, which an editor may have removed'],
      [`${text}\n`.replaceAll('\n', '\r\n'), 'has CR LF, which an editor on Windows may have written'],
      [`${text}\n\n`, 'ends with a line feed, which an editor may have added'],
    ] as const) {
      await writeFile(file, content)
      const { stdout } = await explain(raw(answer()), '--response', '--message', `@${file}`)
      expect(stdout.replace(/\s+/g, ' ')).toContain(note)
    }
    await writeFile(file, `${text}\n`)
    expect((await explain(raw(answer()), '--response', '--message', `@${file}`)).stdout).not.toContain('·')
  })

  test('checks the time only when --now is given', async () => {
    expect(await explained(raw(answer()), '--response')).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(raw(answer()), '--response', '--now', String(TIME + 300))).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(raw(answer()), '--response', '--now', String(TIME + 301))).toMatchObject([
      { check: 'timestamp', mistakes: [{ id: 'received-timestamp-behind' }] },
    ])
  })

  test('names the mistake in the verified text, whether --message contains the text or names a file', async ({ folder }) => {
    const text = `${TIME}\n${answer().headers['Wechatpay-Nonce']}\n${ANSWER}`
    const wanted = [{ check: 'signature', mistakes: [{ id: 'verified-without-final-line-feed' }] }]
    expect(await explained(raw(answer()), '--response', '--message', text)).toMatchObject(wanted)
    await writeFile(join(folder, 'message.txt'), text)
    expect(await explained(raw(answer()), '--response', '--message', `@${join(folder, 'message.txt')}`)).toMatchObject(wanted)
  })
})

describe('explain --callback', () => {
  const START = 'POST /notify HTTP/1.1'

  test('verifies a notification and decrypts it with the shipped key, and does not print the decrypted content', async () => {
    const { stdout, code } = await explain(raw(notification(), START), '--callback')
    expect(stdout).toContain(`${START} valid (验签通过)\n  · The resource decrypts with the shipped APIv3 key.`)
    expect(stdout).not.toContain('1217752501201407033233368018')
    expect(code).toBe(0)
  })

  test.for([
    [`${apiV3Key}\n`, 'resource-key-blanks'],
    ['too-short', 'resource-key-length'],
    ['a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6', 'resource-key-wrong'],
  ] as const)('names what is wrong with the APIv3 key %j, and does not print the key', async ([key, id]) => {
    const [line] = await explained(raw(notification(), START), '--callback', '--apiv3-key', key)
    expect(line).toMatchObject({ check: 'ciphertext', mistakes: [{ id }] })
    expect(JSON.stringify(line)).not.toContain(key.trim())
  })

  test('reads the APIv3 key from a file, without the line break at its end', async ({ folder }) => {
    await writeFile(join(folder, 'key.txt'), `${apiV3Key}\n`)
    expect(await explained(raw(notification(), START), '--callback', '--apiv3-key', `@${join(folder, 'key.txt')}`)).toMatchObject([
      { verdict: 'valid' },
    ])
  })

  test('reports a Wechatpay-Serial that names a different key from the one that signed', async () => {
    const id = 'PUB_KEY_ID_0116947288792026071402191500000000'
    const real = notification()
    const { stdout } = await explain(raw({ ...real, headers: { ...real.headers, 'Wechatpay-Serial': id } }, START), '--callback')
    expect(stdout).toContain('received-serial-of-another')
  })
})

test.for<[string, string]>([
  ['headers that Go printed', `map[Wechatpay-Signature:[A] ${'A:[b] '.repeat(170_000)}] body: {}`],
  ['a list in JSON', JSON.stringify({ headers: Array.from({ length: 40_000 }, () => ['Wechatpay-Nonce', 'v']), body: '{}' })],
])('reads a megabyte of headers with the same name in less than five seconds: %s', { timeout: 10_000 }, async ([, paste]) => {
  const start = performance.now()
  expect(await explained(paste, '--callback')).toMatchObject([{ check: 'headers' }])
  expect(performance.now() - start).toBeLessThan(5_000)
})

describe('explain --response and --callback refuse', () => {
  test.for<[string, Buffer | string | undefined, readonly string[], string]>([
    [
      'a body that is an array of 20,000 levels',
      `{"headers":{},"body":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      ['--callback'],
      'stdin: the body of message 1 has more than 100 levels: give it as text',
    ],
    ['nothing on stdin', undefined, ['--response'], 'Nothing to explain: give one raw HTTP message'],
    ['an empty stdin', ' \n', ['--callback'], 'Nothing to explain'],
    ['an empty list', '[]', ['--response'], 'Nothing to explain'],
    ['both options at once', '', ['--response', '--callback'], 'not both'],
    ['an option for requests', '', ['--response', '--authorization', 'x'], '--authorization is for requests: --response takes'],
    ['a line that is not a header', 'HTTP/1.1 200 OK\nhello\n\n{}', ['--response'], '"hello" is not a header'],
    ['JSON that is cut off', '{"headers":', ['--response'], 'stdin begins like JSON, but is not JSON'],
    ['JSON without headers', '{"body":"{}"}', ['--response'], 'message 1 is not JSON with headers and a body'],
    ['a HAR without entries', '{"log":{}}', ['--response'], 'stdin is not a HAR: log.entries'],
    ['a certificate file that does not exist', '{}', ['--response', '--cert', 'none.pem'], "--cert none.pem can't be read"],
    ['a public key without its ID', '{}', ['--response', '--public-key', 'key.pem'], '--public-key key.pem must be an ID and a file'],
    ['a public key without its file', '{}', ['--response', '--public-key', 'PUB_KEY_ID_1='], 'must be an ID and a file'],
    ['a wrong time', '{}', ['--response', '--now', 'noon'], 'A time is in seconds since 1970'],
  ])('%s, with exit code 2', async ([, stdin, options, message]) => {
    expect(await complaint(stdin, ...options)).toContain(message)
  })

  test('a body without headers, and ask for the headers', async () => {
    expect(await complaint(ANSWER, '--response')).toMatch(/^stdin has only a body: give it with its headers/)
  })

  test('a private key as a platform certificate, without naming the files with the merchant certificate and key', async ({ folder }) => {
    await writeFile(join(folder, 'key.pem'), merchant.privateKey)
    const text = await complaint(raw(answer()), '--response', '--cert', join(folder, 'key.pem'))
    expect(text).toContain('give the platform certificate (平台证书) from GET /v3/certificates')
    expect(text).not.toContain('apiclient')
  })

  test('a public key as a certificate', async ({ folder }) => {
    await writeFile(join(folder, 'key.pem'), platformPublicKey.publicKey)
    expect(await complaint('{}', '--response', '--cert', join(folder, 'key.pem'))).toContain('is a public key: give it with --public-key')
  })
})
