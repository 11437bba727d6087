import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, vi } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { languageOf } from '../../../mock-server/command/language.ts'
import { targetText } from '../../../mock-server/command/target-text.ts'
import { createIssuer, serialFor } from '../../../mock-server/tenant/issue-certificate.ts'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { out, outputOf, test, tooWide } from './command-test.ts'
import { authorization, complaint, explain, explained, TIMESTAMP } from './explain-test.ts'

const { merchant, platform } = developmentKeys
const REQUEST = ['--method', 'POST', '--target', CHANGE_STATUS, '--body', OPEN]
const [PKCS8, SPKI] = [
  { type: 'pkcs8', format: 'pem' },
  { type: 'spki', format: 'pem' },
] as const
const MISMATCH = `POST ${CHANGE_STATUS} 401 SIGN_ERROR\n  错误的签名，验签失败`

describe('explain', () => {
  test('accepts a serial number in lower case with a warning, as the server does', async ({ folder }) => {
    const lower = [...REQUEST, '--authorization', await authorization({ serial: merchant.serial.toLowerCase() })]
    const { stdout, code } = await explain(undefined, ...lower)
    expect(code).toBe(0)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      / valid \(签名正确\) .* ! serial_no is in lower case, .*; --strict refuses it \(证书序列号用了小写/,
    )
    const publicKey = join(folder, 'public.pem')
    await writeFile(publicKey, createPublicKey(merchant.certificate).export(SPKI))
    for (const options of [[], ['--key', publicKey], ['--key', publicKey, '--serial', merchant.serial.toLowerCase()]]) {
      const warnings = [expect.stringMatching(/^serial_no is in lower case/)]
      expect(await explained(undefined, ...lower, ...options)).toMatchObject([{ verdict: 'valid', warnings }])
    }
    expect(await explained(undefined, ...REQUEST, '--authorization', await authorization())).toMatchObject([{ warnings: [] }])
  })

  test('refuses a serial number in mixed letter case, as the server does', async ({ folder }) => {
    const mixed = [...REQUEST, '--authorization', await authorization({ serial: merchant.serial.replace('D', 'd') })]
    const publicKey = join(folder, 'public.pem')
    await writeFile(publicKey, createPublicKey(merchant.certificate).export(SPKI))
    const refused = {
      verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL',
      diagnosis: { mistakes: [{ id: 'serial-lower-case', message: expect.stringMatching(/^serial_no has lower-case letters: /) }] },
    }
    for (const options of [[], ['--key', publicKey]]) expect(await explained(undefined, ...mixed, ...options)).toMatchObject([refused])
  })

  test('cannot judge a request with a serial number in lower case when its body is not given', async () => {
    const header = await authorization({ serial: merchant.serial.toLowerCase() })
    const { stdout, code } = await explain(`curl -X POST https://h${CHANGE_STATUS} -H 'Authorization: ${header}'`, '--json')
    expect({ ...JSON.parse(stdout), code }).toMatchObject({ verdict: 'unknown-body', code: 2 })
  })

  test('says that a request signed with the shipped key is valid, and prints the age of its timestamp', async () => {
    const { stdout, code } = await explain(undefined, ...REQUEST, '--authorization', await authorization())
    expect(stdout).toMatch(
      new RegExp(
        `^No --key: .*\\n\\nPOST ${CHANGE_STATUS} valid \\(签名正确\\)\\n {2}timestamp ${TIMESTAMP}: \\d+ days old, not checked .*\\n$`,
      ),
    )
    expect(code).toBe(0)
  })

  test('prints the 401 of a refused request, and the message that should have been signed', async () => {
    const { stdout, code } = await explain(undefined, ...REQUEST, '--authorization', await authorization({ body: `${OPEN} ` }))
    expect(stdout).toContain(`\n\n${MISMATCH}\n`)
    for (const line of ['POST', CHANGE_STATUS, TIMESTAMP, '593BEC0C930BF1AF', OPEN]) expect(stdout).toContain(`${line}↵\n`)
    expect(code).toBe(1)
    expect(tooWide(stdout)).toEqual([])
  })

  test('runs as a command, and does not read stdin when flags describe the request', async ({ start }) => {
    const child = start('explain', ...REQUEST, '--json', '--authorization', await authorization({ method: 'PUT' }))
    const [line] = (await text(out(child))).split('\n')
    expect(Object.keys(JSON.parse(line ?? ''))).toEqual([
      'method',
      'target',
      'verdict',
      'message',
      'diagnosis',
      'warnings',
      'refused_headers',
    ])
    expect(JSON.parse(line ?? '')).toMatchObject({
      method: 'POST',
      target: CHANGE_STATUS,
      verdict: 'SIGN_ERROR_SIGNATURE',
      message: `POST\n${CHANGE_STATUS}\n${TIMESTAMP}\n593BEC0C930BF1AF\n${OPEN}\n`,
    })
    expect(child.exitCode ?? 1).toBe(1)
  })

  test('takes the body byte for byte from a file, from stdin or from the value of --body', async ({ folder }) => {
    const body = '{"note":"点金"}\r\n'
    await writeFile(join(folder, 'body.json'), body)
    const options = ['--target', CHANGE_STATUS, '--authorization', await authorization({ body }), '--body']
    expect(await explained(undefined, ...options, `@${join(folder, 'body.json')}`)).toMatchObject([{ method: 'POST', verdict: 'valid' }])
    expect(await explained(body, ...options, '@-')).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, body)).toMatchObject([{ verdict: 'valid' }])
  })

  test('uses the value of --body as the body even if a folder has that name', async ({ folder }) => {
    const options = ['--target', CHANGE_STATUS, '--authorization', await authorization({ body: folder }), '--body', folder]
    expect(await explained(undefined, ...options)).toMatchObject([{ verdict: 'valid' }])
  })

  test('takes the path and query of a URL, and notes that the host is not signed', async () => {
    const target = '/v3/certificates?algorithm_type=RSA'
    const header = await authorization({ method: 'GET', target, body: '' })
    const { stdout, code } = await explain(undefined, '--target', `https://api.mch.weixin.qq.com${target}`, '--authorization', header)
    expect(stdout).toContain(`GET ${target} valid`)
    expect(code).toBe(0)
    const refused = await explain(undefined, '--target', `https://u@h:1${target}#top`, '--method', 'get', '--authorization', header)
    expect(refused.stdout).toMatch(/get \/v3\/certificates\?algorithm_type=RSA 401 .*\n.*\n.*\n.*not the host \(签名不含域名\)/)
  })

  test('reads a target that is not ASCII as UTF-8', async () => {
    const target = '/v3/certificates?名=值'
    const header = await authorization({ method: 'GET', target, body: '' })
    expect(await explained(undefined, '--target', target, '--authorization', header)).toMatchObject([{ target, verdict: 'valid' }])
  })

  test('accepts the Authorization header with its name, and keeps a line break in its value', async () => {
    const header = await authorization()
    expect(await explained(undefined, ...REQUEST, '--authorization', `Authorization: ${header}`)).toMatchObject([{ verdict: 'valid' }])
    const broken = header.replace(/(signature="[^"]{76})/, '$1\n')
    expect(await explained(undefined, ...REQUEST, '--authorization', broken)).toMatchObject([{ verdict: 'SIGN_ERROR_SIGNATURE' }])
    const ended = await explained(undefined, ...REQUEST, '--authorization', `${header}\n`)
    expect(ended).toMatchObject([{ verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT', message: null }])
  })

  test('checks the timestamp only with --now', async () => {
    expect(await explained(undefined, ...REQUEST, '--authorization', await authorization())).toMatchObject([{ verdict: 'valid' }])
    const options = [...REQUEST, '--authorization', await authorization(), '--now']
    expect(await explained(undefined, ...options, '1700000300')).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, '2023-11-15T06:18:20+08:00')).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, '1700000301')).toMatchObject([{ verdict: 'SIGN_ERROR_TIMESTAMP' }])
    expect((await explain(undefined, ...options, '1700000000')).stdout).not.toContain('days old')
    const milliseconds = await authorization({ timestamp: TIMESTAMP * 1000 })
    expect((await explain(undefined, ...REQUEST, '--authorization', milliseconds)).stdout).not.toMatch(/days (old|ahead)/)
  })

  test('prints no control character of a request to the terminal', async () => {
    const body = '\u001b[2J\u202e\u0007'
    const { stdout } = await explain(undefined, '--target', '/v3/\u001b[31m', '--body', body, '--authorization', 'a\u001b[1m="b"')
    expect(stdout).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v)
    expect(stdout).toContain('POST /v3/<U+001B>[31m 401 SIGN_ERROR\n  Http头Authorization')
  })
})

describe('the keys of `explain`', () => {
  const publicKey = createPublicKey(platform.certificate).export({ type: 'spki', format: 'der' })
  const pem = createPublicKey(platform.certificate).export({ type: 'spki', format: 'pem' })
  const mine = { mchid: '1230000109', serial: serialFor({ mchid: '1230000109', ordinal: 0 }), privateKey: platform.privateKey }

  test('are the given certificates; a certificate counts only for the merchant that it names', async ({ folder }) => {
    const [cert, shipped] = [join(folder, 'cert.pem'), join(folder, 'shipped.pem')]
    await writeFile(cert, createIssuer()({ mchid: mine.mchid, ordinal: 0, publicKey }))
    await writeFile(shipped, merchant.certificate)
    const options = [...REQUEST, '--authorization', await authorization(mine), '--key']
    expect(await explained(undefined, ...options, cert)).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, shipped, '--key', cert)).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, shipped)).toMatchObject([{ verdict: 'unknown-key' }])
    const others = [...REQUEST, '--key', cert, '--authorization', await authorization({ ...mine, mchid: merchant.mchid })]
    expect(await explained(undefined, ...others)).toMatchObject([{ verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL' }])
    expect((await explain(undefined, ...options, cert)).stdout).toMatch(/^POST .* valid/)
  })

  test('may be public keys, which get their serial number from the request or from --serial', async ({ folder }) => {
    const key = join(folder, 'public.pem')
    await writeFile(key, pem)
    const options = [...REQUEST, '--authorization', await authorization(mine), '--key', key]
    expect(await explained(undefined, ...options)).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, '--serial', mine.serial)).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, '--serial', '00')).toMatchObject([{ verdict: 'unknown-key' }])
  })

  test('may be several public keys; `explain` judges the request with the key that signed it', async ({ folder }) => {
    const [other, key] = [join(folder, 'other.pem'), join(folder, 'public.pem')]
    await writeFile(
      other,
      generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: PKCS8, publicKeyEncoding: SPKI }).publicKey,
    )
    await writeFile(key, pem)
    const options = ['--key', other, '--key', key, '--authorization', await authorization(mine)]
    expect(await explained(undefined, ...REQUEST, ...options)).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...REQUEST, '--body', '{}', ...options)).toMatchObject([
      { verdict: 'SIGN_ERROR_SIGNATURE', diagnosis: { key: { owner: 'registered' } } },
    ])
  })

  test('may be wrong, so `explain` names no mistake when the given public key does not verify the signature', async ({ folder }) => {
    const key = join(folder, 'public.pem')
    await writeFile(key, pem)
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: PKCS8, publicKeyEncoding: SPKI })
    for (const signer of [{ ...mine, privateKey }, merchant]) {
      const options = [...REQUEST, '--authorization', await authorization(signer), '--key', key]
      expect(await explained(undefined, ...options)).toMatchObject([{ verdict: 'unknown-key', diagnosis: { mistakes: [] } }])
      expect((await explain(undefined, ...options)).stdout.replace(/\s+/g, ' ')).toContain(
        'The public key that was given does not verify this signature.',
      )
    }
  })
})

describe('the help of `explain`', () => {
  test('has examples of the forms of request that `explain` reads, and lists the exit codes', async () => {
    const { stdout } = await outputOf('explain', '--help')
    const examples = [
      'curl -X POST',
      '-F ',
      'irm ',
      'fetch(',
      'POST /v3/… HTTP/1.1',
      '"entries"',
      '"item"',
      'HttpRequest[{',
      '>>>>>>>> POST',
      'WECHATPAY2-',
    ]
    expect(examples.filter((example) => !stdout.includes(example))).toEqual([])
    expect(stdout).toMatch(/exits with 0 if all requests are valid, 1 if one is not, and 2 if it can't/)
  })
})

describe('`explain` prints a one-line error for', () => {
  test.for<[string, string | undefined, string[], RegExp]>([
    ['nothing to explain', undefined, [], /^Nothing to explain: give --authorization with .*, or paste a curl command, .*, a HAR, .*\n$/],
    ['an empty stdin', ' \n', [], /^Nothing to explain/],
    [
      'flags without --authorization',
      undefined,
      ['--target', '/v3/'],
      /^--target needs --authorization: give '' for a request that has none\n$/,
    ],
    ['--authorization without --target', undefined, ['--authorization', ''], /^--authorization needs --target/],
    ['a target that is not a path', undefined, ['--authorization', '', '--target', 'v3/x'], /^--target v3\/x is neither a path, which/],
    [
      'a body file that does not exist',
      undefined,
      ['--authorization', '', '--target', '/', '--body', '@none'],
      /^--body none can't be read: there/,
    ],
    [
      'a key file that does not exist',
      undefined,
      ['--key', 'none.pem'],
      /^--key none\.pem can't be read: there is no such file \(文件不存在\)\n$/,
    ],
    [
      'a private key as the key',
      undefined,
      ['--key', 'contracts/keys/merchant_key.pem'],
      /^--key \S+ must be .*; got a PKCS#8 private key \(.*\); the merchant's certificate is the other file, apiclient_cert\.pem \(需要 PEM 格式的证书或公钥\)\n$/,
    ],
    ['--serial without --key', undefined, ['--serial', '1'], /^--serial needs a public key: give its file with --key\n$/],
    ['a time without a zone', undefined, ['--now', '2026-01-31T08:30:00'], /'2026-01-31T08:30:00' is invalid\. A time is in seconds/],
    ['a time in milliseconds', undefined, ['--now', '1700000000000'], /is invalid\. A time is in seconds since 1970, or like 2026/],
    [
      'a command that is not curl',
      'wget http://127.0.0.1/v3/x',
      [],
      /^stdin begins with "wget .*", which is not a request: give --authorization/,
    ],
    [
      'a text with the word curl but no curl command',
      'The curl command fails.',
      [],
      /^stdin has the word curl, but no command begins with it: copy the command from curl on \(请从 curl 开始复制\)\n$/,
    ],
    ['--content-type without --authorization', undefined, ['--content-type', 'a'], /^--content-type needs --authorization: give ''/],
    ['an unknown option', undefined, ['--authorisation', ''], /unknown option '--authorisation'/],
  ])('%s', async ([, stdin, options, message]) => {
    expect(await complaint(stdin, ...options)).toMatch(message)
  })

  test('a private key, without showing it', async ({ folder }) => {
    await writeFile(join(folder, 'key.pem'), merchant.privateKey)
    const text = await complaint(undefined, '--key', join(folder, 'key.pem'))
    expect(text).toMatch(
      /^--key .*key\.pem must be a certificate in PEM .*; got a PKCS#8 private key .*apiclient_cert\.pem \(需要 PEM 格式的证书或公钥\)\n$/,
    )
    expect(await complaint(undefined, '--key', merchant.privateKey)).toBe('--key is a PEM instead of a path: give the path of its file\n')
  })

  test('a body that is the name of a file, and says how to read that file', async ({ folder }) => {
    const file = join(folder, 'body.json')
    await writeFile(file, OPEN)
    expect(await complaint(undefined, '--authorization', '', '--target', '/', '--body', file)).toBe(
      `--body ${file} is the name of a file: write --body @${file} to read it (缺少 @)\n`,
    )
  })

  test('a file that cannot be read or explained, and a file together with the flags of a request', async ({ folder }) => {
    const file = join(folder, 'request.txt')
    expect(await complaint('', file)).toBe(`The file ${file} can't be read: there is no such file (文件不存在)\n`)
    await writeFile(file, 'wget http://127.0.0.1/v3/x')
    expect(await complaint('', file)).toMatch(new RegExp(`^${file} begins with "wget .*", which is not a request`))
    expect(await complaint('', file, '--authorization', '', '--target', '/')).toMatch(/ or the file \S+request\.txt, not both\n$/)
    expect(await complaint('', file, '--response', '--method', 'GET')).toContain('takes the message from a file or stdin')
    await writeFile(file, 'ftp stdin')
    expect(await complaint('', file)).toContain(`${file} begins with "ftp stdin"`)
  })

  test('more serial numbers than public keys', async ({ folder }) => {
    await writeFile(join(folder, 'cert.pem'), merchant.certificate)
    expect(await complaint(undefined, '--key', join(folder, 'cert.pem'), '--serial', '1')).toMatch(
      /^There are more --serial options \(1\) than public keys \(0\): give at most one for each public key, in the order of --key, and none for a certificate, which/,
    )
  })
})

test('`explain` reads the given file instead of stdin', async ({ folder }) => {
  const file = join(folder, 'request.txt')
  await writeFile(file, `curl http://127.0.0.1${CHANGE_STATUS} -H 'Authorization: ${await authorization()}' -d '${OPEN}'`)
  expect(await explained('not a request', file)).toMatchObject([{ method: 'POST', target: CHANGE_STATUS, verdict: 'valid' }])
})

test('`explain` marks where a long line is cut, and names the option that prints the whole line', async () => {
  const body = JSON.stringify({ note: 'x'.repeat(200) })
  const request = ['--method', 'POST', '--target', CHANGE_STATUS, '--body', body]
  const { stdout } = await explain(undefined, ...request, '--authorization', await authorization({ body: '' }))
  expect(stdout).toMatch(/^ {2}- \{"note":"x+…$/m)
  expect(stdout).toContain('--json prints the whole message (--json 输出完整的待签名串)')
  const short = await explain(undefined, ...REQUEST, '--authorization', await authorization({ body: '' }))
  expect(short.stdout).not.toContain('--json prints')
})

test('`explain` puts Chinese first in a Chinese locale, also in the age of a timestamp and in notes', async () => {
  vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
  const url = `https://api.mch.weixin.qq.com${CHANGE_STATUS}`
  const flags = ['--method', 'POST', '--target', url, '--body', OPEN, '--authorization', await authorization({ body: '' })]
  const { stdout } = await explain(undefined, ...flags)
  vi.unstubAllEnvs()
  expect(stdout).toMatch(/时间戳 1700000000：\d+ 天前，未加 --now，没有校验/)
  expect(stdout).toContain('签名不含域名 (Only the path and query of --target are signed')
})

test.for<[string, string]>([
  [
    "curl -H 'Authorization: WECHATPAY2-SHA256-RSA2048 '$FIELDS https://h/",
    '请写出实际的值，或粘贴 bash -x 的输出: stdin: $FIELDS in the command can only be replaced by a shell',
  ],
  ['fetch("http://h/", settings)', '请写出实际的值: stdin: settings in the fetch call is known only when the script runs'],
  ['Invoke-RestMethod -Uri $uri', '请写出实际的值: stdin: $uri at -Uri is known only to PowerShell'],
  ["curl 'https://h/", "请完整复制: stdin: the curl command can't be read (unterminated "],
  ['hello', '没有找到请求，各种形式的例子见 --help: stdin begins with "hello", which is not a request'],
  ['{"truncated_sign_message": ""}', '这是请求的 401 应答，不是请求: stdin is the 401 of a request'],
  ['POST /n HTTP/1.1\nWechatpay-Signature: a\n\n{}', '这是回调，不是请求: stdin is a notification: explain it with --callback'],
  ['HTTP/1.1 200 OK\nWechatpay-Signature: a\n\n{}', '这是应答，不是请求: stdin is an answer, not a request'],
])('in a Chinese locale, the error of `explain` for %j begins in Chinese', async ([paste, message]) => {
  vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
  const refused = await complaint(paste)
  vi.unstubAllEnvs()
  expect(refused.slice(0, message.length)).toBe(message)
})

test('`explain` exits with 2 when a request cannot be judged, but with 1 when another request is invalid', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: PKCS8, publicKeyEncoding: SPKI })
  const stranger = await authorization({ mchid: '1600000001', serial: '4B'.repeat(20), privateKey })
  const curl = (header: string) => `curl -X POST 'https://h${CHANGE_STATUS}' -H 'Authorization: ${header}' -d '${OPEN}'`
  expect((await explain(curl(stranger))).code).toBe(2)
  expect((await explain(`${curl(stranger)}\n${curl(await authorization())}`)).code).toBe(2)
  expect((await explain(`${curl(stranger)}\n${curl(await authorization({ body: '' }))}`)).code).toBe(1)
})

describe('a request whose certificate was not given to `explain`', () => {
  const stranger = { mchid: '1600000001', serial: '4B'.repeat(20), privateKey: platform.privateKey }

  /** The options for a request that is signed with a new key. The options give no certificate of its merchant. */
  async function unknown(change: (header: string) => string = (header) => header): Promise<string[]> {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: PKCS8, publicKeyEncoding: SPKI })
    return [...REQUEST, '--authorization', change(await authorization({ ...stranger, privateKey }))]
  }

  test('cannot be judged, so `explain` reports no mistake and asks for the certificate', async () => {
    const { stdout, code } = await explain(undefined, ...(await unknown()))
    expect(stdout).toContain(`\n\nPOST ${CHANGE_STATUS} can't be judged (无法判断)\n`)
    expect(stdout.replace(/\n +/g, ' ')).toContain(
      `· You gave no certificate for merchant 1600000001, serial number ${stranger.serial}, so the signature can't be judged. Pass it with --key`,
    )
    expect(stdout.replace(/\n +/g, '')).toContain(`没有给出商户 1600000001、序列号 ${stranger.serial} 的证书`)
    expect(stdout).not.toMatch(/401|✗|private key/)
    expect(code).toBe(2)
    expect(tooWide(stdout)).toEqual([])
    expect(await explained(undefined, ...(await unknown()))).toMatchObject([
      { verdict: 'unknown-key', diagnosis: { mistakes: [], key: null } },
    ])
  })

  test.for<[string, (header: string) => string, string, string]>([
    ['a misspelt scheme', (header) => header.replace('RSA2048', 'RSA'), 'SIGN_ERROR_AUTHORIZATION_SCHEME', 'authorization-scheme-misspelt'],
    [
      'a missing field',
      (header) => header.replace(/nonce_str="[^"]*",/, ''),
      'SIGN_ERROR_AUTHORIZATION_FORMAT',
      'authorization-field-missing',
    ],
    ['single quotes', (header) => header.replaceAll('"', "'"), 'SIGN_ERROR_AUTHORIZATION_FORMAT', 'authorization-quotes-single'],
    [
      'a timestamp in milliseconds',
      (header) => header.replace(/(timestamp="\d+)/, '$1000'),
      'SIGN_ERROR_TIMESTAMP',
      'timestamp-in-milliseconds',
    ],
    ['a timestamp before 2001', (header) => header.replace(/timestamp="\d+/, 'timestamp="1'), 'SIGN_ERROR_TIMESTAMP', 'timestamp-not-now'],
    [
      'a public key ID as serial number',
      (header) => header.replace(/4B(4B)+/, 'PUB_KEY_ID_01'),
      'SIGN_ERROR_CERTIFICATE_SERIAL',
      'serial-of-a-public-key',
    ],
    [
      'a serial number that is not hexadecimal',
      (header) => header.replace(/4B(4B)+/, 'my-cert'),
      'SIGN_ERROR_CERTIFICATE_SERIAL',
      'serial-malformed',
    ],
    ['a blank serial number', (header) => header.replace(/4B(4B)+/, ' '), 'SIGN_ERROR_CERTIFICATE_SERIAL', 'serial-malformed'],
    [
      'a line break in the serial number',
      (header) => header.replace(/(4B(4B)+)/, '$1\n'),
      'SIGN_ERROR_CERTIFICATE_SERIAL',
      'serial-malformed',
    ],
    [
      'an app ID as merchant ID',
      (header) => header.replace('1600000001', 'wx2421b1c4370ec43b'),
      'SIGN_ERROR_CERTIFICATE_SERIAL',
      'mchid-malformed',
    ],
  ])('is refused if it has a mistake that can be found without a key: %s', async ([, change, verdict, id]) => {
    expect(await explained(undefined, ...(await unknown(change)))).toMatchObject([{ verdict, diagnosis: { mistakes: [{ id }] } }])
  })

  test('gets a diagnosis of its mistakes if it was signed with a key that ships with the mock server', async () => {
    const options = [...REQUEST, '--authorization', await authorization({ mchid: stranger.mchid, serial: stranger.serial, body: '' })]
    expect(await explained(undefined, ...options)).toMatchObject([
      { verdict: 'unknown-key', diagnosis: { mistakes: [{ id: 'key-of-another-merchant' }, { id: 'body-empty' }] } },
    ])
  })
})

describe('a request for which `explain` has only a public key', () => {
  test('is refused when its serial number, merchant ID or timestamp is malformed', async ({ folder }) => {
    const key = join(folder, 'public.pem')
    await writeFile(key, String(createPublicKey(merchant.certificate).export({ type: 'spki', format: 'pem' })))
    const of = async (choice: object) => {
      const options = [...REQUEST, '--key', key, '--authorization', await authorization(choice)]
      const [judged] = await explained(undefined, ...options)
      return judged
    }
    expect(await of({})).toMatchObject({ verdict: 'valid' })
    expect(await of({ serial: 'PUB_KEY_ID_0116' })).toMatchObject({ verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL' })
    expect(await of({ mchid: 'null' })).toMatchObject({
      verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL',
      diagnosis: { mistakes: [{ id: 'mchid-malformed' }] },
    })
    expect(await of({ timestamp: TIMESTAMP * 1000 })).toMatchObject({ verdict: 'SIGN_ERROR_TIMESTAMP' })
  })

  test('is refused when its Authorization header has single quotes, and the diagnosis names that mistake', async ({ folder }) => {
    const key = join(folder, 'public.pem')
    await writeFile(key, String(createPublicKey(merchant.certificate).export({ type: 'spki', format: 'pem' })))
    const header = (await authorization()).replaceAll('"', "'")
    expect(await explained(undefined, ...REQUEST, '--key', key, '--authorization', header)).toMatchObject([
      { verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT', diagnosis: { mistakes: [{ id: 'authorization-quotes-single' }] } },
    ])
  })
})

describe('a request whose body was not given to `explain`', () => {
  const target = ['--method', 'POST', '--target', CHANGE_STATUS, '--authorization']

  test.for(['{"sub_mchid":"1900000110"}', '{}'])('cannot be judged when the signed body is %s', async (body) => {
    const { stdout } = await explain(undefined, ...target, await authorization({ body }))
    expect(stdout).toContain(`POST ${CHANGE_STATUS} can't be judged (无法判断)\n`)
    expect(stdout).toMatch(/· No body was given\. If the request had a body, pass it with --body/)
    expect(stdout).not.toMatch(/✗|Another message was signed/)
    expect(await explained(undefined, ...target, await authorization({ body }))).toMatchObject([{ verdict: 'unknown-body' }])
  })

  test('is judged if the signature proves that there was no body, or shows another mistake', async () => {
    expect(await explained(undefined, ...target, await authorization({ body: '' }))).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...target, await authorization({ body: '', method: 'post' }))).toMatchObject([
      { verdict: 'SIGN_ERROR_SIGNATURE', diagnosis: { mistakes: [{ id: 'method-lower-case' }] } },
    ])
  })

  test('is judged if --body or the paste shows that there was no body', async () => {
    const header = await authorization({ body: '{}' })
    expect(await explained(undefined, ...target, header, '--body', '')).toMatchObject([{ verdict: 'SIGN_ERROR_SIGNATURE' }])
    const curl = (options: string) => `curl -X POST http://h${CHANGE_STATUS} -H 'Authorization: ${header}' ${options}`
    expect(await explained(curl(''))).toMatchObject([{ verdict: 'unknown-body' }])
    expect(await explained(curl("-d ''"))).toMatchObject([{ verdict: 'SIGN_ERROR_SIGNATURE' }])
    expect(await explained(curl("-H 'Content-Length: 0'"))).toMatchObject([{ verdict: 'SIGN_ERROR_SIGNATURE' }])
  })
})

describe('text that is not ASCII', () => {
  const MOJIBAKE = /[\u0080-\u009fÃåä]/

  test.for([
    ['percent-encoded', '/v3/a/%E5%95%86%E6%88%B7', '/v3/a/商户'],
    ['as bytes', '/v3/a/商户', '/v3/a/%E5%95%86%E6%88%B7'],
  ])('is printed as text: a Chinese path sent %s', async ([, target = '', signed = '']) => {
    const header = await authorization({ method: 'GET', target: signed, body: '' })
    const { stdout } = await explain(undefined, '--target', target, '--authorization', header)
    expect(stdout).toContain(`GET ${target} 401`)
    for (const path of [target, signed]) expect(stdout).toContain(`${path}↵`)
    expect(stdout).not.toMatch(MOJIBAKE)
    expect(tooWide(stdout)).toEqual([])
  })

  test('is percent-encoded in a target that is not UTF-8', () => {
    expect(targetText(Buffer.from([0x2f, 0xc9, 0xcc]).toString('latin1'))).toBe('/%C9%CC')
  })

  test('is printed as text: a Chinese serial number', async () => {
    const header = (await authorization()).replace(merchant.serial, Buffer.from('序列号').toString())
    const { stdout } = await explain(undefined, ...REQUEST, '--authorization', header)
    expect(stdout).toContain('序列号')
    expect(stdout).not.toMatch(MOJIBAKE)
  })
})

describe('the language of `explain`', () => {
  test.for([
    [{ LC_ALL: 'zh_CN.UTF-8', LANG: 'C' }, true],
    [{ LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'en_US' }, true],
    [{ LC_ALL: '', LC_MESSAGES: '', LANG: 'zh_CN.UTF-8' }, true],
    [{ LC_ALL: 'C', LC_MESSAGES: 'zh_CN', LANG: 'zh_CN' }, false],
  ] as const)('is the language of the first variable that is set: %o', async ([variables, isChinese]) => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
    const header = await authorization({ body: '' })
    const { stdout } = await explain(undefined, ...REQUEST, '--authorization', header)
    const json = await explained(undefined, ...REQUEST, '--authorization', header)
    vi.unstubAllEnvs()
    expect(stdout.indexOf('待签名串中的报文主体却是空的') < stdout.indexOf('The request has a body')).toBe(isChinese)
    expect(stdout.indexOf('→ POST、PUT') < stdout.indexOf('→ Sign the body')).toBe(isChinese)
    expect(stdout).toContain(isChinese ? '- 服务端构造 (built by the server)' : '- built by the server (服务端构造)')
    expect(json).toMatchObject([
      { diagnosis: { mistakes: [{ id: 'body-empty', message: expect.any(String), message_zh: expect.any(String) }] } },
    ])
    expect(tooWide(stdout)).toEqual([])
  })

  test('is the language of the system on Windows, and English elsewhere, when no variable is set', () => {
    const windows = { variables: {}, platform: 'win32', ofSystem: 'zh-CN' } as const
    expect(languageOf(windows)).toBe('zh')
    expect(languageOf({ ...windows, variables: { LANG: 'en_US' } })).toBe('en')
    expect(languageOf({ ...windows, platform: 'linux' })).toBe('en')
  })
})
