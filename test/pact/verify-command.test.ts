import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect } from 'vitest'
import { complaintAbout, test } from '../mock-server/command/command-test.ts'
import { pactBroker } from './pact-broker.ts'
import { emptyFolder, OPENS, pactFile } from './pact-file.ts'

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
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toMatch(/\n3 of 3 interactions pass\n$/)
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
    expect(stdout).toMatch(/\n1 of 2 interactions pass\n$/)
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

  test('writes a failure outside any interaction into the report for CI, beside the interactions that hold', async ({ folder, run }) => {
    writeFileSync(join(folder, 'bad.json'), '{')
    const { code, stdout, stderr } = await run('verify', 'bad.json', pactFile([{}]), '--junit', 'pact.xml')
    expect(code).toBe(1)
    expect(stdout).toMatch(/\n1 of 1 interactions pass\n$/)
    expect(stderr).toContain('bad.json')
    const report = readFileSync(join(folder, 'pact.xml'), 'utf8')
    expect(report).toContain('<testcase classname="their shop" name="opening the gold plan"/>')
    expect(report).toContain('<testsuite name="pacts" tests="1" failures="1" skipped="0">')
    expect(report).toMatch(/<failure message="[^"]*bad\.json/)
  })

  test.each<[string, string[], string]>([
    ['a pattern that matches nothing', ['nowhere/*.json'], 'No pact file matches nowhere/*.json (没有匹配的契约文件)'],
    ['a file that is no pact', [fileURLToPath(import.meta.url)], 'verify-command.test.ts'],
    ['a Broker that is down', ['--broker-url', 'http://127.0.0.1:1'], 'http://127.0.0.1:1'],
    ['an option that has no effect', ['some.json', '--publish'], '--publish can only be used with a Broker'],
  ])('writes a report for CI, in a folder that need not be there, about %s', async (_, options, problem) => {
    const file = join(emptyFolder(), 'of/this run/pact.xml')
    expect(await complaintAbout('verify', ...options, '--junit', file)).toContain(problem)
    const report = readFileSync(file, 'utf8')
    expect(report).toContain('tests="1" failures="1"')
    expect(report).toContain(`<failure message="`)
    expect(report).toContain(problem)
  })

  test('prints the results even when the report for CI can not be written', async () => {
    const folder = emptyFolder()
    const said = await complaintAbout('verify', pactFile([WRONG]), '--junit', folder)
    expect(said).toMatch(/^1 of 1 interactions failed:\n/)
    expect(said).toMatch(/\n--junit can't write \S+: EISDIR.* \(无法写入 JUnit 报告\)\n$/)
    expect(said).toContain(folder)
  })

  test.each([
    ['a control character', '\u0001'],
    ['U+FFFE', '\ufffe'],
    ['U+FFFF', '\uffff'],
    ['a lone surrogate', '\ud800'],
  ])('leaves %s, which XML does not know, out of the report for CI', async (_, character) => {
    const file = join(emptyFolder(), 'pact.xml')
    expect(await complaintAbout('verify', `no${character}where😀/*.json`, '--junit', file)).toContain('No pact file matches')
    expect(readFileSync(file, 'utf8')).toContain('<failure message="No pact file matches nowhere😀/*.json')
  })

  test('verifies a file only once when it is named in several ways', async ({ folder, run }) => {
    cpSync(pactFile([{}]), join(folder, 'pacts/one.json'))
    const { code, stdout } = await run('verify', 'pacts/one.json', './pacts/one.json', 'pacts', 'pacts/*.json')
    expect(code).toBe(0)
    expect(stdout).toMatch(/\n1 of 1 interactions pass\n$/)
  })

  test('does not ask the Broker of the variable when files are named', async ({ run, variables }) => {
    await using broker = await pactBroker(pactFile([WRONG], 'wechatpay-goldplan'))
    Object.assign(variables, { PACT_BROKER_BASE_URL: broker.url, PACT_BROKER_TOKEN: 'token' })
    expect(await run('verify', pactFile([{}]))).toMatchObject({ code: 0, stderr: '' })
    expect(broker.requests).toEqual([])
  })

  test('asks the Broker of the flag in addition to the files', async ({ run }) => {
    await using broker = await pactBroker(pactFile([{}], 'wechatpay-goldplan'))
    const { stdout } = await run('verify', pactFile([{}]), '--broker-url', broker.url)
    expect(stdout).toMatch(/\n2 of 2 interactions pass\n$/)
  })

  test('sends the recorded Authorization under the recorded clock when it is told to', async ({ run }) => {
    const pacts = fileURLToPath(new URL('../../contracts/pacts', import.meta.url))
    expect(await run('verify', pacts, '--as-recorded', '1700000000')).toMatchObject({ code: 0, stderr: '' })
  })

  test('fetches pacts from a Broker by selector, and sends it the results', async ({ run }) => {
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

  test('reports an unknown provider state to the Broker as a failure', async ({ run }) => {
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
    expect(stdout).toMatch(/\n1 of 2 interactions pass, 1 pending\n$/)
    expect(broker.requests.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({ includePendingStatus: true, includeWipPactsSince: '2026-01-31', providerVersionBranch: 'main' }),
    )
    expect(readFileSync(join(folder, 'pact.xml'), 'utf8')).toContain('<skipped message="pending: expected 204 but was 200"/>')
  })

  test.each([
    ['no pact', [], 'There is nothing to verify: give pact files or --broker-url (请指定契约文件或 --broker-url)\n'],
    ['a pattern that matches nothing', ['nowhere/*.json'], 'No pact file matches nowhere/*.json (没有匹配的契约文件)\n'],
    ['a selector that is not JSON', ['--selector', 'main'], /'--selector <json>' argument 'main' is invalid. A selector is a JSON object/],
    [
      'a time that is no number',
      ['--as-recorded', 'today'],
      /'--as-recorded <seconds>' argument 'today' is invalid. The time is in seconds/,
    ],
    [
      'a day that is no date',
      ['--wip-since', 'yesterday'],
      /'--wip-since <date>' argument 'yesterday' is invalid. The day is a date, like 2026/,
    ],
    ['a day that the month does not have', ['--wip-since', '2026-02-30'], /argument '2026-02-30' is invalid/],
    [
      'a Broker that is no URL',
      ['--broker-url', 'broker:9292'],
      '--broker-url must be an http or https URL; got "broker:9292" (须为 http 或 https 地址)\n',
    ],
    ['a Broker without a name', ['some.json', '--broker-url', ''], /^--broker-url must be an http or https URL; got ""/],
    [
      'nothing to publish under',
      ['--broker-url', 'http://127.0.0.1:1', '--publish'],
      '--publish needs --provider-version: the Broker keeps results by version (--publish 需要 --provider-version)\n',
    ],
    [
      'a URL of the run that is not published',
      ['--broker-url', 'http://127.0.0.1:1', '--build-url', 'https://ci.example.com/1'],
      '--build-url needs --publish: it is published with the results (--build-url 需要 --publish)\n',
    ],
  ])('refuses %s in one line', async (_, options, complaint) => {
    const text = await complaintAbout('verify', ...options)
    if (typeof complaint === 'string') expect(text).toBe(complaint)
    else expect(text).toMatch(complaint)
    expect(text.trimEnd()).not.toContain('\n')
  })

  test.each([
    ['--broker-token', 'token'],
    ['--broker-username', 'name'],
    ['--broker-password', 'word'],
    ['--selector', '{"mainBranch":true}'],
    ['--pending'],
    ['--wip-since', '2026-01-31'],
    ['--provider', 'name'],
    ['--provider-version', 'abc123'],
    ['--provider-branch', 'main'],
    ['--publish'],
    ['--build-url', 'https://ci.example.com/1'],
  ])('refuses an option of a Broker without a Broker: %s', async (...option) => {
    expect(await complaintAbout('verify', 'some.json', ...option)).toBe(
      `${option[0]} can only be used with a Broker: give --broker-url; PACT_BROKER_BASE_URL is ignored when pact files are given (这些选项需要 --broker-url；已指定契约文件时不使用 PACT_BROKER_BASE_URL)\n`,
    )
  })

  test('says in one line that a file is no pact', async ({ run }) => {
    const { code, stderr } = await run('verify', fileURLToPath(import.meta.url))
    expect(code).toBe(1)
    expect(stderr).toMatch(/^.*verify-command\.test\.ts.*\n$/)
  })

  test('verifies a pact that names a state by an alias', async ({ run }) => {
    const file = pactFile([
      { states: [{ name: '特约商户不存在' }], response: { status: 400, body: { code: 'MCH_NOT_EXISTS' } }, request: OPENS.request },
    ])
    expect(await run('verify', file)).toMatchObject({ code: 0 })
  })
})
