import { spawnSync } from 'node:child_process'
import { existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { developmentKeys } from '../../contracts/index.ts'
import type { MockCredentials } from '../../mock-server/index.ts'
import manifest from '../../package.json' with { type: 'json' }
import { missingRedis, startRedis } from '../redis-server.ts'
import { send } from '../send.ts'
import { signedRequest } from '../signed-request.ts'
import { packagePath } from './package-path.ts'
import { execute, test, usingServer } from './packages.ts'

const PROGRAM = packagePath('linux-x64')
const REQUEST = "curl -X POST http://127.0.0.1:8920/v3/certificates -d '{}'"

/** Runs the executable for this machine. Its PATH has only the programs of the system. */
async function run(cwd: string, options: readonly string[], input = '') {
  const running = execute(PROGRAM, options, { cwd, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } })
  running.child.stdin?.end(input)
  const { stdout, stderr, code = 0 } = await running.catch((error) => error)
  return { stdout, stderr, code }
}

describe('the executable for this machine', () => {
  test('answers a signed request, and signs its answer', async ({ folder }) => {
    await usingServer<MockCredentials>([PROGRAM, '--port', '0', '--json'], { cwd: folder, env: {} }, async (credentials) => {
      const { status, body, headers } = await send(credentials.base_url, await signedRequest(credentials))
      expect({ status, body }).toEqual({ status: 200, body: '{"sub_mchid":"1900000109"}' })
      expect(headers['wechatpay-serial']).toBe(developmentKeys.platform.serial)
      expect(headers['wechatpay-signature']).toMatch(/^[\w+/=]{300,}$/)
    })
  })

  test.skipIf(missingRedis)('runs several worker processes, and keeps their state in Redis', async ({ folder }) => {
    await using redis = await startRedis()
    // The options are given in three ways: after `start`, without `start`, and in environment variables.
    const ways = [['start', '--workers', '2', '--store', redis.url], ['--workers', '2', '--store', redis.url], []]
    for (const options of ways) {
      const env = options.length > 0 ? {} : { GOLDPLAN_MOCK_WORKERS: '2', GOLDPLAN_MOCK_STORE: redis.url }
      await usingServer<MockCredentials>([PROGRAM, ...options, '--port', '0', '--json'], { cwd: folder, env }, async (credentials) => {
        expect((await send(credentials.base_url, await signedRequest(credentials))).status).toBe(200)
      })
    }
    expect(await redis.ask('HGET', 'goldplan:{1900000100}', 'sub_merchant:1900000109')).toContain('OPEN')
  })

  test('reports the health of a server', async ({ folder }) => {
    await usingServer<MockCredentials>([PROGRAM, '--port', '0', '--json'], { cwd: folder, env: {} }, async ({ base_url }) => {
      expect(await run(folder, ['health', '--url', base_url])).toEqual({ stdout: 'ok\n', stderr: '', code: 0 })
    })
  })

  test('prints its version, and its settings', async ({ folder }) => {
    expect((await run(folder, ['--version'])).stdout).toBe(`${manifest.version}\n`)
    expect((await run(folder, ['config', '--port', '8080'])).stdout).toMatch(/^port +8080 +flag --port$/m)
  })

  test('shows in its help the path with which it was started', async ({ folder }) => {
    const { stdout } = await run(folder, ['--help'])
    expect(stdout).toContain(`Usage: ${PROGRAM} [options]`)
    expect(stdout).not.toContain('npx')
  })

  test('explains the mistake in a request, and prints the error message from the OpenAPI documents', async ({ folder }) => {
    const { code, stdout } = await run(folder, ['explain'], REQUEST)
    expect(code).toBe(1)
    expect(stdout).toContain('authorization-missing')
    expect(stdout).toContain('Http头Authorization值格式错误')
  })

  test('checks a signer with the golden vectors', async ({ folder }) => {
    const { code, stdout } = await run(folder, ['vectors', 'check', '--cmd', 'echo x', '--only', 'GET without a body'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^failed {2}GET without a body: authorization-unreadable$/m)
  })

  test('runs a program, and redirects its calls to a mock server', async ({ folder }) => {
    await writeFile(
      join(folder, 'app.mjs'),
      `const answer = await fetch('https://api.mch.weixin.qq.com/v3/certificates', { headers: { 'User-Agent': 'app', Accept: '*/*' } })
console.log(answer.status)`,
    )
    const { stdout } = await run(folder, ['run', '--log-level', 'silent', '--', process.execPath, 'app.mjs'])
    expect(stdout).toBe('401\n')
  })

  test('says in one line that `verify` needs Pact', async ({ folder }) => {
    const { code, stderr } = await run(folder, ['verify', 'pact.json'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^verify needs Pact, .*npm tarball.*@pact-foundation\/pact.*\n$/)
  })
})

/** The first bytes of an executable. They name the format and the processor. */
function header(end: string): Buffer {
  const bytes = Buffer.alloc(4096)
  readSync(openSync(packagePath(end), 'r'), bytes)
  return bytes
}

/** An emulator for linux-arm64. It uses the libraries from Debian's packages for cross-compilers. */
const ARM64 = ['qemu-aarch64-static', '-L', '/usr/aarch64-linux-gnu'] as const

describe('the executable for', () => {
  test('linux-arm64 answers a signed request in an emulator', { timeout: 300_000 }, async ({ folder, skip }) => {
    const command = [...ARM64, packagePath('linux-arm64')]
    if (spawnSync(ARM64[0], ['--version']).error) skip(`${ARM64[0]} is missing`)
    if (!existsSync(`${ARM64[2]}/lib/libatomic.so.1`)) skip(`${ARM64[2]} has no libraries`)
    await usingServer<MockCredentials>([...command, '--port', '0', '--json'], { cwd: folder }, async (credentials) => {
      const { status, body } = await send(credentials.base_url, await signedRequest(credentials))
      expect({ status, body }).toEqual({ status: 200, body: '{"sub_mchid":"1900000109"}' })
    })
  })

  test('linux-arm64 is an ELF file for AArch64', () => {
    const bytes = header('linux-arm64')
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('\x7fELF\x02')
    expect(bytes.readUInt16LE(18)).toBe(0xb7)
  })

  test('win-x64 is a PE file for x64', () => {
    const bytes = header('win-x64.exe')
    expect(bytes.subarray(0, 2).toString('latin1')).toBe('MZ')
    const pe = bytes.readUInt32LE(0x3c)
    expect(bytes.subarray(pe, pe + 4).toString('latin1')).toBe('PE\0\0')
    expect(bytes.readUInt16LE(pe + 4)).toBe(0x8664)
  })

  test.for(['linux-x64', 'linux-arm64', 'win-x64.exe'])('%s contains the OpenAPI documents, development keys and golden vectors', (end) => {
    const content = readFileSync(packagePath(end))
    const carried = [
      'operations.json',
      'control/control.operations.json',
      'gateway.openapi.yaml',
      'keys/merchant_key.pem',
      'vectors/requests.json',
    ]
    expect(carried.filter((name) => !content.includes(name))).toEqual([])
    expect(content.includes(developmentKeys.merchant.privateKey)).toBe(true)
  })
})
