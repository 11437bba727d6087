import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

const FOLDER = join(import.meta.dirname, 'failing')
const VITEST = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')

/** What each failing test printed on stderr. The key is the name of the test. */
const printed = new Map<string, string>()
let output = ''

beforeAll(async () => {
  const options = ['run', '--root', FOLDER, '--config', join(FOLDER, 'vitest.config.ts'), '--reporter', 'default']
  output = await new Promise((resolve) => {
    execFile(process.execPath, [VITEST, ...options], { env: { ...process.env, NO_COLOR: '1' } }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })
  output = stripVTControlCharacters(output)
  for (const [, name = '', text = ''] of output.matchAll(/^stderr \| failing\.ts > ([^\n]*)\n(.*?)\n\n(?=\S)/gms)) printed.set(name, text)
}, 60_000)

describe('a failed test', () => {
  it('prints the exchanges of its merchant: method, target, status, code, field and message, and the key that signed', () => {
    const target = '/v3/goldplan/merchants/changegoldplanstatus'
    expect(printed.get('prints its exchanges')).toMatch(
      new RegExp(
        `^The requests of merchant \\d+, the oldest first \\(该服务商收到的请求，从早到晚\\):\\n` +
          `  POST ${target} 200, signed by certificate [0-9A-F]{40}: the request names no public key\\n` +
          `  POST ${target} 400 PARAM_ERROR /body/operation_type: .*必填项, signed by certificate .*\\n` +
          `  POST ${target} 401 SIGN_ERROR: .*\\n`,
      ),
    )
  })

  it('prints the diagnosis of a refusal', () => {
    expect(printed.get('prints its exchanges')).toMatch(/\n {2}✗ timestamp-not-now\n[^✗]*不是当前时间的秒数/)
  })

  it('prints which faults acted, and how long a fault delayed the answer', () => {
    const text = printed.get('prints the faults that acted')
    expect(text).toContain('changegoldplanstatus 200 (fault 1, delayed by 20000 ms), signed by certificate ')
    expect(text).toContain('changegoldplanstatus 200 (fault 2), signed by certificate ')
  })

  it('prints the last twenty exchanges and the number of earlier ones', () => {
    const text = printed.get('prints the last of many exchanges') ?? ''
    expect(text.match(/ POST /g)).toHaveLength(20)
    expect(text).toContain('\n  … 5 earlier ones (另有更早的 5 个)\n')
  })

  it('prints that no request arrived', () => {
    expect(printed.get('prints that nothing arrived')).toMatch(/^No request arrived for merchant \d+ \(该服务商没有收到请求\)$/)
  })

  it('prints the requests that name no known merchant, with their diagnoses, if they arrived during the test', () => {
    const text = printed.get('prints the requests that name no known merchant')
    expect(text).toMatch(
      new RegExp(
        '^The requests of merchant \\d+, .*\\n  POST /v3/goldplan/merchants/changegoldplanstatus 200, .*\\n' +
          'Requests during the test that name no known merchant, the oldest first; another test may have sent them \\(.*\\):\\n' +
          '  POST /v3/goldplan/merchant/changegoldplanstatus 404\\n',
      ),
    )
    expect(text).toMatch(/\n {2}POST \/v3\/goldplan\/merchants\/changegoldplanstatus 401 SIGN_ERROR: .*\n {2}✗ mchid-unknown\n/)
  })

  it('prints them whatever time its own clock shows', () => {
    const text = printed.get('with another time > prints a request without Authorization')
    expect(text).toMatch(/^No request arrived for merchant .*\nRequests during .*\n {2}GET \/v3\/certificates 401 SIGN_ERROR: .*\n {2}✗ /)
    expect(text).not.toContain('mchid-unknown')
  })

  it.each([
    ['prints its exchanges when the teardown of a fixture fails', ''],
    ['prints its exchanges when a hook at its end fails', ''],
    ['prints its exchanges when a hook around it fails', 'around each > '],
  ])('%s', (name, group) => {
    expect(printed.get(`${group}${name}`)).toMatch(
      /^The requests of merchant \d+, .*\n {2}POST \/v3\/goldplan\/merchants\/changegoldplanstatus 200, signed/,
    )
  })

  // Vitest may print the exchanges of a test under the name of another test that runs at the same time.
  it('prints its name with its exchanges when other tests run at the same time', () => {
    for (const name of ['one', 'two', 'three'])
      expect(output).toMatch(
        new RegExp(
          `^The requests of merchant \\d+ in the test "fails: ${name}", the oldest first \\(该服务商收到的请求，从早到晚\\):$`,
          'm',
        ),
      )
  })

  it('keeps its own error, and prints no exchanges, when it has removed its merchant', () => {
    expect(output).toContain('Error: an error of the test itself')
    expect(output).not.toContain('ControlRefusal')
    expect(printed.has('fails after it has removed its merchant')).toBe(false)
  })
})

it('a test that passes, or fails as expected, prints nothing', () => {
  expect(output).toMatch(/Tests {2}13 failed \| 1 passed/)
  const alone = [...printed.keys()].filter((name) => !name.startsWith('at the same time'))
  expect(alone.toSorted()).toEqual([
    'around each > prints its exchanges when a hook around it fails',
    'prints its exchanges',
    'prints its exchanges when a hook at its end fails',
    'prints its exchanges when the teardown of a fixture fails',
    'prints that nothing arrived',
    'prints the faults that acted',
    'prints the last of many exchanges',
    'prints the requests that name no known merchant',
    'with another time > prints a request without Authorization',
  ])
})
