import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { emptyFolder } from '../empty-folder.ts'
import { portOf } from '../free-port.ts'
import { COMMAND, complaintAbout, test } from '../mock-server/command/command-test.ts'
import { pactBroker } from './pact-broker.ts'
import { OPENS, pactFile } from './pact-file.ts'

const WRONG = { description: 'opening <that> & "this"', response: { status: 204 } }

/** Writes a pact file that JavaScript can parse but Pact can't, and returns its path. It contains half of a surrogate pair. */
function unreadable(): string {
  const file = join(emptyFolder(), 'bad.json')
  cpSync(pactFile([{ description: '\ud800' }]), file)
  return file
}

describe('`verify`', () => {
  test('verifies all pact files that match a pattern, whichever provider they name, prints the result and exits with 0', async ({
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

  test.skipIf(process.platform === 'win32')('reads a folder with more files than may be open at once', ({ folder }) => {
    cpSync(pactFile([{}]), join(folder, 'pact.json'))
    for (let number = 0; number < 500; number += 1) writeFileSync(join(folder, `${number}.json`), '{}')
    const script = 'ulimit -n 100; exec "$0" "$1" verify .'
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, COMMAND], { cwd: folder, encoding: 'utf8' })
    expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/\n1 of 1 interactions pass\n$/), stderr: '' })
  })

  test.skipIf(process.platform === 'win32')('sends no request for a file that is named like a URL', async ({ folder, run, variables }) => {
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.headers.authorization)
      response.end()
    })
    onTestFinished(() => void server.close())
    const name = `http:127.0.0.1:${await portOf(server)}`
    cpSync(pactFile([{}]), join(folder, name))
    Object.assign(variables, { PACT_BROKER_TOKEN: 'token' })
    expect(await run('verify', name)).toMatchObject({ code: 0, stderr: '' })
    expect(asked).toEqual([])
  })

  test('exits with 1 and reports failures on stderr and in the JUnit report', async ({ folder, run }) => {
    const { code, stdout, stderr } = await run('verify', pactFile([WRONG, {}]), '--junit', 'pact.xml')
    expect(code).toBe(1)
    expect(stdout).toMatch(/\n1 of 2 interactions pass\n$/)
    expect(stderr).toBe('1 of 2 interactions failed:\ntheir shop: opening <that> & "this"\n    expected 204 but was 200\n')
    const report = readFileSync(join(folder, 'pact.xml'), 'utf8')
    expect(report).toContain('tests="2" failures="1" skipped="0"')
    expect(report).toContain('name="opening &lt;that&gt; &amp; &quot;this&quot;"')
    expect(report).toContain('<failure message="expected 204 but was 200">')
  })

  test('breaks the lines of its summary at 80 columns', async () => {
    const description = 'opening the gold plan of a sub-merchant that was opened, closed and opened again'
    const said = await complaintAbout('verify', pactFile([{ ...WRONG, description }]))
    expect(said.replaceAll(/\n {2}(?! )/g, ' ')).toContain(`\ntheir shop: ${description}\n    expected 204 but was 200\n`)
    expect(said.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  test('prints control characters as escapes', async ({ run }) => {
    const { stdout, stderr } = await run('verify', pactFile([{ ...WRONG, description: '\u009b\u202e' }]))
    expect(stdout).toContain('\\u009b\\u202e')
    expect(stdout + stderr).not.toMatch(/[\u009b\u202e]/)
  })

  test('exits with 1 when nothing is verified, and reports that in the JUnit report', async ({ folder, run }) => {
    const { code, stderr } = await run('verify', pactFile([{}]), '--filter-description', 'dull', '--junit', 'pact.xml')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^Nothing was verified: .*\n$/) })
    expect(readFileSync(join(folder, 'pact.xml'), 'utf8')).toContain('<failure message="Nothing was verified')
  })

  test('reports an unreadable file as a failure in the JUnit report, next to the interactions that pass', async ({ folder, run }) => {
    cpSync(unreadable(), join(folder, 'bad.json'))
    const { code, stdout, stderr } = await run('verify', 'bad.json', pactFile([{}]), '--junit', 'pact.xml')
    expect(code).toBe(1)
    expect(stdout).toMatch(/\n1 of 1 interactions pass\n$/)
    expect(stderr).toContain('bad.json')
    const report = readFileSync(join(folder, 'pact.xml'), 'utf8')
    expect(report).toContain('<testcase classname="their shop" name="opening the gold plan"/>')
    expect(report).toContain('<testsuite name="pacts" tests="1" failures="1" skipped="0">')
    expect(report).toMatch(/<failure message="[^"]*bad\.json/)
  })

  test('reports an unreadable file even when a Broker is down as well', async () => {
    const said = await complaintAbout('verify', unreadable(), pactFile([{}]), '--broker-url', 'http://127.0.0.1:1')
    expect(said.replaceAll(/\s+/g, ' ')).toMatch(/ECONNREFUSED.* Failed to load pact '.*bad\.json'/)
  })

  test.for(['pact', '', ' - '])('reports an unreadable file even if another file describes an interaction as %j', async (description) => {
    const bad = unreadable()
    expect(await complaintAbout('verify', bad, pactFile([{ description }]))).toContain(bad)
  })

  test.each<[string, string[], string]>([
    ['a pattern that matches nothing', ['nowhere/*.json'], 'No pact file matches nowhere/*.json (没有匹配的契约文件)'],
    ['a file that is not a pact', [fileURLToPath(import.meta.url)], 'verify-command.test.ts'],
    ['a Broker that is down', ['--broker-url', 'http://127.0.0.1:1'], 'http://127.0.0.1:1'],
    ['an option that has no effect', ['some.json', '--publish'], '--publish can only be used with a Broker'],
  ])('creates the folder of the JUnit report, and writes into the report what ended the run: %s', async (_, options, problem) => {
    const file = join(emptyFolder(), 'of/this run/pact.xml')
    expect(await complaintAbout('verify', ...options, '--junit', file)).toContain(problem)
    const report = readFileSync(file, 'utf8')
    expect(report).toContain('tests="1" failures="1"')
    expect(report).toContain(`<failure message="`)
    expect(report).toContain(problem)
  })

  test.each([
    ['a folder', '.', 'EISDIR'],
    ['below a file', `${fileURLToPath(import.meta.url)}/a/b.xml`, '.*/verify-command.test.ts exists and is not a folder'],
    ['below a device', '/dev/null/a/b.xml', '/dev/null exists and is not a folder'],
  ])('fails before it verifies anything when the path of the JUnit report is %s', async (_, file, code) => {
    const said = await complaintAbout('verify', pactFile([WRONG]), '--junit', file)
    expect(said).toMatch(new RegExp(`^--junit can't write ${file}: ${code}.* \\(无法写入 JUnit 报告\\)\\n$`))
  })

  test.each([
    ['a control character', '\u0001'],
    ['U+FFFE', '\ufffe'],
    ['U+FFFF', '\uffff'],
    ['a lone surrogate', '\ud800'],
  ])('removes %s, which XML does not allow, from the JUnit report', async (_, character) => {
    const file = join(emptyFolder(), 'pact.xml')
    expect(await complaintAbout('verify', `no${character}where😀/*.json`, '--junit', file)).toContain('No pact file matches')
    expect(readFileSync(file, 'utf8')).toContain('<failure message="No pact file matches nowhere😀/*.json')
  })

  test.skipIf(!existsSync('/proc/self/task')).for(['SIGKILL', 'SIGHUP', 'SIGTERM'] as const)(
    'leaves no process behind when %s ends it',
    async (signal, { start }) => {
      // A Broker that never answers.
      const broker = createServer()
      onTestFinished(() => void broker.close().closeAllConnections())
      const command = start('verify', `http://127.0.0.1:${await portOf(broker)}/pact`)
      await once(broker, 'request')
      const children = readFileSync(`/proc/${command.pid}/task/${command.pid}/children`, 'utf8').trim().split(' ').map(Number)
      expect(children).toHaveLength(1)
      const ended = once(command, 'exit')
      command.kill(signal)
      await ended
      await vi.waitFor(() => expect(children.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]), 5_000)
    },
  )

  test('verifies a file only once when it is named in several ways', async ({ folder, run }) => {
    cpSync(pactFile([{}]), join(folder, 'pacts/one.json'))
    const { code, stdout } = await run('verify', 'pacts/one.json', './pacts/one.json', 'pacts', 'pacts/*.json')
    expect(code).toBe(0)
    expect(stdout).toMatch(/\n1 of 1 interactions pass\n$/)
  })

  test('does not use the Broker in PACT_BROKER_BASE_URL when files are named', async ({ run, variables }) => {
    await using broker = await pactBroker(pactFile([WRONG], 'wechatpay-goldplan'))
    Object.assign(variables, { PACT_BROKER_BASE_URL: broker.url, PACT_BROKER_TOKEN: 'token' })
    expect(await run('verify', pactFile([{}]))).toMatchObject({ code: 0, stderr: '' })
    expect(broker.requests).toEqual([])
  })

  test('uses the Broker in --broker-url in addition to the files', async ({ run }) => {
    await using broker = await pactBroker(pactFile([{}], 'wechatpay-goldplan'))
    const { stdout } = await run('verify', pactFile([{}]), '--broker-url', broker.url)
    expect(stdout).toMatch(/\n2 of 2 interactions pass\n$/)
  })

  test('with --as-recorded, verifies pacts with their recorded Authorization at the given time', async ({ run }) => {
    const pacts = fileURLToPath(new URL('../../contracts/pacts', import.meta.url))
    expect(await run('verify', pacts, '--as-recorded', '1700000000')).toMatchObject({ code: 0, stderr: '' })
  })

  test('fetches pacts from a Broker by selector and publishes the results there', async ({ run }) => {
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

  test('without --pending, fails when an interaction that is marked as pending fails', async ({ folder, run }) => {
    const file = pactFile([])
    const interaction = { ...OPENS, type: 'Synchronous/HTTP', pending: true, response: { status: 204 } }
    const metadata = { pactSpecification: { version: '4.0' } }
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), interactions: [interaction], metadata }))
    const { code, stdout, stderr } = await run('verify', file, '--junit', 'pact.xml')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('it is marked as pending, which does not count') })
    expect(stdout).toMatch(/\n0 of 1 interactions pass\n$/)
    expect(readFileSync(join(folder, 'pact.xml'), 'utf8')).toContain('failures="1" skipped="0"')
  })

  test('with --pending, reports the failure of a pending pact and exits with 0', async ({ folder, run, variables }) => {
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
    ['a missing pact', [], 'There is nothing to verify: give pact files or --broker-url (请指定契约文件或 --broker-url)\n'],
    ['a pattern that matches nothing', ['nowhere/*.json'], 'No pact file matches nowhere/*.json (没有匹配的契约文件)\n'],
    [
      'a selector that is not JSON',
      ['--selector', 'main'],
      /'--selector <json>' argument 'main' is invalid. A selector must be a JSON object/,
    ],
    [
      'a time that is not a number',
      ['--as-recorded', 'today'],
      /'--as-recorded <seconds>' argument 'today' is invalid. The time is in seconds/,
    ],
    [
      'a day that is not a date',
      ['--wip-since', 'yesterday'],
      /'--wip-since <date>' argument 'yesterday' is invalid. The day is a date, like 2026/,
    ],
    ['a day that does not exist in the month', ['--wip-since', '2026-02-30'], /argument '2026-02-30' is invalid/],
    [
      'a Broker URL that is not a URL',
      ['--broker-url', 'broker:9292'],
      '--broker-url must be an http or https URL; got "broker:9292" (须为 http 或 https 地址)\n',
    ],
    ['an empty Broker URL', ['some.json', '--broker-url', ''], /^--broker-url must be an http or https URL; got ""/],
    [
      'publishing without a version',
      ['--broker-url', 'http://127.0.0.1:1', '--publish'],
      '--publish needs --provider-version: the Broker keeps results by version (--publish 需要 --provider-version)\n',
    ],
    [
      'a build URL without publishing',
      ['--broker-url', 'http://127.0.0.1:1', '--build-url', 'https://ci.example.com/1'],
      '--build-url needs --publish: it is published with the results (--build-url 需要 --publish)\n',
    ],
  ])('prints an error of one line for %s', async (_, options, complaint) => {
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
  ])('refuses a Broker option without a Broker: %s', async (...option) => {
    expect(await complaintAbout('verify', 'some.json', ...option)).toBe(
      `${option[0]} can only be used with a Broker: give --broker-url; PACT_BROKER_BASE_URL is ignored when pact files are given (这些选项需要 --broker-url；已指定契约文件时不使用 PACT_BROKER_BASE_URL)\n`,
    )
  })

  test('reports in one line that a file is not a pact', async ({ run }) => {
    const { code, stderr } = await run('verify', fileURLToPath(import.meta.url))
    expect(code).toBe(1)
    expect(stderr).toMatch(/^.*verify-command\.test\.ts.*\n$/)
  })

  test('verifies a pact that names a provider state by its Chinese alias', async ({ run }) => {
    const file = pactFile([
      { states: [{ name: '特约商户不存在' }], response: { status: 400, body: { code: 'MCH_NOT_EXISTS' } }, request: OPENS.request },
    ])
    expect(await run('verify', file)).toMatchObject({ code: 0 })
  })
})
