import { execFile } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMockServer } from '../../mock-server/index.ts'
import { EVERY } from '../every.ts'
import { portOf } from '../free-port.ts'
import type { Attack, Outcome } from './attack.ts'
import { ATTACKS } from './attacks.ts'
import { forge } from './forgeries.ts'
import { fuzzServer } from './fuzz.ts'
import { runAll } from './report.ts'
import { smallest } from './smallest.ts'

const SEED = 17

describe('the server withstands', () => {
  it.for(ATTACKS)('$tries', { timeout: 600_000 }, async ({ sizes, missing, run }, { skip }) => {
    const size = EVERY ? sizes.every : sizes.sample
    if (missing !== undefined || size === 0) skip(missing ?? 'it runs with EVERY=1')
    const { tried, wrong, examples, also } = await run(SEED, size)
    expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] })
    expect(tried).toBeGreaterThanOrEqual(size)
    // More than a fifth of the signed and of the control requests must succeed. If the server refused all of them at the first check,
    // nothing after that check would be tested.
    for (const kind of ['signed', 'control']) if (also[kind]) expect(also[`${kind} and answered 2xx`]).toBeGreaterThan(also[kind] / 5)
  })
})

async function brokenServer(answer: RequestListener) {
  await using mock = await createMockServer()
  const server = createServer(answer)
  const base_url = `http://127.0.0.1:${await portOf(server)}`
  return { credentials: { ...mock.credentials, base_url }, [Symbol.asyncDispose]: async () => void server.close() }
}

describe('the forgeries find a server', () => {
  it('that accepts any signature', async () => {
    await using server = await brokenServer((_, response) => response.end('{}'))
    const { tried, wrong, examples } = await forge(server.credentials, SEED, 200)
    // The HTTP parser refuses some of the forgeries.
    expect(wrong).toBeGreaterThan(100)
    expect(wrong).toBeLessThanOrEqual(tried)
    expect(examples[0]).toMatch(/^accepted: "[A-Z]+ .+\\r\\n\\r\\n.*"$/)
  })

  it('that refuses every signature', async () => {
    await using server = await brokenServer(({ url }, response) => response.writeHead(url?.startsWith('/__mock') ? 200 : 401).end('{}'))
    const { wrong, examples } = await forge(server.credentials, SEED, 50)
    expect(wrong).toBe(14)
    expect(examples[0]).toMatch(/^refused, though unchanged: "/)
  })
})

describe('the fuzz', () => {
  it('finds a bug, and shortens the request that reaches the bug', async () => {
    await using mock = await createMockServer()
    let bug = ''
    await using server = await brokenServer((request, response) => {
      if (!request.url?.includes('/close')) return mock.app(request, response)
      bug = 'Error: a bug'
      return response.destroy()
    })
    const start = async () => {
      bug = ''
      return { ...server, pid: process.pid, trouble: async () => bug, kill: async () => undefined }
    }
    const { wrong, examples } = await fuzzServer(start, SEED, 40)
    expect(wrong).toBe(1)
    expect(examples[0]).toMatch(/^Error: a bug: "[A-Z]+ .?\/close.{0,20}"$/)
  })

  it('finds that a server refuses valid signatures', async () => {
    await using mock = await createMockServer()
    await using server = await brokenServer((request, response) =>
      request.url?.startsWith('/__mock') ? mock.app(request, response) : response.writeHead(401).end('{}'),
    )
    const start = async () => ({ ...server, pid: process.pid, trouble: async () => '', kill: async () => undefined })
    const { wrong, examples } = await fuzzServer(start, SEED, 40)
    expect(wrong).toBeGreaterThan(10)
    expect(examples[0]).toMatch(/^a valid signature is refused: "/)
  })
})

describe('smallest', () => {
  it('shortens a request to the bytes that the bug needs', async () => {
    const request = Buffer.from('GET /x?boom=1 HTTP/1.1\r\n\r\n')
    expect(String(await smallest(request, async (bytes) => /b.*m/.test(String(bytes))))).toBe('bm')
  })
})

describe('the soak', () => {
  const attack = (name: string, outcome: Partial<Outcome>): Attack => ({
    name,
    tries: '',
    wrong: 'accepted',
    sizes: { sample: 1, every: 1, soak: 2_000 },
    run: async (_, tried) => ({ tried, wrong: 0, examples: [], also: {}, ...outcome }),
  })

  it('passes when no attempt is wrong, and its table has the figures of the attack', async () => {
    const lines: string[] = []
    const { isClean, table } = await runAll([attack('first', { also: { MB: 7 } })], { seed: 5 }, (line) => lines.push(line))
    expect({ isClean, lines }).toEqual({ isClean: true, lines: ['first: 2,000 with seed 5'] })
    expect(table).toMatch(/^\| first +\| 2,000 \| 0 accepted +\| +[\d.e-]+ \| 5 +\| MB 7 +\|$/m)
  })

  it('fails when an attempt is wrong or an attack throws, and prints the seed and size that repeat the attempt', async () => {
    const lines: string[] = []
    const failing = { ...attack('third', {}), run: () => Promise.reject(new Error('no start')) }
    const attacks = [attack('first', { wrong: 1, examples: ['accepted: "GET"'] }), attack('second', {}), failing]
    const { isClean, table } = await runAll(attacks, { seed: 5, size: 3 }, (line) => lines.push(line))
    expect(isClean).toBe(false)
    expect(table).toMatch(/first .* 1 accepted.*\n.*second .* 0 accepted.*\n.*third .* 1 accepted/)
    expect(lines).toContain('first, seed 5, size 3: accepted: "GET"')
    expect(lines.at(-1)).toContain('Error: no start')
  })

  it('skips an attack that cannot run here, and prints the reason', async () => {
    const lines: string[] = []
    const { isClean } = await runAll([{ ...attack('first', { wrong: 1 }), missing: 'no Redis' }], { seed: 5 }, (line) => lines.push(line))
    expect({ isClean, lines }).toEqual({ isClean: true, lines: ['first: skipped, no Redis'] })
  })

  // This test starts a process, so it runs only with EVERY=1.
  it.runIf(EVERY)('lists the attacks and runs none when the user names an unknown attack', async () => {
    const ended = new Promise((resolve) => {
      execFile(process.execPath, [join(import.meta.dirname, 'soak.ts'), 'pages', 'speed'], (error, stdout, stderr) =>
        resolve({ code: error?.code, stdout, stderr }),
      )
    })
    expect(await ended).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no attack speed. The attacks are forgeries, fuzz, tenants, kills, outages, pages\n',
    })
  })
})
