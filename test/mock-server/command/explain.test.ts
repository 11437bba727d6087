import { createPublicKey } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { createIssuer, serialFor } from '../../../mock-server/tenant/issue-certificate.ts'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { out, test, width } from './command-test.ts'
import { authorization, complaint, explain, explained, TIMESTAMP } from './explain-test.ts'

const { merchant, platform } = developmentKeys
const REQUEST = ['--method', 'POST', '--target', CHANGE_STATUS, '--body', OPEN]
const MISMATCH = `POST ${CHANGE_STATUS} 401 SIGN_ERROR\n  错误的签名，验签失败`

describe('explain', () => {
  test('finds a correctly signed request valid with the shipped certificate, and prints its age', async () => {
    const { stdout, code } = await explain(undefined, ...REQUEST, '--authorization', await authorization())
    expect(stdout).toMatch(
      new RegExp(
        `^No --key: .*\\n\\nPOST ${CHANGE_STATUS} valid \\(签名正确\\)\\n {2}timestamp ${TIMESTAMP}: \\d+ days old, not checked .*\\n$`,
      ),
    )
    expect(code).toBe(0)
  })

  test('prints the 401 of a refused request first, and then the message that should have been signed', async () => {
    const { stdout, code } = await explain(undefined, ...REQUEST, '--authorization', await authorization({ body: `${OPEN} ` }))
    expect(stdout).toContain(`\n\n${MISMATCH}\n`)
    for (const line of ['POST', CHANGE_STATUS, TIMESTAMP, '593BEC0C930BF1AF', OPEN]) expect(stdout).toContain(`${line}↵\n`)
    expect(code).toBe(1)
    expect(stdout.split('\n').filter((line) => width(line) > 80)).toEqual([])
  })

  test('runs as a command, and reads no stdin when the flags are enough', async ({ start }) => {
    const child = start('explain', ...REQUEST, '--json', '--authorization', await authorization({ method: 'PUT' }))
    const [line] = (await text(out(child))).split('\n')
    expect(Object.keys(JSON.parse(line ?? ''))).toEqual(['method', 'target', 'verdict', 'message', 'diagnosis'])
    expect(JSON.parse(line ?? '')).toMatchObject({
      method: 'POST',
      target: CHANGE_STATUS,
      verdict: 'SIGN_ERROR_SIGNATURE',
      message: `POST\n${CHANGE_STATUS}\n${TIMESTAMP}\n593BEC0C930BF1AF\n${OPEN}\n`,
    })
    expect(child.exitCode ?? 1).toBe(1)
  })

  test('takes the body from a file, from stdin or from the flag itself, byte for byte', async ({ folder }) => {
    const body = '{"note":"点金"}\r\n'
    await writeFile(join(folder, 'body.json'), body)
    const options = ['--target', CHANGE_STATUS, '--authorization', await authorization({ body }), '--body']
    expect(await explained(undefined, ...options, `@${join(folder, 'body.json')}`)).toMatchObject([{ method: 'POST', verdict: 'valid' }])
    expect(await explained(body, ...options, '@-')).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, body)).toMatchObject([{ verdict: 'valid' }])
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

  test('accepts the header with its name, and keeps a line break in it', async () => {
    const header = await authorization()
    expect(await explained(undefined, ...REQUEST, '--authorization', `Authorization: ${header}`)).toMatchObject([{ verdict: 'valid' }])
    const broken = header.replace(/(signature="[^"]{76})/, '$1\n')
    expect(await explained(undefined, ...REQUEST, '--authorization', broken)).toMatchObject([{ verdict: 'SIGN_ERROR_SIGNATURE' }])
    const ended = await explained(undefined, ...REQUEST, '--authorization', `${header}\n`)
    expect(ended).toMatchObject([{ verdict: 'SIGN_ERROR_AUTHORIZATION_FORMAT', message: null }])
  })

  test('checks the timestamp only with --now', async () => {
    const options = [...REQUEST, '--authorization', await authorization(), '--now']
    expect(await explained(undefined, ...options, '1700000300')).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, '2023-11-15T06:18:20+08:00')).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, '1700000301')).toMatchObject([{ verdict: 'SIGN_ERROR_TIMESTAMP' }])
    expect((await explain(undefined, ...options, '1700000000')).stdout).not.toContain('days old')
  })

  test('prints no control character of a request to the terminal', async () => {
    const body = '\u001b[2J\u202e\u0007'
    const { stdout } = await explain(undefined, '--target', '/v3/\u001b[31m', '--body', body, '--authorization', 'a\u001b[1m="b"')
    expect(stdout).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v)
    expect(stdout).toContain('POST /v3/<U+001B>[31m 401 SIGN_ERROR\n  Http头Authorization')
  })
})

describe('the keys of explain', () => {
  const publicKey = createPublicKey(platform.certificate).export({ type: 'spki', format: 'der' })
  const pem = createPublicKey(platform.certificate).export({ type: 'spki', format: 'pem' })
  const mine = { mchid: '1230000109', serial: serialFor({ mchid: '1230000109', ordinal: 0 }), privateKey: platform.privateKey }

  test('are the given certificates, each of the merchant that it names', async ({ folder }) => {
    const [cert, shipped] = [join(folder, 'cert.pem'), join(folder, 'shipped.pem')]
    await writeFile(cert, createIssuer()({ mchid: mine.mchid, ordinal: 0, publicKey }))
    await writeFile(shipped, merchant.certificate)
    const options = [...REQUEST, '--authorization', await authorization(mine), '--key']
    expect(await explained(undefined, ...options, cert)).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, shipped, '--key', cert)).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, shipped)).toMatchObject([{ verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL' }])
    const others = [...REQUEST, '--key', cert, '--authorization', await authorization({ ...mine, mchid: merchant.mchid })]
    expect(await explained(undefined, ...others)).toMatchObject([{ verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL' }])
    expect((await explain(undefined, ...options, cert)).stdout).toMatch(/^POST .* valid/)
  })

  test('may be public keys, with the serial number of the request or of --serial', async ({ folder }) => {
    const key = join(folder, 'public.pem')
    await writeFile(key, pem)
    const options = [...REQUEST, '--authorization', await authorization(mine), '--key', key]
    expect(await explained(undefined, ...options)).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, '--serial', mine.serial)).toMatchObject([{ verdict: 'valid' }])
    expect(await explained(undefined, ...options, '--serial', '00')).toMatchObject([{ verdict: 'SIGN_ERROR_CERTIFICATE_SERIAL' }])
  })
})

describe('explain refuses in one line', () => {
  test.for<[string, string | undefined, string[], RegExp]>([
    ['nothing to explain', undefined, [], /^Nothing to explain: give --authorization with .*, or a curl command or a HAR on stdin\n$/],
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
    ['a key file that does not exist', undefined, ['--key', 'none.pem'], /^--key none\.pem can't be read: there is no such file\n$/],
    [
      'a private key as the key',
      undefined,
      ['--key', 'contracts/keys/merchant_key.pem'],
      /^--key \S+ must be .*; got a PKCS#8 private key \(.*\); the certificate is the other file, apiclient_cert\.pem\n$/,
    ],
    ['--serial without --key', undefined, ['--serial', '1'], /^--serial needs a public key: give its file with --key\n$/],
    ['a time without a zone', undefined, ['--now', '2026-01-31T08:30:00'], /'2026-01-31T08:30:00' is invalid\. A time is in seconds/],
    ['milliseconds', undefined, ['--now', '1700000000000'], /is invalid\. A time is in seconds since 1970, or like 2026/],
    ['a command that is not curl', 'wget http://127.0.0.1/v3/x', [], /^stdin contains neither a curl command nor a HAR\n$/],
  ])('%s', async ([, stdin, options, message]) => {
    expect(await complaint(stdin, ...options)).toMatch(message)
  })

  test('a private key, without showing it', async ({ folder }) => {
    await writeFile(join(folder, 'key.pem'), merchant.privateKey)
    const text = await complaint(undefined, '--key', join(folder, 'key.pem'))
    expect(text).toMatch(/^--key .*key\.pem must be a certificate in PEM .*; got a PKCS#8 private key .*apiclient_cert\.pem\n$/)
    expect(await complaint(undefined, '--key', merchant.privateKey)).toBe('--key is a PEM instead of a path: give the path of its file\n')
  })

  test('more serial numbers than public keys', async ({ folder }) => {
    await writeFile(join(folder, 'cert.pem'), merchant.certificate)
    expect(await complaint(undefined, '--key', join(folder, 'cert.pem'), '--serial', '1')).toMatch(
      /^--serial is given 1 times for 0 public keys: give at most one for each, in the order of --key\n$/,
    )
  })
})
