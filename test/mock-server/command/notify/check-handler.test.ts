import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, onTestFinished } from 'vitest'
import { type NotificationOptions, readNotification } from '../../../../client/index.ts'
import { developmentKeys, verifyResponse } from '../../../../contracts/index.ts'
import { portOf } from '../../../free-port.ts'
import { test as base, type Finished, tooWide } from '../command-test.ts'

const { platform, platformPublicKey, merchant, apiV3Key } = developmentKeys
const CERTIFICATE = { [platform.serial]: platform.certificate }
const PUBLIC_KEY = { [platformPublicKey.id]: platformPublicKey.publicKey }

/** Handles a notification: returns the status of the answer, or its status and its body. */
type Handler = (request: IncomingMessage, body: Buffer) => Promise<number | readonly [number, string]>

/** Starts a server with this handler and returns its URL. */
async function listening(handler: Handler): Promise<string> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request)
    const [status, text = ''] = [await handler(request, body)].flat() as [number, string?]
    response.writeHead(status).end(text)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${await portOf(server)}/notify`
}

function careful(options: Partial<NotificationOptions> = {}): Handler {
  const certs = { ...CERTIFICATE, ...PUBLIC_KEY }
  return ({ headers }, body) =>
    readNotification({ headers, body }, { certs, apiV3Key, diagnose: false, ...options }).then(
      () => 204,
      () => 401,
    )
}

const believing: Handler = async () => 200

/** The outcome of each case of a check, by the ID of the case. */
type Outcomes = Readonly<Record<string, string>>

interface Fixtures {
  /** Runs `notify check` on a handler with `--json`. */
  check: (handler: Handler, ...options: string[]) => Promise<{ code: number | null; outcomes: Outcomes; report: Record<string, unknown> }>
  /** Runs `notify check` on a handler without `--json`. */
  read: (handler: Handler, ...options: string[]) => Promise<Finished>
}

const test = base.extend<Fixtures>({
  check: async ({ quickRun }, use) => {
    await use(async (handler, ...options) => {
      const { code, stdout, stderr } = await quickRun('notify', 'check', '--url', await listening(handler), '--json', ...options)
      expect(stderr).toBe('')
      const { cases, ...report } = JSON.parse(stdout)
      return { code, report, outcomes: Object.fromEntries(cases.map(({ id, outcome }: Record<string, string>) => [id, outcome])) }
    })
  },
  read: async ({ quickRun }, use) => {
    await use(async (handler, ...options) => quickRun('notify', 'check', '--url', await listening(handler), ...options))
  },
})

const VALID = {
  valid: 'believed',
  duplicate: 'believed',
  printed_body: 'believed',
  lower_case: 'believed',
  slow: 'believed',
  cut: 'believed',
  afterwards: 'believed',
}
const FORGED =
  'tampered_body other_body tampered probe missing_headers no_signature empty_headers not_json expired future unknown_serial own_certificate wrong_key other_associated_data'.split(
    ' ',
  )
const allForged = (outcome: string) => Object.fromEntries(FORGED.map((id) => [id, outcome]))

describe('notify check', () => {
  test('finds that a handler with readNotification believes no forgery, and exits with 0', async ({ check }) => {
    const { code, outcomes, report } = await check(careful())
    expect(outcomes).toEqual({ ...VALID, public_key: 'believed', ...allForged('refused') })
    expect({ code, ...report }).toMatchObject({
      code: 0,
      believed: 0,
      forged: 14,
      refused: 0,
      fixes: [],
      event_type: 'TRANSACTION.SUCCESS',
      serial: platform.serial,
    })
  })

  test('with --public-key makes signatures that the WeChat Pay public key verifies', async ({ check }) => {
    const { code, outcomes } = await check(careful({ certs: PUBLIC_KEY }), '--public-key')
    expect({ code, outcomes }).toEqual({ code: 0, outcomes: { ...VALID, certificate: 'refused', ...allForged('refused') } })
  })

  test('finds that a handler that verifies nothing believes everything, and exits with 1', async ({ check }) => {
    const { code, outcomes, report } = await check(believing)
    expect(outcomes).toEqual({ ...VALID, public_key: 'believed', ...allForged('believed') })
    expect({ code, ...report }).toMatchObject({ code: 1, believed: 14, forged: 14, refused: 0 })
    expect(report['fixes']).toMatchObject(['signature', 'age', 'key', 'resource'].map((name) => ({ name })))
  })

  test('prints what an attacker can do and how to fix the handler, and writes a JUnit report', async ({ read, folder }) => {
    const { code, stdout } = await read(believing, '--only', 'expired', '--junit', 'ci/notify.xml')
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `believed   valid notification              (200)
BELIEVED   ten minutes old                 replay old notifications (200)

1 of 1 forged notifications were believed (相信了 1/1 个伪造的通知)

- Refuse a Wechatpay-Timestamp over 5 minutes before or after the current time.
`,
    })
    const junit = await readFile(join(folder, 'ci/notify.xml'), 'utf8')
    expect(junit).toContain('<testsuite name="notify check" tests="2" failures="1" skipped="0">')
    expect(junit).toContain('The forged notification was believed: an attacker can replay old notifications')
  })

  for (const language of ['en_US.UTF-8', 'zh_CN.UTF-8'])
    test(`prints lines of at most 80 columns, in the language of ${language}`, async ({ quickRun, variables }) => {
      variables['LC_ALL'] = language
      const url = await listening(async () => [200, '{\n  "code": "FAIL"\n}'])
      const { stdout } = await quickRun('notify', 'check', '--url', url)
      expect(tooWide(stdout)).toEqual([])
      const isChinese = language.startsWith('zh')
      expect(stdout.split('\n')[0]).toMatch(
        isChinese ? /^believed {3}正确的通知 +\(200 FAIL\)$/ : /^believed {3}valid notification +\(200 FAIL\)$/,
      )
      expect(stdout).toContain(isChinese ? '- 拒绝时应答 4xx 或 5xx：' : '- Refuse with a status of 4xx or 5xx: 200 means received')
      expect(stdout).toContain(isChinese ? '- 每个通知都要验签' : '- Check the signature of every notification')
    })

  test('prints the answer and the probable reason when the valid notification is refused, and tries other cases', async ({ read }) => {
    const { code, stdout } = await read(async () => [401, '{"code":"FAIL"}\nmore'], '--only', 'probe')
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /^REFUSED {4}valid notification +\(401\)\n {2}It answered: \{"code":"FAIL"\}\n {2}Likely: it lacks .* key or the key of Wechatpay-Serial\n {2}6D6F/,
    )
    expect(tooWide(stdout)).toEqual([])
    expect(stdout).toMatch(/\nrefused {4}probe of WeChat Pay .*\(401\)\n/)
    expect(stdout).toContain('other refusals show little')
  })

  test('finds that a handler verifies a body that it serialised again instead of the received body', async ({ check }) => {
    const rewrites: Handler = ({ headers }, body) => {
      const written = Buffer.from(JSON.stringify(JSON.parse(String(body))))
      return readNotification({ headers, body: written }, { certs: CERTIFICATE, apiV3Key, diagnose: false }).then(
        () => 200,
        () => 401,
      )
    }
    const { code, outcomes, report } = await check(rewrites, '--only', 'printed')
    expect({ code, outcomes }).toEqual({ code: 1, outcomes: { valid: 'believed', printed_body: 'refused' } })
    expect(report).toMatchObject({ refused: 1, fixes: [{ name: 'raw' }] })
  })

  test('finds that a handler does not decrypt before it answers', async ({ check }) => {
    const keys = new Map([
      [platform.serial, async () => (await import('../../../../contracts/index.ts')).importPublicKey(platform.certificate)],
    ])
    const verifies: Handler = ({ headers }, body) =>
      verifyResponse({ header: (name) => headers[name] as string, body }, { now: Date.now, keys }).then(
        () => 200,
        () => 401,
      )
    const { code, report, outcomes } = await check(verifies)
    expect(code).toBe(1)
    expect(Object.keys(outcomes).filter((id) => FORGED.includes(id) && outcomes[id] === 'believed')).toEqual([
      'wrong_key',
      'other_associated_data',
    ])
    expect(report['fixes']).toMatchObject([{ name: 'resource' }])
  })

  test('finds that a handler with a rate limit also refuses a valid notification, so its refusals prove nothing', async ({ check }) => {
    let count = 0
    const limited: Handler = async () => (++count > 7 ? 429 : 200)
    const { code, outcomes, report } = await check(limited)
    expect({ code, outcomes }).toMatchObject({ code: 1, outcomes: { ...allForged('refused'), afterwards: 'refused' } })
    expect(report).toMatchObject({ refused: 1, fixes: [{ name: 'still' }] })
  })

  test('counts a 500 for a duplicate as the refusal of a valid notification', async ({ check }) => {
    const seen = new Set<string>()
    const once: Handler = async (_request, body) => {
      const { id } = JSON.parse(String(body))
      return seen.size === seen.add(id).size ? 500 : 200
    }
    const { code, outcomes } = await check(once, '--only', 'duplicate')
    expect({ code, outcomes }).toEqual({ code: 1, outcomes: { valid: 'believed', duplicate: 'refused' } })
  })

  test('counts a valid notification that gets no answer in time as refused', async ({ read }) => {
    const { code, stdout } = await read(() => new Promise(() => undefined), '--timeout', '200ms', '--only', 'valid')
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringMatching(/^REFUSED .*\(no answer within 0\.2 s\)\n/) })
    expect(stdout).toContain('WeChat Pay waits 5 seconds')
  })

  test('does not count a forged notification without an answer as refused, because the handler may have believed it', async ({
    read,
    check,
  }) => {
    const verify = careful()
    const hanging: Handler = async (request, body) => {
      const status = await verify(request, body)
      return status === 204 ? status : new Promise(() => undefined)
    }
    const options = ['--timeout', '300ms', '--only', 'expired']
    const { code, stdout } = await read(hanging, ...options)
    expect({ code, stdout }).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^TIMED OUT {2}ten minutes old .*\(no answer within 0\.3 s\)$/m),
    })
    expect(stdout).toContain('- Answer 4xx or 5xx to a notification that you refuse: ')
    expect(await check(hanging, ...options)).toMatchObject({ code: 2, outcomes: { valid: 'believed', expired: 'timed_out' } })
  })

  test.for<[string, (request: IncomingMessage) => unknown, string]>([
    ['is reset', ({ socket }) => socket.resetAndDestroy(), 'read ECONNRESET'],
    ['is closed without an answer', ({ socket }) => socket.end(), 'socket hang up'],
    ['carries an answer that is not HTTP', ({ socket }) => socket.end('200 OK\r\n\r\n'), 'Parse Error: Expected HTTP/, RTSP/ or ICE/'],
  ])('does not count a forged notification as refused when its connection %s', async ([, end, remark], { read, check }) => {
    const verify = careful()
    const silent: Handler = async (request, body) => {
      if ((await verify(request, body)) === 204) return 204
      end(request)
      return new Promise(() => undefined)
    }
    const { code, stdout } = await read(silent, '--only', 'expired')
    expect({ code, line: stdout.split('\n')[1] }).toEqual({
      code: 2,
      line: `NO ANSWER  ten minutes old                 replay old notifications (${remark})`,
    })
    expect(stdout).toContain('- Answer 4xx or 5xx to a notification that you refuse: ')
    expect(await check(silent, '--only', 'expired')).toMatchObject({ code: 2, outcomes: { valid: 'believed', expired: 'no_answer' } })
  })

  test('counts a forged notification as refused when its answer is a 401 that breaks off', async ({ check }) => {
    const verify = careful()
    const refusing: Handler = async (request, body) => {
      if ((await verify(request, body)) === 204) return 204
      request.socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 9\r\n\r\n{')
      return new Promise(() => undefined)
    }
    const { code, outcomes } = await check(refusing, '--only', 'expired')
    expect({ code, outcomes }).toEqual({ code: 0, outcomes: { valid: 'believed', expired: 'refused' } })
  })

  test.for<[string, string]>([
    ['breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'],
    ['has more than 1 MB', `HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n${' '.repeat(1_048_577)}`],
  ])('counts a forged notification as believed when its answer is a 200 that %s', async ([, answer], { check }) => {
    const verify = careful()
    const acknowledging: Handler = async (request, body) => {
      if ((await verify(request, body)) === 204) return 204
      request.socket.end(answer)
      return new Promise(() => undefined)
    }
    const { code, outcomes } = await check(acknowledging, '--only', 'expired')
    expect({ code, outcomes }).toEqual({ code: 1, outcomes: { valid: 'believed', expired: 'believed' } })
  })

  test('prints how long WeChat Pay waits if an answer begins with 200 and never ends', async ({ read }) => {
    const endless: Handler = (request) => {
      request.socket.write('HTTP/1.1 200 OK\r\n\r\n{')
      return new Promise(() => undefined)
    }
    const { code, stdout } = await read(endless, '--timeout', '200ms', '--only', 'valid')
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringMatching(/^REFUSED .*\(no complete answer within 0\.2 s\)\n/) })
    expect(stdout).toContain('WeChat Pay waits 5 seconds')
  })

  test('reaches a handler by the name localhost', async ({ quickRun }) => {
    const url = (await listening(believing)).replace('127.0.0.1', 'localhost')
    expect(await quickRun('notify', 'check', '--url', url, '--only', 'valid')).toMatchObject({ code: 0, stderr: '' })
  })

  test('does not follow a redirect', async ({ read }) => {
    const { code, stdout } = await read(async () => 302, '--only', 'valid')
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringMatching(/\(302\)\n {2}It redirects/) })
  })

  test('exits with 2 when the handler stops listening during the check', async ({ quickRun }) => {
    const server = createServer((_request, response) => {
      response.end()
      server.close()
      server.closeIdleConnections()
    })
    const url = `http://127.0.0.1:${await portOf(server)}/`
    const { code, stdout } = await quickRun('notify', 'check', '--url', url, '--only', 'probe')
    expect({ code, stdout }).toMatchObject({ code: 2, stdout: expect.stringMatching(/^NOT TRIED .*\(nothing listens any more\)$/m) })
  })

  test('advises to verify before parsing when the handler answers 500 only to a forged body that is not JSON', async ({ read }) => {
    const parses: Handler = async (_request, body) => (String(body).startsWith('{') ? 200 : 500)
    const { stdout } = await read(parses, '--only', 'not_json')
    expect(stdout).toMatch(/^refused {4}forged body that is not JSON .*\(500\)$/m)
    expect(stdout).toContain('- Verify before you parse: ')
  })

  test('does not advise to verify before parsing when the handler answers 500 to every forgery', async ({ read }) => {
    const refuses = careful()
    const { code, stdout } = await read(async (request, body) => ((await refuses(request, body)) === 204 ? 204 : 500), '--only', 'no')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^refused {4}forged body that is not JSON .*\(500\)$/m)
    expect(stdout).not.toContain('Verify before you parse')
  })
})

describe('the notification that `notify check` sends', () => {
  /** Returns a handler, and the list of the notifications that the handler has read. */
  function recorder() {
    const read: { readonly event_type: string; readonly resource: unknown }[] = []
    const handler: Handler = async ({ headers }, body) => {
      read.push(await readNotification({ headers, body }, { certs: CERTIFICATE, apiV3Key }))
      return 200
    }
    return { read, handler }
  }

  test('has the given event and the given merchant', async ({ read }) => {
    const { read: notifications, handler } = recorder()
    const own = ['--event', 'REFUND.SUCCESS', '--mchid', '1230000109', '--sub-mchid', '1600000001', '--only', 'valid']
    expect(await read(handler, ...own)).toMatchObject({ code: 0 })
    expect(notifications).toMatchObject([{ event_type: 'REFUND.SUCCESS', resource: { sp_mchid: '1230000109', sub_mchid: '1600000001' } }])
  })

  test('has the resource that a file contains', async ({ read, folder }) => {
    await writeFile(join(folder, 'complaint.json'), '{"complaint_id":"1"}')
    const { read: notifications, handler } = recorder()
    expect(await read(handler, '--event', 'COMPLAINT.CREATE', '--resource', '@complaint.json', '--only', 'valid')).toMatchObject({
      code: 0,
    })
    expect(notifications).toMatchObject([{ event_type: 'COMPLAINT.CREATE', resource: { complaint_id: '1' } }])
  })

  test("is signed with the merchant's own key in the case own_certificate", async ({ folder, quickRun }) => {
    // A real handler would not trust the merchant's key. Here the handler trusts it and believes the notification, which shows that this key signed.
    await writeFile(join(folder, 'key.pem'), developmentKeys.nextPlatform.privateKey)
    await writeFile(join(folder, 'cert.pem'), developmentKeys.nextPlatform.certificate)
    const trusts = careful({ certs: { ...CERTIFICATE, [developmentKeys.nextPlatform.serial]: developmentKeys.nextPlatform.certificate } })
    const own = ['--mchid', '1230000109', '--key', 'key.pem', '--cert', 'cert.pem', '--only', 'own_certificate']
    const { stdout } = await quickRun('notify', 'check', '--url', await listening(trusts), ...own)
    expect(stdout).toMatch(/^BELIEVED {3}the merchant's own key/m)
    expect(merchant.serial).not.toBe(developmentKeys.nextPlatform.serial)
  })
})

test('`notify check` ends early on Ctrl-C, with exit code 130', async ({ start }) => {
  let tried = 0
  const first = Promise.withResolvers<void>()
  const url = await listening(async () => {
    tried += 1
    first.resolve()
    // Gives the signal time to arrive, because the test can't see when it arrives.
    await setTimeout(300)
    return 204
  })
  const child = start('notify', 'check', '--url', url)
  const output = text(child.stdout as Readable)
  await first.promise
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([130, null])
  expect((await output).split('\n')[0]).toMatch(/^believed {3}valid notification /)
  expect(tried).toBeLessThan(10)
})

describe('`notify check` prints one line and exits with 2', () => {
  test.for<[string, string[], RegExp]>([
    ['without a URL', [], /^required option '--url <url>' not specified\n$/],
    ['with an address that is not a URL', ['--url', 'localhost:3000'], /It must be a URL that begins with http:\/\/ or https:\/\/\.\n$/],
    [
      'when nothing listens',
      ['--url', 'http://127.0.0.1:1/notify'],
      /^Nothing listens at http:\/\/127\.0\.0\.1:1: start the handler first .*\n$/,
    ],
    [
      'with the URL of another machine',
      ['--url', 'http://192.0.2.1/notify'],
      /^--url http:\/\/192\.0\.2\.1\/notify must lead to this machine, as .*, or to a host that the option --notify-allow names\n$/,
    ],
    [
      'with an event that needs a resource',
      ['--url', 'http://127.0.0.1:1/', '--event', 'A.B'],
      /^--event A\.B needs --resource; .* REFUND\.SUCCESS\n$/,
    ],
    [
      'with a resource that is not an object',
      ['--url', 'http://127.0.0.1:1/', '--resource', '[]'],
      /^--resource must be a JSON object, or @ .*; got \[\]\n$/,
    ],
    [
      'with a file that is not there',
      ['--url', 'http://127.0.0.1:1/', '--resource', '@none.json'],
      /^--resource none\.json can't be read: there is no such file \(文件不存在\)\n$/,
    ],
    [
      'with an --only that matches no case',
      ['--url', 'http://127.0.0.1:1/', '--only', 'unknown_case'],
      /^--only unknown_case matches no case/,
    ],
  ])('%s', async ([, options, stderr], { quickRun }) => {
    expect(await quickRun('notify', 'check', ...options)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) })
  })
})
