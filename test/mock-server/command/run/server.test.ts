import { spawnSync } from 'node:child_process'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect } from 'vitest'
import { environmentText } from '../../../../mock-server/command/run/print-environment.ts'
import { createMockServer, type MockCredentials } from '../../../../mock-server/index.ts'
import { portOf } from '../../../free-port.ts'
import { openDoored } from '../../doors/doors-test.ts'
import { test } from '../command-test.ts'

const FETCH = `fetch('https://api.mch.weixin.qq.com/v3/certificates').then((answer) => console.log(answer.status))`

describe('run --server', () => {
  test('leads the calls of the program to that server, and leaves the server running', async ({ run, folder }) => {
    await using doored = await openDoored()
    const { url } = doored.mock
    const { code, stdout } = await run('run', '--server', url, '--', process.execPath, '-e', FETCH)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^40[01]\n$/) })
    expect(await doored.mock.control.unclaimedRequests()).toMatchObject([{ target: '/v3/certificates' }])
    expect((await fetch(`${url}/__mock/health`)).status).toBe(200)
    expect(await readdir(join(folder, '.wechatpay-mock'))).toEqual(['.gitignore', new URL(url).port])
  })

  const NOT_MOCK = '/__mock/credentials was not answered by a mock server'

  test.for<[string, (credentials: MockCredentials) => unknown, reason?: string]>([
    ['null', () => null, 'GET /__mock/credentials got 200 with null, which is not an answer of a control API'],
    ['an empty object as doors', (credentials) => ({ ...credentials, doors: {} })],
    // The command writes a certificate to a file whose name contains the serial number.
    [
      'a serial number that leads out of the folder',
      ({ platform_certificates: [one], ...rest }) => ({ ...rest, platform_certificates: [{ ...one, serial_no: '/../../../evil' }] }),
    ],
  ])('refuses credentials that no mock server sends: %s', async ([, sent, reason], { quickRun, folder }) => {
    await using plain = await createMockServer()
    const other = createServer((_, answer) => answer.end(JSON.stringify(sent(plain.credentials))))
    const url = `http://127.0.0.1:${await portOf(other)}`
    const stderr = `--server ${url} can't be used: ${reason ?? `GET ${url}${NOT_MOCK}`}\n`
    expect(await quickRun('run', '--server', url, '--', 'true')).toEqual({ code: 1, stdout: '', stderr })
    expect(await readdir(folder)).toEqual([])
    other.close()
  })

  test('refuses these in one line: a server without a proxy, a missing server, a control token for a server that has none, an invalid URL, and --offline', async ({
    quickRun,
  }) => {
    await using plain = await createMockServer()
    const refusalOf = async (url: string, ...options: string[]) => {
      const { code, stdout, stderr } = await quickRun('run', '--server', url, ...options, '--', 'true')
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      return stderr
    }
    expect(await refusalOf(plain.url)).toBe(`--server ${plain.url} is not a proxy: start that server with --proxy\n`)
    expect(await refusalOf('http://127.0.0.1:1')).toMatch(
      /^--server http:\/\/127\.0\.0\.1:1 can't be used: .* got no answer \(bad port\): .*\n$/,
    )
    expect(await refusalOf(plain.url, '--control-token', 'wrong')).toMatch(/can't be used: .*was started without a control token.*\n$/)
    expect(await refusalOf('8920')).toBe('--server must be the URL of a server, such as http://127.0.0.1:8920; got 8920\n')
    expect(await refusalOf(plain.url, '--offline')).toMatch(/^--offline does not go with --server/)
  })
})

/** Values that a shell could change. */
const VALUES = {
  PLAIN: 'http://127.0.0.1:8920',
  EMPTY: '',
  SPACES: ' a  b ',
  QUOTES: `it's "quoted"`,
  DOLLAR: '$HOME `id` $(id) \\n \\\\ \\',
  HASH: 'a # b',
  CHINESE: '‘引号’ “双引号”',
}

describe('run --print-env', () => {
  test('prints variables that sh and dotenv can read, and nothing on stderr', async ({ run, folder }) => {
    await using doored = await openDoored()
    const { url } = doored.mock
    const { code, stdout, stderr } = await run('run', '--server', url, '--print-env', 'sh')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await writeFile(join(folder, 'env.sh'), stdout)
    const shown = spawnSync('sh', ['-c', `. ./env.sh; "${process.execPath}" -p 'JSON.stringify(process.env)'`], {
      cwd: folder,
      encoding: 'utf8',
    })
    const variables = JSON.parse(shown.stdout)
    expect(variables).toMatchObject({ HTTPS_PROXY: url, WECHATPAY_MCHID: '1900000100', WECHATPAY_BASE_URL: url })
    // The command leaves the files that the variables name, for programs that start later.
    for (const name of ['SSL_CERT_FILE', 'WECHATPAY_PRIVATE_KEY_PATH']) expect((await stat(variables[name])).isFile()).toBe(true)
    const dotenv = parseEnv((await run('run', '--server', url, '--print-env', 'dotenv')).stdout)
    expect(dotenv['NODE_OPTIONS']).toBe(variables.NODE_OPTIONS)
    expect(await readFile(String(dotenv['NODE_EXTRA_CA_CERTS']), 'utf8')).toContain(doored.authority.certificate.trim())
  })

  test.for([
    ['sh', 'sh', ['-c']],
    ['fish', 'fish', ['-c']],
    ['powershell', 'pwsh', ['-NoProfile', '-Command']],
  ] as const)('quotes every value for %s', ([form, shell, flags], { skip }) => {
    if (spawnSync(shell, [...flags, 'exit']).error) skip()
    const print = `${form === 'powershell' ? '& ' : ''}'${process.execPath}' -p 'JSON.stringify(process.env)'`
    const { stdout } = spawnSync(shell, [...flags, `${environmentText(form, VALUES)}\n${print}`], { encoding: 'utf8' })
    // An empty value removes a variable in PowerShell.
    expect(JSON.parse(stdout)).toMatchObject(form === 'powershell' ? { ...VALUES, EMPTY: undefined } : VALUES)
  })

  test('quotes values for fish and PowerShell, even where these shells are not installed', () => {
    expect(environmentText('fish', { A: "it's \\" })).toBe("set -gx A 'it\\'s \\\\'\n")
    expect(environmentText('powershell', { A: "it's ‘x’ $b" })).toBe("$env:A = 'it''s ‘‘x’’ $b'\n")
  })

  test('quotes values for dotenv', () => {
    expect(parseEnv(environmentText('dotenv', VALUES))).toEqual(VALUES)
  })

  test('refuses an unknown output form, and names the allowed forms', async ({ quickRun }) => {
    expect((await quickRun('run', '--print-env', 'cmd')).stderr).toMatch(/Allowed choices are sh, fish, powershell, dotenv\.\n$/)
  })
})
