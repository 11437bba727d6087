import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect } from 'vitest'
import { complaintAbout, test } from '../mock-server/command/command-test.ts'
import { pactBroker } from './pact-broker.ts'
import { OPENS, pactFile } from './pact-file.ts'

const WRONG = { description: 'opening <that> & "this"', response: { status: 204 } }

describe('verify', () => {
  test('verifies the pact files that a pattern names, whatever provider they name, prints what holds, and exits with 0', async ({
    folder,
    run,
  }) => {
    cpSync(pactFile([{}], 'some provider'), join(folder, 'pacts/one.json'))
    cpSync(pactFile([{}, { description: 'another' }], 'wechatpay-goldplan'), join(folder, 'pacts/two.json'))
    const { code, stdout, stderr } = await run('verify', 'pacts/*.json', '--junit', 'pact.xml')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Verifying a pact between')
    expect(stdout).toMatch(/\n3 of 3 interactions hold\n$/)
    expect(readFileSync(join(folder, 'pact.xml'), 'utf8')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="their shop" tests="3" failures="0" skipped="0">
    <testcase classname="their shop" name="opening the gold plan"/>
    <testcase classname="their shop" name="opening the gold plan"/>
    <testcase classname="their shop" name="another"/>
  </testsuite>
</testsuites>
`)
  })

  test('exits with 1 and says what failed, on stderr and in the report for CI', async ({ folder, run }) => {
    const { code, stdout, stderr } = await run('verify', pactFile([WRONG, {}]), '--junit', 'pact.xml')
    expect(code).toBe(1)
    expect(stdout).toMatch(/\n1 of 2 interactions hold\n$/)
    expect(stderr).toBe('1 of 2 interactions failed:\ntheir shop: opening <that> & "this"\n    expected 204 but was 200\n')
    const report = readFileSync(join(folder, 'pact.xml'), 'utf8')
    expect(report).toContain('tests="2" failures="1" skipped="0"')
    expect(report).toContain('name="opening &lt;that&gt; &amp; &quot;this&quot;"')
    expect(report).toContain('<failure message="expected 204 but was 200">')
  })

  test('exits with 1 when nothing is verified, and says so in the report for CI', async ({ folder, run }) => {
    const { code, stderr } = await run('verify', pactFile([]), '--junit', 'pact.xml')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'Nothing was verified: there is no interaction in the pacts (契约中没有交互，未验证任何内容)\n',
    })
    expect(readFileSync(join(folder, 'pact.xml'), 'utf8')).toContain('<failure message="Nothing was verified')
  })

  test('sends the recorded Authorization under the recorded clock when it is told to', async ({ run }) => {
    const pacts = fileURLToPath(new URL('../../contracts/pacts', import.meta.url))
    expect(await run('verify', pacts, '--as-recorded', '1700000000')).toMatchObject({ code: 0, stderr: '' })
  })

  test('fetches pacts from a Broker, by selector, and tells it what came of them', async ({ run }) => {
    await using broker = await pactBroker(pactFile([{}], 'wechatpay-goldplan'))
    const selector = ['--selector', '{"mainBranch":true}', '--selector', '{"deployedOrReleased":true}']
    const published = ['--provider-version', 'abc123', '--publish', '--build-url', 'https://ci.example.com/1']
    const { code, stderr } = await run('verify', '--broker-url', broker.url, '--broker-token', 'token', ...selector, ...published)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(new Set(broker.requests.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer token']))
    expect(broker.requests).toContainEqual(
      expect.objectContaining({
        method: 'POST',
        path: '/pacts/provider/wechatpay-goldplan/for-verification',
        body: expect.objectContaining({ consumerVersionSelectors: [{ mainBranch: true }, { deployedOrReleased: true }] }),
      }),
    )
    expect(broker.requests).toContainEqual(
      expect.objectContaining({
        path: '/results',
        body: expect.objectContaining({ success: true, providerApplicationVersion: 'abc123', buildUrl: 'https://ci.example.com/1' }),
      }),
    )
  })

  test('tells a Broker of a provider state that nobody knows as of a failure', async ({ run }) => {
    await using broker = await pactBroker(pactFile([{ states: [{ name: 'the moon is full' }] }], 'wechatpay-goldplan'))
    const { code, stderr } = await run('verify', '--broker-url', broker.url, '--provider-version', 'abc123', '--publish')
    expect(code).toBe(1)
    expect(stderr).toContain('There is no provider state "the moon is full"')
    const results = broker.requests.filter(({ path }) => path === '/results')
    expect(results).toMatchObject([{ body: { success: false } }])
  })

  test('lets a pending pact fail, and says so', async ({ folder, run, variables }) => {
    await using broker = await pactBroker(pactFile([WRONG, {}], 'wechatpay-goldplan'), { pending: true })
    Object.assign(variables, { PACT_BROKER_BASE_URL: broker.url })
    const options = ['--pending', '--wip-since', '2026-01-31', '--provider-branch', 'main', '--junit', 'pact.xml']
    const { code, stdout, stderr } = await run('verify', ...options)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(/\n1 of 2 interactions hold, 1 pending\n$/)
    expect(broker.requests.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({ includePendingStatus: true, includeWipPactsSince: '2026-01-31', providerVersionBranch: 'main' }),
    )
    expect(readFileSync(join(folder, 'pact.xml'), 'utf8')).toContain('<skipped message="pending: expected 204 but was 200"/>')
  })

  test.each([
    ['no pact', [], 'Name pact files, or a --broker-url (请指定契约文件或 --broker-url)\n'],
    ['a pattern that matches nothing', ['nowhere/*.json'], 'No pact file matches nowhere/*.json (没有匹配的契约文件)\n'],
    ['a selector that is none', ['--selector', 'main'], /'--selector <json>' argument 'main' is invalid. A selector is a JSON object/],
    ['a time that is none', ['--as-recorded', 'today'], /'--as-recorded <seconds>' argument 'today' is invalid. The time is in seconds/],
    ['a Broker that is none', ['--broker-url', 'broker'], 'broker.url must be a URL; got "broker"\n'],
    [
      'nothing to publish under',
      ['--broker-url', 'http://127.0.0.1:1', '--publish'],
      'provider.version must be given to publish what came of it\n',
    ],
  ])('refuses %s in one line', async (_, options, complaint) => {
    const text = await complaintAbout('verify', ...options)
    if (typeof complaint === 'string') expect(text).toBe(complaint)
    else expect(text).toMatch(complaint)
    expect(text.trimEnd()).not.toContain('\n')
  })

  test('says in one line that a pact is none', async ({ run }) => {
    const { code, stderr } = await run('verify', fileURLToPath(import.meta.url))
    expect(code).toBe(1)
    expect(stderr).toContain('verify-command.test.ts')
  })

  test('verifies a pact of someone who knows no state of ours', async ({ run }) => {
    const file = pactFile([
      { states: [{ name: '特约商户不存在' }], response: { status: 400, body: { code: 'MCH_NOT_EXISTS' } }, request: OPENS.request },
    ])
    expect(await run('verify', file)).toMatchObject({ code: 0 })
  })
})
