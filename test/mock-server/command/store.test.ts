import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { describe, expect } from 'vitest'
import { createControl } from '../../../contracts/index.ts'
import { EVERY } from '../../every.ts'
import { freePort } from '../../free-port.ts'
import { missingRedis, startRedis } from '../../redis-server.ts'
import { send } from '../../send.ts'
import { signedRequest } from '../../signed-request.ts'
import { credentialsOf, err, out, test, until } from './command-test.ts'

const PASSWORD = 'password-that-nobody-may-see'
const URL_WITH_PASSWORD = `rediss://team:${PASSWORD}@redis.example:6380/2`

describe('--store', { timeout: 60_000 }, () => {
  test('can also be set by a configuration file or a variable, and `config` shows the store without its password', async ({
    quickRun,
    folder,
    variables,
  }) => {
    const shown = await quickRun('config', '--store', URL_WITH_PASSWORD)
    expect(shown.stdout).toMatch(/^store +rediss:\/\/redis\.example:6380\/2 +flag --store$/m)
    await writeFile(join(folder, 'mock.yaml'), `store: ${URL_WITH_PASSWORD}\n`)
    const inFile = await quickRun('config', '--config', 'mock.yaml', '--json')
    expect(JSON.parse(inFile.stdout).store).toEqual({ value: 'rediss://redis.example:6380/2', source: 'mock.yaml' })
    variables['GOLDPLAN_MOCK_STORE'] = URL_WITH_PASSWORD
    const inVariable = await quickRun('config')
    expect(inVariable.stdout).toMatch(/^store +rediss:\/\/redis\.example:6380\/2 +env GOLDPLAN_MOCK_STORE$/m)
    expect(JSON.stringify([shown, inFile, inVariable])).not.toContain(PASSWORD)
  })

  test.for(['start', 'config', 'run'])('cannot be combined with --state: %s', async (command, { quickRun, folder, variables }) => {
    expect(await quickRun(command, '--store', URL_WITH_PASSWORD, '--state', 'state.json')).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^--state and --store are two places for the state: give one of them .*\n$/),
    })
    await writeFile(join(folder, 'mock.yaml'), 'state: state.json\n')
    variables['GOLDPLAN_MOCK_STORE'] = URL_WITH_PASSWORD
    expect(await quickRun(command, '--config', 'mock.yaml')).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^mock\.yaml: state and GOLDPLAN_MOCK_STORE are two places for the state: .*\n$/),
    })
  })

  test.for([
    `http://:${PASSWORD}@redis.example`,
    `redis://`,
    `redis:${PASSWORD}`,
    PASSWORD,
    `redis://:${PASSWORD}#@redis.example`,
    `redis://:%${PASSWORD}@redis.example`,
    `redis://%${PASSWORD}:x@redis.example`,
    `redis://:${PASSWORD}@redis.example/first`,
    `redis://:${PASSWORD}@redis.example/-1`,
    `redis://:${PASSWORD}@redis.example/1.5`,
    `redis://:${PASSWORD}@redis.example/0/0`,
  ])(
    'is refused when it is not the URL of a Redis, and the message does not show the password: %s',
    async (url, { quickRun, folder, variables }) => {
      const refusal = /^(--store|GOLDPLAN_MOCK_STORE|mock\.yaml: store) is invalid\. A store is redis:\/\/ or, for TLS, rediss:\/\/ .*\n$/
      await writeFile(join(folder, 'mock.yaml'), `store: '${url}'\n`)
      const refused = [await quickRun('config', '--store', url), await quickRun('config', '--config', 'mock.yaml')]
      variables['GOLDPLAN_MOCK_STORE'] = url
      refused.push(await quickRun('config'))
      for (const each of refused) expect(each).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(refusal) })
      expect(JSON.stringify(refused)).not.toContain(PASSWORD)
    },
  )

  test('is accepted with --print-credentials-only, which does not connect to the store', async ({ quickRun }) => {
    const { code, stdout } = await quickRun('--print-credentials-only', '--store', 'redis://127.0.0.1:1')
    expect({ code, mchid: JSON.parse(stdout).mchid }).toEqual({ code: 0, mchid: '1900000100' })
  })

  test('ends the command with exit code 2 and one line without the password when the store cannot be reached for ten seconds', async ({
    run,
  }) => {
    expect(await run('--port', '0', '--store', `redis://team:${PASSWORD}@127.0.0.1:1/0`)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^The store redis:\/\/127\.0\.0\.1:1\/0 can't be reached: .*ECONNREFUSED.*\n$/),
    })
  })
})

describe.skipIf(missingRedis)('a server with --store', { timeout: 180_000 }, () => {
  test('keeps its state in Redis, where another server finds it, and prints the URL of the store', async ({ start }) => {
    await using redis = await startRedis()
    const [first, second] = [
      start('--port', '0', '--store', redis.url),
      start('--port', '0', '--store', redis.url, '--log-format', 'pretty'),
    ]
    const line = JSON.parse(await until(out(first), '\n'))
    expect(line).toMatchObject({ store: redis.url, workers: 1 })
    const banner = await until(out(second), 'README.zh-CN.md\n')
    expect(banner).toContain(`  store      ${redis.url}   状态保存在此\n`)
    await createControl(line.base_url).merchant(line.mchid).putSubMerchant('1900000888')
    const url = String(/http:\/\/127\.0\.0\.1:\d+/.exec(banner))
    expect(await createControl(url).merchant(line.mchid).subMerchant('1900000888')).toMatchObject({ sub_mchid: '1900000888' })
  })

  test('keeps its state in Redis when the command `run` starts the server', async ({ run }) => {
    await using redis = await startRedis()
    const put = `fetch('http://127.0.0.1:{port}/__mock/merchants/{mchid}/sub_merchants/1900000888', { method: 'PUT', body: '{}', headers: { 'Content-Type': 'application/json' } }).then(({ status }) => console.log(status))`
    expect(await run('run', '--log-level', 'silent', '--store', redis.url, '--', process.execPath, '-e', put)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^20\d\n$/),
    })
    expect(await redis.ask('HKEYS', 'goldplan:{1900000100}')).toContain('sub_merchant:1900000888')
  })

  test.for(['pretty', 'json'])('shows the password nowhere, even while Redis is down: log format %s', async (form, { start }) => {
    await using redis = await startRedis('--requirepass', PASSWORD)
    const url = redis.url.replace('//', `//:${PASSWORD}@`)
    const child = start('--json', '--port', '0', '--store', url, '--log-level', 'debug', '--log-format', form)
    const log = text(err(child))
    const credentials = await credentialsOf(child)
    await send(credentials.base_url, await signedRequest(credentials))
    await redis.kill()
    const refused = await send(credentials.base_url, await signedRequest(credentials))
    expect(refused.status).toBeGreaterThanOrEqual(500)
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    await closed
    const shown = (await log) + JSON.stringify(credentials) + refused.body
    expect(shown).toContain('changegoldplanstatus')
    expect(shown).not.toContain(PASSWORD)
  })

  test('trusts a Redis with TLS when NODE_EXTRA_CA_CERTS names its CA', async ({ start, folder, variables }) => {
    await using redis = await redisWithTls(folder)
    variables['NODE_EXTRA_CA_CERTS'] = join(folder, 'ca.pem')
    expect((await credentialsOf(start('--json', '--port', '0', '--store', redis.url))).mchid).toBe('1900000100')
  })

  // Runs only when EVERY is set, because the command tries to connect for ten seconds.
  test.runIf(EVERY)('trusts no Redis with TLS when NODE_EXTRA_CA_CERTS does not name its CA', async ({ run, folder }) => {
    await using redis = await redisWithTls(folder)
    expect(await run('--json', '--port', '0', '--store', redis.url)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^The store rediss:\/\/localhost:\d+ can't be reached: .*certificate.*\n$/),
    })
  })
})

/** Starts a Redis with a certificate of a new CA, and writes the certificate of the CA to `ca.pem`. */
async function redisWithTls(folder: string) {
  const port = await freePort()
  await certify(folder)
  const files = ['--tls-cert-file', join(folder, 'redis.pem'), '--tls-key-file', join(folder, 'redis.key'), '--tls-auth-clients', 'no']
  const redis = await startRedis('--tls-port', `${port}`, '--tls-ca-cert-file', join(folder, 'ca.pem'), ...files)
  return { ...redis, url: `rediss://localhost:${port}` }
}

/** Creates a CA, and writes its certificate and a certificate for localhost that this CA has signed. */
async function certify(folder: string): Promise<void> {
  const openssl = (...words: string[]) => promisify(execFile)('openssl', words, { cwd: folder })
  await writeFile(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  const key = ['-newkey', 'rsa:2048', '-nodes']
  await openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Team CA', '-days', '2')
  await openssl('req', ...key, '-keyout', 'redis.key', '-out', 'redis.csr', '-subj', '/CN=localhost')
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '1', '-days', '2', '-extfile', 'names']
  await openssl('x509', '-req', '-in', 'redis.csr', ...signing, '-out', 'redis.pem')
}
