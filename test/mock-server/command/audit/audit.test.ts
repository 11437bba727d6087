import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished } from 'vitest'
import { createMockServer, type MockServer } from '../../../../mock-server/index.ts'
import { EVERY } from '../../../every.ts'
import { portOf } from '../../../free-port.ts'
import { test as base, out, until } from '../command-test.ts'
import { APPLICATIONS } from './applications.ts'

/** The outcome of each case of an audit. The key is the ID of the case. */
type Outcomes = Readonly<Record<string, string>>

interface Fixtures {
  /** Runs `audit --json` with one of the programs in `APPLICATIONS`. */
  audit: (name: keyof typeof APPLICATIONS, ...options: string[]) => Promise<{ code: number | null; outcomes: Outcomes; report: Report }>
}

interface Report {
  readonly believed: number
  readonly forged: number
  readonly language: string
  readonly operations: readonly string[]
  readonly fixes: readonly { readonly name: string }[]
}

const test = base.extend<Fixtures>({
  audit: async ({ run, folder }, use) => {
    await use(async (name, ...options) => {
      await writeFile(join(folder, 'app.mjs'), APPLICATIONS[name])
      const { code, stdout, stderr } = await run('audit', '--json', ...options, '--', process.execPath, 'app.mjs')
      expect(stderr).toBe('')
      const { cases, ...report } = JSON.parse(stdout)
      return { code, report, outcomes: Object.fromEntries(cases.map(({ id, outcome }: Record<string, string>) => [id, outcome])) }
    })
  },
})

const SLOW = { timeout: 240_000 }

describe('audit', () => {
  test('finds that the client of this package believes no old answer and no expired certificate', SLOW, async ({ audit }) => {
    const { code, outcomes } = await audit('ownClient', '--only', 'expired')
    expect({ code, outcomes }).toEqual({ code: 0, outcomes: { right: 'believed', expired: 'refused', expired_certificate: 'refused' } })
  })

  test('prints what an attacker can do and how to fix it, and writes a JUnit report', async ({ run, folder }) => {
    await writeFile(join(folder, 'app.mjs'), APPLICATIONS.verifiesNothing)
    const { code, stdout } = await run('audit', '--only', 'expired', '--junit', 'ci/audit.xml', '--', process.execPath, 'app.mjs')
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `believed   right answer
BELIEVED   ten minutes old                 replay an old answer
-          certificates: expired           it downloads no platform certificate

1 of 1 forged answers were believed (相信了 1/1 个伪造的应答)

Refuse a Wechatpay-Timestamp over 5 minutes before or after the current time.
  Node.js  Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300
`,
    })
    const junit = await readFile(join(folder, 'ci/audit.xml'), 'utf8')
    expect(junit).toContain('<testsuite name="audit" tests="3" failures="1" skipped="1">')
    expect(junit).toContain('The forged answer was believed: an attacker can replay an old answer')
  })

  test('says that a case timed out when the program does not end after the forged answer, and exits with 2', async ({ run, folder }) => {
    const waits = `${APPLICATIONS.verifiesNothing}\nif (JSON.parse(bytes).tampered) setInterval(() => {}, 1000)`
    await writeFile(join(folder, 'app.mjs'), waits)
    const options = ['--only', 'tampered_body', '--timeout', '5s', '--junit', 'audit.xml']
    expect(await run('audit', ...options, '--', process.execPath, 'app.mjs')).toEqual({
      code: 2,
      stderr: '',
      stdout: `believed   right answer
TIMED OUT  changed body                    change any answer (it did not end within 5 s)

0 of 1 forged answers were believed (相信了 0/1 个伪造的应答)
1 timed out, which shows nothing (1 个超时，不能说明什么)

Make the application end or answer after an error, too (in Java, with System.exit), or give it more time with --timeout.
`,
    })
    const junit = await readFile(join(folder, 'audit.xml'), 'utf8')
    expect(junit).toContain('<testsuite name="audit" tests="2" failures="1" skipped="0">')
    expect(junit).toContain('<failure message="it did not end within 5 s">')
  })

  test('says in Chinese, in a Chinese locale, why a case was not tried or does not apply, and how many answers were believed', async ({
    run,
    folder,
    variables,
  }) => {
    variables['LC_ALL'] = 'zh_CN.UTF-8'
    const stops = "import { existsSync, writeFileSync } from 'node:fs'\nif (existsSync('ran')) process.exit(3)\nwriteFileSync('ran', '')\n"
    await writeFile(join(folder, 'app.mjs'), stops + APPLICATIONS.verifiesNothing)
    const { code, stdout } = await run('audit', '--only', 'expired', '--', process.execPath, 'app.mjs')
    expect({ code, lines: stdout.split('\n').slice(1, 5) }).toEqual({
      code: 2,
      lines: [
        expect.stringMatching(/^NOT TRIED .*\(没有收到这个应答（退出码 3）\)$/),
        expect.stringMatching(/^- .* 不下载平台证书$/),
        '',
        '相信了 0/1 个伪造的应答 (0 of 1 forged answers were believed)',
      ],
    })
  })

  test('exits with 2 when every run of the program after the first fails, even with the right answer', async ({ run, folder }) => {
    const once = "\nconst fs = await import('node:fs')\nif (fs.existsSync('stored')) process.exit(3)\nfs.writeFileSync('stored', '')\n"
    await writeFile(join(folder, 'app.mjs'), APPLICATIONS.verifiesNothing + once)
    const { code, stdout, stderr } = await run('audit', '--only', 'tampered_body', '--', process.execPath, 'app.mjs')
    expect({ code, stdout }).toEqual({ code: 2, stdout: expect.stringMatching(/^believed .*\nrefused .*\n$/) })
    expect(stderr).toMatch(/^The refusals show nothing: after them, the right answer was not believed \(exit code 3\)$/m)
  })

  test('exits with 2 when the program does not end in its first run', async ({ run }) => {
    expect(await run('audit', '--timeout', '1s', '--', process.execPath, '-e', 'setInterval(() => {}, 1000)')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        "The audit can't run: it did not end within 1 s, even with the right answer. Make the application end or answer after an error, too " +
        '(in Java, with System.exit), or give it more time with --timeout.\n',
    })
  })

  test('ends early on Ctrl-C, with exit code 130', async ({ start, folder }) => {
    await writeFile(join(folder, 'app.mjs'), APPLICATIONS.verifiesNothing)
    const child = start('audit', '--', process.execPath, 'app.mjs')
    await until(out(child), 'right answer\n')
    const [rest, [code]] = await Promise.all([text(out(child)), once(child, 'close'), child.kill('SIGINT')])
    expect({ code, rest }).toEqual({ code: 130, rest: expect.stringMatching(/^(?:.*\n){0,2}\n\d of \d forged answers/) })
  })

  test.for([
    ['ends', 'process.exit()'],
    ['does not end in time', ''],
  ] as const)('when the program %s, ends the processes that it started, even those that ignore SIGTERM', async ([, end], { run }) => {
    const connections = createTcpServer()
    const port = await portOf(connections)
    const inner = `process.on('SIGTERM', () => {}); require('net').connect(${port}, '127.0.0.1').resume().once('data', () => console.log()).on('close', process.exit)`
    const outer = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}]).stdout.once('data', () => { ${end} })`
    const ending = run('audit', '--timeout', '2s', '--', process.execPath, '-e', outer)
    const [connection] = await once(connections, 'connection')
    connection.on('error', () => undefined).write('go on')
    onTestFinished(() => {
      connections.close()
      // The started process also ends when its connection closes. So it can't outlive this test, even if the audit did not end it.
      connection.destroy()
    })
    await Promise.all([once(connection.resume(), 'close'), ending])
  })

  test.for([
    ['fails in its first run', "console.log('no key'); process.exit(3)", /^ {2}no key\nThe audit can't run: .* \(exit code 3\)\n$/],
    [
      'fails while a program that it started is still running',
      `const inner = "process.on('SIGTERM', () => { console.log('the end'); process.exit() }); setInterval(() => {}, 1000); process.send('')"
      const { spawn } = require('child_process')
      spawn(process.execPath, ['-e', inner], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }).on('message', () => process.exit(3))`,
      /^ {2}the end\nThe audit can't run: .* \(exit code 3\)\n$/,
    ],
    ['makes no call', '', /^The audit can't run: no successful call reached the server \(exit code 0\)\n$/],
  ] as const)('exits with 2 when the program %s', async ([, program, wanted], { run }) => {
    expect(await run('audit', '--', process.execPath, '-e', program)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(wanted),
    })
  })

  test.for([
    ['neither a program nor --url', [], 'audit needs either a program after -- or --url\n'],
    [
      '--url without --server',
      ['--url', 'http://127.0.0.1:1/'],
      '--url and --server must be given together: --server is the mock server that the application calls\n',
    ],
    [
      'an --only that matches no case',
      ['--only', 'nothing', '--', 'true'],
      '--only nothing matches no case: leave --only out to see all cases (没有这样的用例；去掉 --only 可列出全部用例)\n',
    ],
    ['--data with a program', ['--data', 'x', '--', 'true'], '--method, --data and --header need --url\n'],
    [
      '--data with --method get',
      ['--url', 'http://127.0.0.1:1/', '--server', 'http://127.0.0.1:1', '--method', 'get', '--data', 'x'],
      '--data does not go with --method get\n',
    ],
    [
      'a body from a file that is missing',
      ['--url', 'http://127.0.0.1:1/', '--server', 'http://127.0.0.1:1', '--data', '@no.json'],
      "--data no.json can't be read: there is no such file (文件不存在)\n",
    ],
    [
      'a header without a colon',
      ['--header', 'Cookie'],
      "option '--header <line>' argument 'Cookie' is invalid. A header is a name, a colon and a value.\n",
    ],
  ] as const)('exits with 2 for %s', async ([, options, stderr], { quickRun }) => {
    expect(await quickRun('audit', ...options)).toEqual({ code: 2, stdout: '', stderr })
  })
})

/** Starts an application that opens the gold plan for each request that it gets. The function `answer` answers the request. */
async function applicationOf(
  { credentials }: MockServer,
  answer: (opened: Promise<unknown>, request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<AsyncDisposable & { readonly url: string }> {
  const { createWechatpay } = await import('../../../../client/index.ts')
  const { clientOptions } = await import('../../../client/client-options.ts')
  const { changegoldplanstatus } = createWechatpay(clientOptions(credentials)).v3.goldplan.merchants
  const server = createServer((request, response) =>
    answer(changegoldplanstatus.post({ sub_mchid: '1900000109', operation_type: 'OPEN' }), request, response),
  )
  const url = `http://127.0.0.1:${await portOf(server)}/open`
  return { url, [Symbol.asyncDispose]: async () => void server.close() }
}

describe('audit of a running application', () => {
  test('counts the status 204 as believed and 502 as refused, and leaves the merchant without faults', SLOW, async ({ run }) => {
    await using mock = await createMockServer()
    await using application = await applicationOf(mock, (opened, request, response) =>
      opened.then(
        () => response.writeHead(request.method === 'POST' ? 204 : 405).end(),
        (error) => response.writeHead(502).end(String(error)),
      ),
    )
    const options = ['--url', application.url, '--method', 'POST', '--server', mock.url, '--mchid', mock.credentials.mchid, '--json']
    const { code, stdout } = await run('audit', ...options)
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, believed: 0, forged: 13 })
    expect(await mock.control.merchant(mock.credentials.mchid).faults()).toEqual([])
  })

  test('says that a case timed out when the application does not answer, and exits with 2', async ({ run }) => {
    await using mock = await createMockServer()
    await using application = await applicationOf(mock, (opened, _, response) =>
      opened.then(
        () => response.end(),
        () => undefined,
      ),
    )
    const options = ['--url', application.url, '--server', mock.url, '--json', '--only', 'other_body', '--timeout', '3s']
    const { code, stdout } = await run('audit', ...options)
    const [, other] = JSON.parse(stdout).cases
    expect({ code, other }).toMatchObject({
      code: 2,
      other: { outcome: 'timed_out', remark: 'it did not answer within 3 s', remark_zh: '3 秒内没有应答' },
    })
  })

  test.for([
    ['the text of --data as JSON by default', ['--data', '{"shop":7}'], ['POST', 'application/json', undefined, '{"shop":7}']],
    [
      'a body from a file, with the given headers',
      ['--data', '@body', '--header', 'Content-Type: text/plain', '--header', 'Cookie: a=b:c'],
      ['POST', 'text/plain', 'a=b:c', '点金\n'],
    ],
    ['no body without --data', ['--method', 'DELETE'], ['DELETE', undefined, undefined, '']],
  ] as const)('sends the application %s', async ([, options, wanted], { run, folder }) => {
    await writeFile(join(folder, 'body'), '点金\n')
    await using mock = await createMockServer()
    const seen: unknown[] = []
    const application = createServer(async (request, response) => {
      const { method, headers } = request
      seen.push([method, headers['content-type'], headers.cookie, await text(request)])
      response.end()
    })
    const url = `http://127.0.0.1:${await portOf(application)}/`
    const { stderr } = await run('audit', '--url', url, '--server', mock.url, ...options).finally(() => application.close())
    expect(seen).toEqual([wanted])
    expect(stderr).toContain('no successful call reached the server (status 200)')
  })
})

// Each of these tests starts a program for every case, which takes half a minute.
if (EVERY)
  describe('audit of every case', () => {
    test('exits with 1 for a program that verifies nothing: it believes all forged answers except a cut one', SLOW, async ({ audit }) => {
      const { code, outcomes, report } = await audit('verifiesNothing')
      expect({ code, ...report }).toMatchObject({
        code: 1,
        believed: 12,
        forged: 13,
        operations: ['changeGoldPlanStatus'],
        language: 'Node.js',
      })
      expect(report.fixes.map(({ name }) => name)).toEqual(['signature', 'age', 'key', 'redirect'])
      // Node's fetch notices that an answer is cut.
      expect(outcomes).toMatchObject({ tampered_body: 'believed', unsigned: 'believed', redirect: 'believed', cut: 'refused' })
      expect(outcomes).toMatchObject({ wrong_key: 'not_applicable', certificate: 'not_applicable' })
    })

    test('finds that a program that ignores timestamps believes answers from the past and the future', SLOW, async ({ audit }) => {
      const { code, outcomes } = await audit('ignoresAge')
      const believed = Object.keys(outcomes).filter((id) => outcomes[id] === 'believed')
      expect(code).toBe(1)
      expect(believed).toEqual(['right', 'expired', 'future', 'gzip', 'slow'])
    })

    test('exits with 0 for the client of this package when it uses downloaded certificates', SLOW, async ({ audit }) => {
      const { code, outcomes, report } = await audit('ownClient')
      expect({ code, ...report }).toMatchObject({ code: 0, believed: 0, forged: 15, fixes: [] })
      expect(outcomes).toMatchObject({ right: 'believed', first_certificates: 'refused', expired_certificate: 'refused', gzip: 'believed' })
    })

    test('exits with 0 for the client of this package when it uses the public key', SLOW, async ({ audit }) => {
      const { code, outcomes } = await audit('ownClientWithPublicKey')
      expect(code).toBe(0)
      expect(outcomes).toMatchObject({ certificate: 'refused', wrong_key: 'not_applicable', other_body: 'refused' })
    })
  })
