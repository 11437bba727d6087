import 'reflect-metadata'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { describe, expect } from 'vitest'
import { verifyPacts } from '../../contracts/pact/index.ts'
import { emptyFolder } from '../empty-folder.ts'
import { portOf } from '../free-port.ts'
import { complaintAbout, test } from '../mock-server/command/command-test.ts'
import { type BrokerChoice, pactBroker, SELECTION } from './pact-broker.ts'
import { pactFile } from './pact-file.ts'

const PROVIDER = 'wechatpay-goldplan'
const PUBLISH = ['--provider-version', 'abc123', '--publish']
const BRANCH = 'PUT /pacticipants/wechatpay-goldplan/branches/main/versions/abc123'

test('control characters in an answer of a Pact Broker do not reach the terminal', async ({ quickRun }) => {
  await using server = await answering(500, '\u001b[31m!\u009b\u202e')
  const { stderr } = await quickRun('verify', `${server.url}/pact`)
  expect(stderr).toContain('was answered 500 \\u001b[31m!\\u009b\\u202e')
  for (const character of ['\u001b', '\u009b', '\u202e']) expect(stderr).not.toContain(character)
})

test('a password in the URL of a pact is sent, but not printed', async ({ quickRun }) => {
  await using broker = await pactBroker(pactFile([{}]), { refuses: { 'GET /pact': 401 } })
  const { stdout, stderr } = await quickRun('verify', `${broker.url.replace('http://', 'http://jo:open-sesame@')}/pact`)
  expect(broker.requests).toMatchObject([{ authorization: `Basic ${btoa('jo:open-sesame')}` }])
  expect(stderr).toContain(`GET ${broker.url.replace('http://', 'http://…@')}/pact was answered 401 `)
  expect(stdout + stderr).not.toContain('open-sesame')
})

test('a password in the URL of a Broker may contain a percent sign', async ({ quickRun }) => {
  await using broker = await pactBroker(pactFile([{}]), { status: 401 })
  const { stderr } = await quickRun('verify', '--broker-url', broker.url.replace('http://', 'http://jo:100%25%E4%BD%A0%zz%@'))
  expect(broker.requests[0]?.authorization).toBe(`Basic ${Buffer.from('jo:100%你%zz%').toString('base64')}`)
  expect(stderr).toContain('was answered 401 ')
})

test.for([429, 408])('`verify` reports the status %i of a Broker within seconds', async (status, { quickRun }) => {
  await using broker = await pactBroker(pactFile([{}]), { status })
  expect((await quickRun('verify', '--broker-url', broker.url)).stderr).toContain(`GET ${broker.url}/ was answered ${status} `)
})

test.skipIf(!existsSync('/dev/zero'))('a CA file that never ends is refused', async () => {
  const said = await complaintAbout('verify', '--broker-url', 'http://127.0.0.1:1', '--broker-ca', '/dev/zero')
  expect(said).toMatch(/^--broker-ca \/dev\/zero can't be read: it has more than 4 MB \(/)
})

test('`verify` refuses a text that is not a URL, and the error shows the text', async () => {
  expect(await complaintAbout('verify', 'http://[::1')).toMatch(/^http:\/\/\[::1 is not a valid URL \(/)
})

test('the scheme in the URL of a pact may be in capitals', async ({ quickRun }) => {
  await using broker = await pactBroker(pactFile([{}]))
  await quickRun('verify', `${broker.url.replace('http', 'HTTP')}/pact`)
  expect(broker.requests).toMatchObject([{ method: 'GET', path: '/pact' }])
})

async function answering(status: number, body: string) {
  const server = createServer((_request, response) => response.writeHead(status).end(body))
  return {
    url: `http://127.0.0.1:${await portOf(server)}`,
    [Symbol.asyncDispose]: async () => server.close().closeAllConnections(),
  }
}

describe('`verify --publish` exits with 1 and reports the problem with a Broker', () => {
  test.for<[string, BrokerChoice, string]>([
    [
      'that refuses the results',
      { refuses: { 'POST /results': 403 } },
      '/results was answered 403 {"error":{"message":"the Broker says 403"}}',
    ],
    ['that does not find where to store the results', { refuses: { 'POST /results': 404 } }, '/results was answered 404 '],
    ['whose pact has no link for results', { without: 'pb:publish-verification-results' }, 'has no link pb:publish-verification-results'],
    ['whose pact does not link its provider', { without: 'pb:provider' }, 'has no link pb:provider, so the results of their shop'],
    ['too old for branches', { without: 'pb:branch-version' }, '/provider has no link pb:branch-version, so the results are not stored'],
    ['whose provider has no link for tags', { without: 'pb:version-tag' }, '/provider has no link pb:version-tag, so the results'],
    ['that refuses the branch', { refuses: { [BRANCH]: 409 } }, '/branches/main/versions/abc123 was answered 409 '],
    ['that redirects without a target', { refuses: { 'POST /results': 301 } }, '/results was answered 301 '],
    ['behind a login', { page: 'POST /results' }, '/results was answered 200 '],
    ['that is asked too often', { refuses: { 'POST /results': 429 } }, '/results was answered 429 '],
    ['whose pact has no links', { links: null }, 'has no link pb:publish-verification-results'],
    ['whose pact has an empty link', { links: { 'pb:publish-verification-results': null } }, 'has no link pb:publish-verification-results'],
    ['that fails', { refuses: { 'POST /results': 503 } }, '/results was answered 503 '],
  ])('%s', { timeout: 60_000 }, async ([, choice, problem]) => {
    await using broker = await pactBroker(pactFile([{}], PROVIDER), choice)
    const file = join(emptyFolder(), 'pact.xml')
    const names = ['--provider-branch', 'main', '--provider-tag', 'prod']
    expect(await complaintAbout('verify', '--broker-url', broker.url, ...PUBLISH, ...names, '--junit', file)).toContain(problem)
    const report = readFileSync(file, 'utf8')
    expect(report).toContain('<testcase classname="their shop" name="opening the gold plan"/>')
    expect(report).toMatch(/<testsuite name="pacts" tests="1" failures="1".*\n.*\n +<failure message="/)
    expect(report).toContain(problem.replaceAll('"', '&quot;'))
  })

  test('that refuses the results, and also reports an interaction that fails', async () => {
    await using broker = await pactBroker(pactFile([{ response: { status: 204 } }], PROVIDER), { refuses: { 'POST /results': 403 } })
    const file = join(emptyFolder(), 'pact.xml')
    const said = await complaintAbout('verify', '--broker-url', broker.url, ...PUBLISH, '--junit', file)
    expect(said).toMatch(/1 of 1 interactions failed:\n.*\n +expected 204 but was 200\n.*\/results\s+was answered 403/s)
    expect(readFileSync(file, 'utf8').match(/<failure message="[^"]*/g)).toEqual([
      '<failure message="expected 204 but was 200',
      expect.stringContaining('/results was answered 403'),
    ])
  })
})

describe('`verify` fails for JSON that is not a pact, even next to a pact that passes:', () => {
  const jsonFile = () => {
    const file = join(emptyFolder(), 'other.json')
    writeFileSync(file, '{"message":"moved"}')
    return file
  }

  test.for([
    ['at a URL', (url: string) => [`${url}/pact`]],
    ['at a URL of the Broker', (url: string) => [`${url}/pact`, '--broker-url', url]],
    ['among the pacts that the Broker selects', (url: string) => ['--broker-url', url]],
  ] as const)('%s', async ([, argumentsFor], { run }) => {
    await using broker = await pactBroker(jsonFile(), { names: [PROVIDER] })
    const { code, stderr } = await run('verify', pactFile([{}]), ...argumentsFor(broker.url))
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`${broker.url}/pact is JSON but not a pact`) })
  })
})

describe('`verify` with the URL of a pact', () => {
  test('verifies only that pact, and publishes the results with the branch and the tag of the provider', async ({ run }) => {
    await using broker = await pactBroker(pactFile([{}], PROVIDER))
    const version = [...PUBLISH, '--provider-branch', 'main', '--provider-tag', 'prod']
    const { code, stdout, stderr } = await run('verify', `${broker.url}/pact`, '--broker-token', 'token', ...version)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/\n1 of 1 interactions pass\n$/)
    const calls = broker.requests.map(({ method, path, authorization }) => `${method} ${path} ${authorization}`)
    expect(calls.filter((call) => !call.startsWith('GET /provider'))).toEqual([
      'GET /pact Bearer token',
      `${BRANCH} Bearer token`,
      'PUT /pacticipants/wechatpay-goldplan/versions/abc123/tags/prod Bearer token',
      'POST /results Bearer token',
    ])
  })

  test('sends the token to the host of the pact when a flag or a variable names a Broker on that host', async ({ quickRun, variables }) => {
    await using broker = await pactBroker(pactFile([{}], PROVIDER))
    expect(await quickRun('verify', `${broker.url}/pact`, '--broker-url', broker.url, '--broker-token', 'one')).toMatchObject({ code: 0 })
    Object.assign(variables, { PACT_BROKER_BASE_URL: broker.url, PACT_BROKER_TOKEN: 'two' })
    expect(await quickRun('verify', `${broker.url}/pact`)).toMatchObject({ code: 0 })
    expect(broker.requests.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/pact', 'Bearer one'],
      ['/pact', 'Bearer two'],
    ])
  })

  test('sends no token to a host that is not the Broker, and publishes nothing there', async ({ quickRun, variables }) => {
    await using other = await pactBroker(pactFile([{}], PROVIDER))
    await using broker = await pactBroker(pactFile([{}], PROVIDER))
    const options = ['--broker-url', broker.url, '--broker-token', 'token', ...PUBLISH]
    expect(await quickRun('verify', `${other.url}/pact`, ...options)).toMatchObject({ code: 0 })
    Object.assign(variables, { PACT_BROKER_BASE_URL: broker.url, PACT_BROKER_TOKEN: 'token' })
    expect(await quickRun('verify', `${other.url}/pact`)).toMatchObject({ code: 0 })
    expect(other.requests.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/pact', undefined],
      ['/pact', undefined],
    ])
  })

  test.for(['PACT_BROKER_TOKEN', 'PACT_BROKER_PASSWORD'])(
    'sends no %s to a host other than PACT_BROKER_BASE_URL',
    async (name, { quickRun, variables }) => {
      await using other = await pactBroker(pactFile([{}], PROVIDER))
      Object.assign(variables, { PACT_BROKER_BASE_URL: 'http://127.0.0.1:1', PACT_BROKER_USERNAME: 'user', [name]: 'secret' })
      const { code, stderr } = await quickRun('verify', `${other.url}/pact`, ...PUBLISH)
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringContaining(`${name} is for the Broker at PACT_BROKER_BASE_URL, not for ${other.url}: give --broker-url`),
      })
      expect(other.requests).toEqual([])
    },
  )

  test('publishes to a host other than PACT_BROKER_BASE_URL with a token of the command line', async ({ quickRun, variables }) => {
    await using other = await pactBroker(pactFile([{}], PROVIDER))
    Object.assign(variables, { PACT_BROKER_BASE_URL: 'http://127.0.0.1:1', PACT_BROKER_TOKEN: 'secret' })
    expect(await quickRun('verify', `${other.url}/pact`, ...PUBLISH, '--broker-token', 'own')).toMatchObject({ code: 0 })
    expect(new Set(other.requests.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer own']))
  })

  test('names --broker-token when the Broker asks for a token', async () => {
    await using broker = await pactBroker(pactFile([{}], PROVIDER), { status: 401 })
    expect(await complaintAbout('verify', `${broker.url}/pact`)).toMatch(/\/pact was answered 401 .*; check --broker-token/)
  })

  test('says that PACT_BROKER_TOKEN alone is not sent to the host of a pact', async ({ quickRun, variables }) => {
    await using broker = await pactBroker(pactFile([{}], PROVIDER), { status: 401 })
    Object.assign(variables, { PACT_BROKER_TOKEN: 'token' })
    const { stderr } = await quickRun('verify', `${broker.url}/pact`)
    expect(stderr).toContain('PACT_BROKER_TOKEN alone is not sent; also give an option that needs a Broker, such as --publish')
    expect(broker.requests.map(({ authorization }) => authorization)).toEqual([undefined])
  })

  test('names the URL when the answer is not JSON', async () => {
    await using server = await pactBroker(pactFile([{}], PROVIDER), { page: 'GET /pact' })
    const complaint = await complaintAbout('verify', `${server.url}/pact`)
    expect(complaint).toContain(`Failed to load pact '${server.url}/pact' - Failed to parse JSON`)
  })

  test('says that the token of the Broker is not sent to another host when that host answers 401', async () => {
    await using other = await pactBroker(pactFile([{}], PROVIDER), { status: 401 })
    await using broker = await pactBroker(pactFile([{}], PROVIDER))
    const complaint = await complaintAbout('verify', `${other.url}/pact`, '--broker-url', broker.url, '--broker-token', 'token')
    expect(complaint).toMatch(/\/pact was answered 401 .*; the token and the password of the Broker are not sent to this host/)
  })

  test.for([
    [['--selector', '{"mainBranch":true}'], "--selector can't be used with the URL of a pact"],
    [['--pending', '--provider-branch', 'main'], "--pending can't be used with the URL of a pact"],
  ] as const)('refuses %s', async ([options, problem]) => {
    expect(await complaintAbout('verify', 'http://127.0.0.1:1/pact', ...options)).toContain(problem)
  })

  test('refuses a token without --broker-url when the pacts are on several hosts', async () => {
    const urls = ['http://127.0.0.1:1/pact', 'http://127.0.0.1:2/pact']
    expect(await complaintAbout('verify', ...urls, '--broker-token', 'x')).toContain('--broker-token needs --broker-url')
  })
})

describe('`verify` sends requests to the Broker only', () => {
  test('even if the links in its answers name another host', async ({ quickRun }) => {
    await using other = await pactBroker(pactFile([{}], PROVIDER))
    await using broker = await pactBroker(pactFile([{}], PROVIDER), { linkedUrl: other.url })
    expect(await quickRun('verify', '--broker-url', broker.url, '--broker-token', 'token', ...PUBLISH)).toMatchObject({ code: 0 })
    expect(other.requests).toEqual([])
    expect(broker.requests.at(-1)).toMatchObject({ path: '/results', authorization: 'Bearer token' })
  })

  test.for([
    ['as a host without a scheme', '//'],
    ['as a host after backslashes', '\\\\'],
    ['at the beginning of a path', 'http://broker.example//'],
    ['at the beginning of a path, after a dot', 'http://broker.example/.//'],
    ['in a path with backslashes', 'other:/a/..\\\\'],
    ['as the path of a link with another scheme', 'mailto:http://'],
  ] as const)('even if the links in its answers name another host %s', async ([, before], { quickRun }) => {
    await using other = await pactBroker(pactFile([{}], PROVIDER))
    await using broker = await pactBroker(pactFile([{}], PROVIDER), { linkedUrl: other.url.replace('http://', before) })
    await quickRun('verify', '--broker-url', broker.url, '--broker-token', 'token', ...PUBLISH)
    expect(other.requests).toEqual([])
    expect(broker.requests.length).toBeGreaterThan(1)
  })

  test('even if the path in the URL of a pact begins with another host', async ({ quickRun }) => {
    await using other = await pactBroker(pactFile([{}], PROVIDER))
    await using broker = await pactBroker(pactFile([{}], PROVIDER))
    const path = other.url.replace('http:', '')
    const { stderr } = await quickRun('verify', `${broker.url}${path}/pact`, '--broker-token', 'token')
    expect(stderr).toContain(`GET ${broker.url}${path}/pact was answered 404`)
    expect(other.requests).toEqual([])
  })

  test('and follows no redirect to another host', async () => {
    await using other = await pactBroker(pactFile([{}], PROVIDER))
    await using broker = await pactBroker(pactFile([{}], PROVIDER), { redirect: `${other.url}/` })
    const said = await complaintAbout('verify', '--broker-url', broker.url, '--broker-token', 'token')
    expect(said).toContain(`was redirected to ${other.url}; requests are sent only to ${broker.url} (`)
    expect(other.requests).toEqual([])
  })
})

describe('`verify` says in its first and last line why there is no pact:', () => {
  test.for<[string, BrokerChoice, string[], string]>([
    ['the token is wrong', { status: 401 }, [], '/ was answered 401 {"error":{"message":"the Broker says 401"}}; check --broker-token'],
    [
      'no selector matches',
      { isEmpty: true, names: [PROVIDER] },
      [],
      'has no pact with "wechatpay-goldplan" that the selectors [{"mainBranch":true},',
    ],
    [
      'the name of the provider is wrong',
      { names: ['wechatpay', 'shop'] },
      ['--provider', 'typo'],
      'has no provider "typo"; the names it knows: wechatpay, shop. Give the right one as provider.name or with --provider (',
    ],
    ['there is no Broker', { status: 404 }, [], 'The Broker cannot be read (无法读取 Broker): GET '],
    ['the pact is not found', { refuses: { 'GET /pact': 404 } }, [], '/pact was answered 404'],
  ])('%s', async ([, choice, options, reason]) => {
    await using broker = await pactBroker(pactFile([{}], PROVIDER), choice)
    const lines = (await complaintAbout('verify', '--broker-url', broker.url, ...options)).trim().split('\n')
    expect(lines[0]).toContain(reason)
    expect(lines.at(-1)).toContain(reason)
  })
})

test('`verify` asks a failing Broker three times, says before each wait what failed, and then ends', { timeout: 60_000 }, async () => {
  await using broker = await pactBroker(pactFile([{}], PROVIDER), { status: 500 })
  const said = await complaintAbout('verify', '--broker-url', broker.url)
  expect(said.split('\n')).toEqual([
    `GET ${broker.url}/ was answered 500; trying again in 1 s (Broker 出错，1 秒后重试)`,
    `GET ${broker.url}/ was answered 500; trying again in 2 s (Broker 出错，2 秒后重试)`,
    expect.stringContaining('was answered 500'),
    expect.stringContaining('was answered 500'),
    '',
  ])
  expect(broker.requests).toHaveLength(3)
})

test('`verify` tries a failing Broker again for the first pact only, and asks for the second pact once', { timeout: 60_000 }, async () => {
  await using broker = await pactBroker(pactFile([{}], PROVIDER), { status: 500 })
  await complaintAbout('verify', `${broker.url}/one`, `${broker.url}/two`)
  expect(broker.requests.map(({ path }) => path).toSorted()).toEqual(['/one', '/one', '/one', '/two'])
})

describe('a Broker with a self-signed certificate', () => {
  /** A key and a self-signed certificate for 127.0.0.1. The certificate is also in the file `ca`. */
  async function certificate(validity: { readonly notBefore?: Date; readonly notAfter?: Date } = {}) {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const made = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=broker',
      ...validity,
      keys,
      signingAlgorithm: algorithm,
      extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
    })
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
    const cert = made.toString('pem')
    const ca = join(emptyFolder(), 'ca.pem')
    writeFileSync(ca, cert)
    return { tls: { key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), cert }, ca }
  }

  test('is refused with an error that names --broker-ca, and trusted with this option', async ({ quickRun }) => {
    const { tls, ca } = await certificate()
    await using broker = await pactBroker(pactFile([{}], PROVIDER), { tls })
    expect(await complaintAbout('verify', '--broker-url', broker.url)).toMatch(
      /got no complete answer: .*self.signed certificate.*; name the CA .*--broker-ca/,
    )
    expect(await quickRun('verify', '--broker-url', broker.url, '--broker-ca', ca)).toMatchObject({ code: 0 })
  })

  test('is refused without advice about the CA when the certificate is trusted but has expired', async () => {
    const { tls, ca } = await certificate({ notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') })
    await using broker = await pactBroker(pactFile([{}], PROVIDER), { tls })
    const complaint = await complaintAbout('verify', '--broker-url', broker.url, '--broker-ca', ca)
    expect(complaint).toMatch(/got no complete answer: certificate has expired/)
    expect(complaint).not.toContain('name the CA')
  })

  test('is trusted with NODE_EXTRA_CA_CERTS', async ({ run, variables }) => {
    const { tls, ca } = await certificate()
    await using broker = await pactBroker(pactFile([{}], PROVIDER), { tls })
    variables['NODE_EXTRA_CA_CERTS'] = ca
    expect(await run('verify', '--broker-url', broker.url)).toMatchObject({ code: 0, stderr: '' })
  })

  test('is not asked when --broker-ca names a file without a certificate or a file that does not exist', async () => {
    const file = pactFile([])
    const options = ['verify', '--broker-url', 'https://127.0.0.1:1', '--broker-ca']
    expect(await complaintAbout(...options, file)).toContain(`--broker-ca ${file} has no certificate in PEM`)
    expect(await complaintAbout(...options, 'nowhere.pem')).toContain("--broker-ca nowhere.pem can't be read: ")
  })
})

describe('`verify` refuses', () => {
  test.for([
    ['--pending', '--pending'],
    ['--wip-since', '--wip-since', '2026-01-31'],
  ])('%s without a branch or a tag, as the Broker does', async ([flag, ...options]) => {
    expect(await complaintAbout('verify', '--broker-url', 'http://127.0.0.1:1', ...options)).toMatch(
      new RegExp(`^${flag} needs --provider-branch or --provider-tag: .*\\n$`),
    )
  })

  test.for([['--filter-description'], ['--filter-state']])('to publish a part of a pact: %s', async ([filter = '']) => {
    const options = ['--broker-url', 'http://127.0.0.1:1', ...PUBLISH, filter, 'x']
    expect(await complaintAbout('verify', ...options)).toMatch(/^--publish needs whole pacts: .*\n$/)
  })
})

describe('a selector that Pact would change before sending it to the Broker', () => {
  test.for<[unknown, string]>([
    [{ 'main-branch': true }, 'A selector has no field "main-branch" (nearest: mainBranch, '],
    [{ mainBranch: true, stage: 'production' }, 'A selector has no field "stage"'],
    [{ deployedOrReleased: 'true' }, 'The field deployedOrReleased of a selector must be true or false; got "true"'],
    [{ environment: 5 }, 'The field environment of a selector must be a text; got 5'],
    [{ branch: null }, 'The field branch of a selector must be a text; got null'],
    [{}, 'A selector must be a JSON object with a field, like {"mainBranch":true}; got {}'],
    ['main', 'A selector must be a JSON object with a field, like {"mainBranch":true}; got "main"'],
  ])('is refused by `verify` and verifyPacts: %j', async ([selector, reason]) => {
    const url = 'http://127.0.0.1:1'
    const options = ['--selector', '{"deployed":true}', '--selector', JSON.stringify(selector)]
    expect(await complaintAbout('verify', '--broker-url', url, ...options)).toContain(reason)
    const provider = { url, credentials: { mchid: '1', serial_no: '1', private_key: '', sub_mchids: [] } }
    const run = verifyPacts({ broker: { url, selectors: [{ deployed: true }, selector as object] }, provider })
    await expect(run).rejects.toThrow(`broker.selectors: ${reason}`)
  })
})

test('selectors with fields that the Broker knows reach the Broker unchanged', async ({ quickRun }) => {
  await using broker = await pactBroker(pactFile([{}], PROVIDER))
  const selectors = [
    { branch: 'a', fallbackBranch: 'main', consumer: 'their shop' },
    { mainBranch: true },
    { matchingBranch: true },
    { tag: 'a', fallbackTag: 'b', latest: true },
    { deployed: true, environment: 'production' },
    { released: true },
    { deployedOrReleased: true },
  ]
  await quickRun('verify', '--broker-url', broker.url, ...selectors.flatMap((selector) => ['--selector', JSON.stringify(selector)]))
  expect(broker.requests.map(({ body }) => body)).toContainEqual(expect.objectContaining({ consumerVersionSelectors: selectors }))
})

describe('a filter of `verify`', () => {
  const BUSY = { description: 'on a busy day', states: [{ name: 'the system is busy' }], response: { status: 500 } }

  test.for([
    [['--filter-description', 'busy'], ['on a busy day, given the system is busy']],
    [['--filter-state', 'the system'], ['on a busy day, given the system is busy']],
    [['--filter-description', '(?P<day>busy) d[]a]y'], ['on a busy day, given the system is busy']],
    [['--filter-description', 'o(?i)N A (?-i:busy)\\x{20}\\w{3}'], ['on a busy day, given the system is busy']],
    [['--filter-state', '(?i)THE SYSTEM'], ['on a busy day, given the system is busy']],
    [
      ['--consumer', 'their shop'],
      ['opening the gold plan', 'on a busy day, given the system is busy'],
    ],
  ] as const)('selects only the interactions that match %s', async ([options, names], { quickRun }) => {
    const report = join(emptyFolder(), 'pact.xml')
    expect(await quickRun('verify', pactFile([{}, BUSY]), ...options, '--junit', report)).toMatchObject({ code: 0 })
    expect(readFileSync(report, 'utf8').match(/(?<=<testcase .* name=")[^"]*/g)).toEqual(names)
  })

  test.for([
    [['--filter-description', 'dull'], 'no interaction has a description like "dull"'],
    [['--filter-state', 'dull'], 'no interaction has a provider state like "dull"'],
    [['--consumer', 'our shop'], 'no interaction has the consumer "our shop"; the consumers are their shop'],
    [
      ['--consumer', 'our shop', '--consumer', 'a shop'],
      'no interaction has the consumer "our shop" or "a shop"; the consumers are their shop',
    ],
  ] as const)('makes `verify` exit with 1 when nothing matches %s', async ([options, problem]) => {
    expect(await complaintAbout('verify', pactFile([{}, BUSY]), ...options)).toContain(`Nothing was verified: ${problem}`)
  })

  test('makes `verify` exit with 1 when one of several consumers has no pact', async ({ quickRun }) => {
    const { code, stderr } = await quickRun('verify', pactFile([{}]), '--consumer', 'their shop', '--consumer', 'their shp')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('There is no pact of the consumer "their shp"; the consumers are their'),
    })
  })

  test('is not taken from the environment variable PACT_PROVIDER_NO_STATE of Pact', async ({ quickRun, variables }) => {
    variables['PACT_PROVIDER_NO_STATE'] = 'true'
    const { code, stderr } = await quickRun('verify', pactFile([{}, { ...BUSY, response: { status: 200 } }]))
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('1 of 2 interactions failed') })
  })

  test.for(['(?=open)', '(?<!open)', '(a)\\1', '(?<a>b)\\k<a>'])('is refused when it would make Pact panic: %s', async (text) => {
    for (const option of ['--filter-state', '--filter-description'])
      expect(await complaintAbout('verify', 'some.json', option, text)).toContain(
        'The filter must have no look-around and no back-references',
      )
  })

  test('must be a regular expression', async () => {
    expect(await complaintAbout('verify', 'some.json', '--filter-state', '(')).toMatch(
      /'\(' is invalid. The filter must be a regular expression of Rust/,
    )
  })
})

test("--log-level sets the level of Pact's log, which shows only errors by default", async ({ run }) => {
  const quiet = await run('verify', pactFile([{}]))
  expect(quiet.stdout + quiet.stderr).not.toMatch(/INFO|DEBUG/)
  const { stdout, stderr } = await run('verify', pactFile([{}]), '--log-level', 'debug')
  expect(stdout + stderr).toMatch(/DEBUG/)
})

test('--provider-tag sends the tags of the provider to the Broker with the request that selects the pacts', async ({ quickRun }) => {
  await using broker = await pactBroker(pactFile([{}], PROVIDER))
  expect(await quickRun('verify', '--broker-url', broker.url, '--pending', '--provider-tag', 'prod', '--provider-tag', 'eu')).toMatchObject(
    { code: 0 },
  )
  expect(broker.requests).toContainEqual(
    expect.objectContaining({ method: 'POST', path: SELECTION, body: expect.objectContaining({ providerVersionTags: ['prod', 'eu'] }) }),
  )
})
