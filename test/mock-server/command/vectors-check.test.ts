import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, vi } from 'vitest'
import { type Diagnosis, developmentKeys, vectors } from '../../../contracts/index.ts'
import { complaintAbout, outputOf, test, tooWide } from './command-test.ts'
import { authorization } from './explain-test.ts'

const { merchant, platform } = developmentKeys
const { requests }: { requests: Vector[] } = JSON.parse(readFileSync(vectors.requests, 'utf8'))
const [compact] = requests as [Vector]
const NONCE = compact.nonce_str

interface Vector {
  readonly name: string
  readonly request: { readonly method: string; readonly target: string; readonly body?: string }
  readonly timestamp: string
  readonly nonce_str: string
  readonly message: string
  readonly authorization: string
}

/** A line that `vectors check --json` prints. */
interface Checked {
  readonly name: string
  readonly ok: boolean
  readonly verdict: string | null
  readonly message: string | null
  readonly diagnosis: Diagnosis
  readonly stdout: string
  readonly stderr: string
}

function check(cmd: string, ...options: string[]): Promise<{ stdout: string; code: number }> {
  return outputOf('vectors', 'check', '--cmd', cmd, ...options)
}

/** Checks a signer with only the first vector, and returns the parsed line that `--json` prints. */
async function checked(cmd: string, ...options: string[]): Promise<Checked> {
  const { stdout, code } = await check(cmd, '--only', 'a compact body', '--json', ...options)
  const result: Checked = JSON.parse(stdout)
  expect(code).toBe(result.ok ? 0 : 1)
  return result
}

function printing(text: string): string {
  return `printf %s '${text.replaceAll("'", `'\\''`)}'`
}

function idsOf({ diagnosis }: Checked): string[] {
  return diagnosis.mistakes.map(({ id }) => id)
}

describe('vectors check', () => {
  test('accepts a signer that prints the Authorization header in one line, with or without the name of the header', async () => {
    for (const text of [compact.authorization, `${compact.authorization}\r\n`, `Authorization: ${compact.authorization}\n`])
      expect(await checked(printing(text))).toMatchObject({ ok: true, verdict: 'valid', diagnosis: { mistakes: [] } })
    expect(await check(printing(compact.authorization), '--only', 'Compact')).toEqual({
      stdout: 'ok      a compact body\n1 of 1 requests are signed correctly (签名正确 1/1)\n',
      code: 0,
    })
  })

  test('writes one JSON object of strings to the stdin of the signer, and closes stdin', async () => {
    const { stderr } = await checked('cat >&2')
    expect(JSON.parse(stderr)).toEqual({
      mchid: merchant.mchid,
      serial_no: merchant.serial,
      private_key: merchant.privateKey,
      ...compact.request,
      timestamp: compact.timestamp,
      nonce_str: NONCE,
    })
  })

  test('runs the signer for all requests with a text body, in the order of the vectors', async () => {
    const { stdout, code } = await check('cat; exit 1', '--json')
    const lines: Checked[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const texts = requests.filter(({ request }) => request.body !== undefined)
    expect(lines.map((line) => [line.name, JSON.parse(line.stdout).body])).toEqual(texts.map(({ name, request }) => [name, request.body]))
    expect(texts.length).toBe(requests.length - 1)
    expect(code).toBe(1)
  })

  test('prints the result of a request as a line of JSON with --json', async () => {
    const result = await checked(printing(compact.authorization))
    expect(Object.keys(result)).toEqual(['name', 'ok', 'verdict', 'message', 'diagnosis', 'stdout', 'stderr'])
    expect(result).toMatchObject({ name: 'a compact body', message: compact.message, stdout: compact.authorization, stderr: '' })
  })

  test.for<[string, Parameters<typeof authorization>[0], string[], string]>([
    ['another body', { body: '{"sub_mchid": "1900000109", "operation_type": "OPEN"}' }, ['body-python-spacing'], 'SIGN_ERROR_SIGNATURE'],
    ['the key of the platform', { privateKey: platform.privateKey }, ['key-of-the-platform'], 'SIGN_ERROR_SIGNATURE'],
    ['its own time', { timestamp: 1_800_000_000 }, ['signer-own-timestamp'], 'SIGN_ERROR_TIMESTAMP'],
    ['its own time, close to the given one', { timestamp: 1_700_000_001 }, ['signer-own-timestamp'], 'valid'],
    ['its own random string', { nonce: '593BEC0C930BF1AF' }, ['signer-own-nonce'], 'valid'],
    [
      'its own time and another method',
      { timestamp: 1_800_000_000, method: 'post' },
      ['signer-own-timestamp', 'method-lower-case'],
      'SIGN_ERROR_TIMESTAMP',
    ],
    ['another merchant', { mchid: '1900000999' }, ['mchid-unknown'], 'SIGN_ERROR_CERTIFICATE_SERIAL'],
  ])('names the mistake of a signer that uses %s', async ([, choice, ids, verdict]) => {
    const result = await checked(printing(await authorization({ nonce: NONCE, ...choice })))
    expect({ ids: idsOf(result), verdict: result.verdict }).toEqual({ ids, verdict })
  })

  test('shows how the signed message differs from the right message', async () => {
    const { stdout, code } = await check(printing(await authorization({ nonce: NONCE, body: '{}' })), '--only', 'a compact body')
    expect(stdout).toMatch(
      /^failed {2}a compact body: body-empty-object\n {2}401 SIGN_ERROR\n {2}错误的签名，验签失败\n {2}✗ body-empty-object\n/,
    )
    expect(stdout).toContain(`  - ${compact.request.body}↵\n`)
    expect(stdout).toMatch(/ {2}\+ \{\}↵\n\n0 of 1 requests are signed correctly \(签名正确 0\/1\)\n$/)
    expect(code).toBe(1)
  })

  test('names the values that the signer made up itself', async () => {
    const { stdout } = await check(printing(await authorization({ nonce: 'mine', timestamp: 1_800_000_000 })), '--only', 'a compact body')
    expect(stdout).toContain('The timestamp is 1800000000, but 1700000000 was given on stdin.')
    expect(stdout).toContain(`nonce_str 是 mine，而标准输入给定的是`)
    expect(stdout).not.toContain('NTP')
  })

  test('names no mistake when no known mistake explains the signature', async () => {
    const { stdout } = await check(printing(await authorization({ nonce: NONCE, body: 'of another story' })), '--only', 'a compact body')
    expect(stdout).toMatch(/^failed {2}a compact body: no known mistake\n/)
  })

  test('reports line breaks in a header and several printed lines as two different mistakes', async () => {
    const broken = compact.authorization.replace(/[\w+/]{76}(?=[\w+/])/g, '$&\n')
    expect(idsOf(await checked(printing(broken)))).toEqual(['authorization-line-breaks'])
    expect(idsOf(await checked(printing(`signing\n${compact.authorization}\n`)))).toEqual(['signer-printed-lines'])
    expect(idsOf(await checked(printing(`${compact.authorization}\n${compact.authorization}\n`)))).toEqual(['signer-printed-lines'])
  })
})

describe('a signer that fails', () => {
  test.for<[string, string, string]>([
    ['ends with an exit code other than 0', 'signer-exit-code', `${printing(compact.authorization)}; exit 3`],
    ['is not found', 'signer-exit-code', 'no-such-signer'],
    ['is ended by a signal', 'signer-exit-code', 'kill -9 $$'],
    ['cannot be started', 'signer-not-started', 'x'.repeat(3_000_000)],
    ['prints nothing', 'signer-printed-nothing', 'cat > /dev/null'],
    ['prints blank lines', 'signer-printed-nothing', 'echo; echo'],
    ['never stops printing', 'signer-printed-too-much', 'yes'],
    ['prints text that is not a header', 'authorization-unreadable', 'echo undefined'],
  ])('has its mistake named when it %s', async ([, id, cmd]) => {
    const result = await checked(cmd)
    expect(idsOf(result)).toContain(id)
    expect(result.ok).toBe(false)
  })

  test('is shown with the beginning and the end of its stderr', async () => {
    const { stdout } = await check('seq 101 120 >&2; exit 3', '--only', 'a compact body')
    expect(stdout).toContain('The command ended with exit code 3.\n    命令的退出码是 3。\n')
    expect(stdout).toMatch(/ {2}stderr \(标准错误输出\):\n {4}101\n {4}102\n {4}103\n {4}104\n {4}… 12 more lines \(省略\)\n {4}117\n/)
    expect((await check('no-such-signer', '--only', 'a compact body')).stdout).toMatch(/exit code 127.* no-such-signer: /s)
  })

  test('cannot put control characters or overlong lines on the terminal', async () => {
    const noise = printing(`\u001b[2J\u202e\u0007\t${'点'.repeat(300)}`)
    const { stdout } = await check(`${noise}; ${noise} >&2; exit 1`, '--only', 'a compact body')
    expect(stdout).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v)
    expect(stdout).toContain('    <U+001B>[2J<U+202E><U+0007>')
    expect(tooWide(stdout)).toEqual([])
  })

  test('is ended with its children when it does not end in time', async ({ folder }) => {
    const file = join(folder, 'pid')
    const result = await checked(`sleep 100 & echo $! > '${file}'; echo waiting >&2; wait`, '--timeout', '300ms')
    expect(result).toMatchObject({ verdict: null, stderr: 'waiting\n', diagnosis: { mistakes: [{ id: 'signer-timeout' }] } })
    expect(result.diagnosis.mistakes[0]?.message).toBe('The command did not end and close its output within 300ms.')
    await vi.waitFor(() => expect(isRunning(Number(readFileSync(file)))).toBe(false), 5_000)
  })

  const hasSetsid = spawnSync('setsid', ['true']).error === undefined

  test.skipIf(!hasSetsid)(
    'is waited for no longer than --timeout when a child in another process group keeps the output open',
    async () => {
      const result = await checked(`setsid sleep 2 & ${printing(compact.authorization)}`, '--timeout', '200ms')
      expect(idsOf(result)).toEqual(['signer-timeout'])
    },
  )

  test('is ended when vectors check is interrupted', async ({ folder, start }) => {
    const file = join(folder, 'pid')
    const child = start('vectors', 'check', '--cmd', `echo $$ > '${file}'; sleep 100; true`, '--only', 'a compact body')
    await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8')).toMatch(/\n/), 10_000)
    child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
    await vi.waitFor(() => expect(isRunning(Number(readFileSync(file)))).toBe(false), 5_000)
  })
})

/** Whether a process runs. A zombie does not count as running: it has ended, but its parent has not read its exit code yet. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^\d+ \(.*\) Z/.test(existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '')
  } catch {
    return false
  }
}

describe('the explanations of many requests', () => {
  test('explain each mistake once', async () => {
    const { stdout } = await check('exit 4')
    expect(stdout.match(/✗/g)).toHaveLength(1)
    expect(stdout.match(/^failed {2}[^\n]+: signer-exit-code$/gm)).toHaveLength(requests.length - 1)
    expect(stdout).toMatch(/\nNot every failure is explained; [^\n]*\n0 of 25 requests are signed correctly \(签名正确 0\/25\)\n$/)
    expect(tooWide(stdout)).toEqual([])
  })

  test('explain only three mistakes, and name the others', async () => {
    const cases = ['*PATCH*) ;;', '*b=2*) echo 1; echo 2;;', '*a=\\&b*) yes;;', '*/certificates*) echo x;;', '*) exit 5;;']
    const { stdout } = await check(`case "$(cat)" in ${cases.join(' ')} esac`)
    expect([...stdout.matchAll(/✗ (.*)/g)].map(([, id]) => id)).toEqual([
      'signer-exit-code',
      'signer-printed-nothing',
      'authorization-unreadable',
    ])
    expect(stdout).toMatch(/^failed {2}an unsorted query: signer-printed-lines\n/m)
    expect(stdout).toMatch(/^failed {2}a query with an empty value: signer-printed-too-much\n/m)
  })

  test('explain three mistakes, and say what is certain about only one of two failures without a known mistake', async () => {
    const unknown = await authorization({ nonce: NONCE, body: 'of another story' })
    const cases = [`*b=2*|*a=\\&b*) printf %s '${unknown}';;`, '*PATCH*) echo 1; echo 2;;', '*/certificates*) echo x;;', '*) exit 5;;']
    const { stdout } = await check(`case "$(cat)" in ${cases.join(' ')} esac`)
    expect([...stdout.matchAll(/✗ (.*)/g)].map(([, id]) => id)).toHaveLength(3)
    expect(stdout.match(/no known mistake/g)).toHaveLength(2)
    expect(stdout.match(/What is certain:/g)).toHaveLength(1)
  })
})

describe('vectors', () => {
  test.for<[string, string[], string]>([
    ['no --cmd', [], "required option '--cmd <command>' not specified\n"],
    ['a blank --cmd', ['--cmd', ' '], "option '--cmd <command>' argument ' ' is invalid. The command line is empty.\n"],
    [
      'an --only that matches no request',
      ['--cmd', 'true', '--only', 'SM2'],
      '--only SM2 matches no request: leave --only out to see all names\n',
    ],
    [
      'an --only that matches no request, after accepting a --timeout of ten digits',
      ['--cmd', 'true', '--timeout', '2000000000ms', '--only', 'SM2'],
      '--only SM2 matches no request: leave --only out to see all names\n',
    ],
    ...['10', '0s', '-1s', '1d', '999h', 'soon'].map((time): [string, string[], string] => [
      `a --timeout of ${time}`,
      ['--cmd', 'true', '--timeout', time],
      `option '--timeout <duration>' argument '${time}' is invalid. A duration is a whole number and a unit (ms, s, m or h), from 1ms to 596h, such as 500ms, 10s or 2m.\n`,
    ]),
    ['an option that is unknown', ['--cmd', 'true', '--all'], "unknown option '--all'\n"],
    [
      'an argument that is not an option',
      ['--cmd', 'python3', 'sign.py'],
      "too many arguments for 'check'. Expected 0 arguments but got 1: sign.py.\n",
    ],
  ])('check refuses %s', async ([, options, complaint]) => {
    expect(await complaintAbout('vectors', 'check', ...options)).toBe(complaint)
  })

  test('suggests the right name for a mistyped command', async () => {
    expect(await complaintAbout('vectors', 'chekc')).toBe("unknown command 'chekc'. Did you mean 'check'?\n")
  })

  test('prints its help when no command is given', async ({ quickRun }) => {
    const { code, stdout, stderr } = await quickRun('vectors')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^Usage: npx wechatpay-goldplan-mock vectors .*\n {2}check {2,}check a signer/s)
    expect(stderr).not.toContain('outputHelp')
  })
})
