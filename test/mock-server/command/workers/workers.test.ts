import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect } from 'vitest'
import { createControl } from '../../../../contracts/index.ts'
import { createMockServer, type MockCredentials } from '../../../../mock-server/index.ts'
import { EVERY, sampleOf } from '../../../every.ts'
import { missingRedis, type RedisServer, startRedis } from '../../../redis-server.ts'
import { send } from '../../../send.ts'
import { signedRequest } from '../../../signed-request.ts'
import { test as base, COMMAND, credentialsOf, err, out, until } from '../command-test.ts'

const STORE = 'redis://redis.example'

const test = base.extend<{ redis: RedisServer; startWorkers: (...options: string[]) => ChildProcess }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  redis: async ({}, use) => {
    await using redis = await startRedis()
    await use(redis)
  },
  startWorkers: async ({ redis, start }, use) => {
    await use((...options) => start('--workers', '2', '--store', redis.url, '--port', '0', ...options))
  },
})

async function childrenOf({ pid }: ChildProcess): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  return rows.filter(([, parent]) => parent === pid).map(([child = 0]) => child)
}

/** Kills the process with this ID. Does nothing if the process has already ended. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' })
  }
}

async function fileOnceWritten(path: string): Promise<MockCredentials> {
  for (;;) {
    const content = await readFile(path, 'utf8').catch(() => undefined)
    if (content !== undefined) return JSON.parse(content)
    await setTimeout(20)
  }
}

/** Reads the metrics once, and returns the samples. `name` includes the labels. */
async function scraped(url: string): Promise<{ readonly name: string; readonly value: number }[]> {
  const text = await (await fetch(`${url}/__mock/metrics`, { headers: { Connection: 'close' } })).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => ({ name: line.slice(0, line.lastIndexOf(' ')), value: Number(line.slice(line.lastIndexOf(' ') + 1)) }))
}

/** Requests `/__mock/health` until the server answers. Each request opens a new connection. Returns the status of the answer. */
async function healthy(url: string): Promise<number> {
  for (;;) {
    const answer = await fetch(`${url}/__mock/health`, { headers: { Connection: 'close' } }).catch(() => undefined)
    if (answer) return answer.status
    await setTimeout(20)
  }
}

describe('--workers', () => {
  base.for<[string[], RegExp]>([
    [['--workers', '2'], /^--workers 2 needs a store that the workers share: set --store .*\n$/],
    [['--workers', 'auto'], /^--workers auto needs a store that the workers share: set --store .*\n$/],
    [['--workers', '2', '--state', 's.json'], /^--workers 2 needs a store that the workers share: .*\n$/],
    [['--workers', '2', '--store', STORE, '--proxy'], /^--workers 2 does not go with --proxy: use 1 worker, or put a reverse proxy .*\n$/],
    [['--workers', 'auto', '--store', STORE, '--proxy', '--tls'], /^--workers auto does not go with --proxy and --tls: .*\n$/],
  ])(
    'is refused with a one-line error if the workers share no store, or if --proxy or --tls is given: %s',
    async ([options, message], { quickRun }) => {
      expect(await quickRun(...options)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(message) })
    },
  )

  base('can be set by a configuration file, and by a variable, which overrides the file', async ({ quickRun, folder, variables }) => {
    await writeFile(join(folder, 'mock.yaml'), `workers: auto\nstore: ${STORE}\n`)
    expect((await quickRun('config', '--config', 'mock.yaml')).stdout).toMatch(/^workers +auto +mock\.yaml$/m)
    variables['GOLDPLAN_MOCK_WORKERS'] = '3'
    expect((await quickRun('config', '--config', 'mock.yaml')).stdout).toMatch(/^workers +3 +env GOLDPLAN_MOCK_WORKERS$/m)
    variables['GOLDPLAN_MOCK_WORKERS'] = 'many'
    expect((await quickRun('config')).stderr).toMatch(/is invalid\. A number of workers is a whole number from 1 to 256, or auto\.\n$/)
  })
})

describe.skipIf(missingRedis)('a server with two workers', { timeout: 180_000 }, () => {
  test('prints one line, writes one set of files, logs to one stream and answers on one port with one state', async ({
    startWorkers,
    folder,
    redis,
  }) => {
    const child = startWorkers()
    const [stdout, stderr] = [text(out(child)), until(err(child), '"target":"/v3/goldplan')]
    const { base_url } = await fileOnceWritten(join(folder, '.wechatpay-mock/credentials.json'))
    expect(await childrenOf(child)).toHaveLength(2)
    const credentials = await createControl(base_url).credentials()
    for (let call = 0; call < 6; call += 1) {
      await createControl(base_url).merchant(credentials.mchid).putSubMerchant(`190000080${call}`)
      expect((await send(base_url, await signedRequest(credentials))).status).toBe(200)
    }
    expect((await createControl(base_url).merchant(credentials.mchid).requests()).length).toBe(6)
    expect(await stderr).toContain('changegoldplanstatus')
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    expect(await closed).toEqual([0, null])
    expect(
      (await stdout)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ base_url, store: redis.url, workers: 2 }])
    expect(await readdir(folder)).toEqual(['.wechatpay-mock'])
    expect((await readdir(join(folder, '.wechatpay-mock'))).filter((name) => /^\d+$/.test(name))).toEqual([])
  })

  test('replaces a worker that dies, logs that, and keeps the port even when all workers die at once', async ({ startWorkers }) => {
    const child = startWorkers('--json')
    const { base_url } = await credentialsOf(child)
    const before = await childrenOf(child)
    kill(Number(before[0]))
    expect(await until(err(child), 'another one starts')).toMatch(
      new RegExp(`Worker \\d+ \\(process ${before[0]}\\) ended \\(SIGKILL\\); another one starts`),
    )
    expect(await healthy(base_url)).toBe(200)
    await expect.poll(() => childrenOf(child), { timeout: 60_000 }).toHaveLength(2)
    for (const pid of await childrenOf(child)) kill(pid)
    expect(await healthy(base_url)).toBe(200)
    expect((await childrenOf(child)).filter((pid) => before.includes(pid))).toEqual([])
  })

  test.runIf(EVERY)('replaces a worker that hangs, and closes its connections', async ({ startWorkers }) => {
    const child = startWorkers('--json')
    const credentials = await credentialsOf(child)
    const { base_url } = credentials
    const before = await childrenOf(child)
    // A worker loads code for its first call. These calls make the workers load that code before one of them is stopped.
    await Promise.all(Array.from({ length: 8 }, async () => send(base_url, await signedRequest(credentials))))
    process.kill(Number(before[0]), 'SIGSTOP')
    const asked = Promise.allSettled(
      Array.from({ length: 4 }, () => fetch(`${base_url}/__mock/health`, { headers: { Connection: 'close' } })),
    )
    const log = await until(err(child), 'another one starts')
    expect(log).toMatch(new RegExp(`\\(process ${before[0]}\\) does not answer the primary process, so it is killed`))
    expect((await asked).filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
    await expect.poll(() => childrenOf(child), { timeout: 60_000 }).toHaveLength(2)
    expect(await childrenOf(child)).toContain(before[1])
    expect(await healthy(base_url)).toBe(200)
  })

  test('answers each scrape with the metrics of all workers, and names both workers in the log', async ({ startWorkers }) => {
    const child = startWorkers('--json', '--log-format', 'json')
    let log = ''
    err(child).on('data', (chunk) => {
      log += chunk
    })
    const credentials = await credentialsOf(child)
    const { base_url } = credentials
    const requests = await Promise.all(Array.from({ length: 6 }, () => signedRequest(credentials)))
    // The requests are sent at once, so each opens its own connection. The primary process divides the connections between the workers.
    await Promise.all(requests.map(async (request) => expect((await send(base_url, request)).status).toBe(200)))
    for (let scrape = 0; scrape < 3; scrape += 1) {
      const samples = await scraped(base_url)
      const answered = samples.filter(({ name }) => /^goldplan_mock_exchanges_total\{operation="changeGoldPlanStatus"/.test(name))
      expect(answered.reduce((sum, { value }) => sum + value, 0)).toBe(6)
      expect(samples.filter(({ name }) => name.startsWith('process_start_time_seconds'))).toHaveLength(2)
      expect(samples.filter(({ name, value }) => name.startsWith('goldplan_mock_worker_up') && value === 1)).toHaveLength(2)
    }
    await expect.poll(() => [...new Set(log.match(/"worker":\d/g))].toSorted()).toEqual(['"worker":1', '"worker":2'])
  })

  test('answers a scrape even if one of its workers does not answer', async ({ startWorkers }) => {
    const child = startWorkers('--json')
    const { base_url } = await credentialsOf(child)
    const [stopped = 0] = await childrenOf(child)
    process.kill(stopped, 'SIGSTOP')
    const up = async () => (await scraped(base_url)).filter(({ name }) => name.startsWith('goldplan_mock_worker_up'))
    // A connection that the primary process gives to the stopped worker gets no answer. So the test opens three connections.
    const samples = await Promise.any([up(), up(), up()])
    expect(samples.map(({ value }) => value).toSorted()).toEqual([0, 1])
    process.kill(stopped, 'SIGCONT')
  })

  test.for(sampleOf(['SIGTERM', 'SIGINT', 'SIGHUP'] as const, 1))(
    'stops with its workers, and exits with 0: %s',
    async (signal, { startWorkers }) => {
      const child = startWorkers('--json')
      await credentialsOf(child)
      const closed = once(child, 'close')
      child.kill(signal)
      // `close` comes only after the workers have ended, because they share the output of the command.
      expect(await closed).toEqual([0, null])
    },
  )

  test('leaves no worker behind when the primary process is killed', async ({ startWorkers }) => {
    const child = startWorkers('--json')
    const { base_url } = await credentialsOf(child)
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed
    await expect(fetch(base_url)).rejects.toThrow()
  })

  test('says once that a port is in use, and exits with 1', async ({ redis, run }) => {
    await using mock = await createMockServer()
    const { port } = new URL(mock.url)
    expect(await run('--workers', '2', '--store', redis.url, '--port', port)).toEqual({
      code: 1,
      stdout: '',
      stderr: `Port ${port} on 127.0.0.1 is in use: set another port with --port, or 0 for any free port (端口已被占用，请换一个)\n`,
    })
  })
})

// These tests run only with EVERY, because each of them takes several seconds.
describe.runIf(EVERY && !missingRedis)('a server with two workers, in slow tests', { timeout: 180_000 }, () => {
  test('lets no request hang when the workers are killed before they answer', async ({ startWorkers }) => {
    const child = startWorkers('--json')
    const { base_url } = await credentialsOf(child)
    const workers = await childrenOf(child)
    for (const pid of workers) process.kill(pid, 'SIGSTOP')
    const asked = Array.from({ length: 8 }, () => fetch(`${base_url}/__mock/health`))
    await setTimeout(1_000)
    for (const pid of workers) kill(pid)
    expect(await Promise.allSettled(asked)).toHaveLength(8)
  })

  test('exits with 1 and prints one line when five workers in a row die right after their start', async ({ startWorkers }) => {
    const child = startWorkers('--json')
    const log = text(err(child))
    await credentialsOf(child)
    const closed = once(child, 'close')
    while (child.exitCode === null) {
      for (const pid of await childrenOf(child)) kill(pid)
      await setTimeout(10)
    }
    expect(await closed).toEqual([1, null])
    expect(await log).toMatch(/\n5 workers in a row ended right after their start, the last with SIGKILL: the server stops .*\n$/)
  })

  test('stops when the primary process gets a Ctrl-C, but not when only its workers get one', async ({ startWorkers }) => {
    const child = startWorkers('--json')
    const { base_url } = await credentialsOf(child)
    for (const pid of await childrenOf(child)) process.kill(pid, 'SIGINT')
    expect(await healthy(base_url)).toBe(200)
    const closed = once(child, 'close')
    child.kill('SIGINT')
    expect(await closed).toEqual([0, null])
  })

  test('stops with --stop-with-parent when its parent is gone', async ({ redis, folder }) => {
    const words = [process.execPath, COMMAND, '--json', '--port', '0', '--store', redis.url, '--workers', '2', '--stop-with-parent']
    const shell = spawn('sh', ['-c', '"$@"; :', 'sh', ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
    await credentialsOf(shell)
    shell.kill('SIGKILL')
    await text(out(shell))
  })

  test('says once that the store does not answer, and exits with 2', async ({ run }) => {
    expect(await run('--workers', '2', '--store', 'redis://127.0.0.1:1', '--port', '0')).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^The store redis:\/\/127\.0\.0\.1:1 can't be reached: .*\n$/),
    })
  })
})
