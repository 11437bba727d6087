import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from './offline-test.ts'
import { pactBroker } from './pact-broker.ts'
import { pactFile } from './pact-file.ts'

const V4 = { pactSpecification: { version: '4.0' } }
const HTTP = {
  type: 'Synchronous/HTTP',
  description: 'a call',
  request: { method: 'GET', path: '/v3/certificates' },
  response: { status: 200 },
}
const PLUGIN = { name: 'protobuf', version: '0.3.14', configuration: {} }
const MESSAGE = { description: 'gold plan opened', contents: { content: {}, contentType: 'application/json', encoded: false } }

/** Pacts that the mock server can't answer. Each has a description for a test title and a part of the expected error. */
const REFUSED: readonly (readonly [string, object, string])[] = [
  ['needs a plugin', { interactions: [HTTP], metadata: { ...V4, plugins: [PLUGIN] } }, 'needs the plugin protobuf'],
  [
    'names its plugin in an object instead of a list',
    { interactions: [HTTP], metadata: { ...V4, plugins: { name: 'csv' } } },
    'needs the plugin csv',
  ],
  ['configures a plugin', { interactions: [{ ...HTTP, pluginConfiguration: { avro: {} } }], metadata: V4 }, 'needs the plugin avro'],
  ['needs a plugin and has no interactions', { metadata: { ...V4, plugins: [PLUGIN] } }, 'needs the plugin protobuf'],
  [
    'has messages in the form of specification version 3',
    { messages: [{ description: 'gold plan opened', contents: {} }], metadata: {} },
    'such as "gold plan opened"',
  ],
  [
    'has an asynchronous message',
    { interactions: [HTTP, { ...MESSAGE, type: 'Asynchronous/Messages' }], metadata: V4 },
    'such as "gold plan opened"',
  ],
  [
    'has a synchronous message',
    { interactions: [{ ...MESSAGE, type: 'Synchronous/Messages', request: {}, response: [] }], metadata: V4 },
    'is about messages',
  ],
]

function written(pact: object): string {
  const file = pactFile([])
  writeFileSync(file, JSON.stringify({ consumer: { name: 'their shop' }, provider: { name: 'wechatpay-goldplan' }, ...pact }))
  return file
}

describe("`verify` refuses a pact that the mock server can't answer, names the pact, and contacts no other host", () => {
  test.for(REFUSED)('in a file, when the pact %s', async ([, pact, reason], { asked, quickRun }) => {
    const file = written(pact)
    const report = join(dirname(file), 'pact.xml')
    const { code, stderr } = await quickRun('verify', file, '--junit', report)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^.*: the pact between their shop and wechatpay-goldplan .*[一-龥].*\n$/)
    expect(stderr).toContain(file)
    expect(stderr).toContain(reason)
    expect(readFileSync(report, 'utf8')).toContain('<failure message="')
    expect([...asked]).toEqual([])
  })

  test.for(REFUSED)('at a Broker, and stores no result, when the pact %s', async ([, pact, reason], { asked, quickRun }) => {
    await using broker = await pactBroker(written(pact))
    const { code, stderr } = await quickRun('verify', '--broker-url', broker.url, '--publish', '--provider-version', 'abc123')
    expect(code).toBe(1)
    expect(stderr).toContain(`${broker.url}/pact: the pact between their shop and wechatpay-goldplan`)
    expect(stderr).toContain(reason)
    expect(broker.requests.filter(({ method, path }) => method === 'POST' && path === '/results')).toEqual([])
    expect([...asked]).toEqual([])
  })

  test('at a URL, when the pact needs a plugin', async ({ asked, quickRun }) => {
    const [[, pact, reason] = []] = REFUSED
    await using broker = await pactBroker(written(pact ?? {}))
    const { code, stderr } = await quickRun('verify', `${broker.url}/pact`)
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(reason ?? '') })
    expect([...asked]).toEqual([])
  })
})

describe('`verify` says what is wrong with a file that is not a valid pact', () => {
  const good = JSON.stringify({ consumer: { name: 'a' }, provider: { name: 'b' }, interactions: [HTTP], metadata: V4 })

  test.for<[string, string, string]>([
    ['interactions that are null', good.replace(/\[\{.*\}\]/, '[null]'), ': interactions[0] must be an object; got null'],
    ['interactions that are texts', good.replace(/\[\{.*\}\]/, '["a"]'), ': interactions[0] must be an object; got "a"'],
    ['a request that is a text', good.replace(/\{"method".*?\}/, '"x"'), ': interactions[0].request must be an object; got "x"'],
    ['a response that is a list', good.replace('{"status":200}', '[]'), ': interactions[0].response must be an object; got []'],
    ['a response that is null', good.replace('{"status":200}', 'null'), ': interactions[0].response must be an object; got null'],
    ['messages that are not a list', good.replace('"metadata"', '"messages":5,"metadata"'), ': messages must be a list; got 5'],
  ])('%s', async ([, text, reason], { quickRun }) => {
    const file = pactFile([])
    writeFileSync(file, text)
    const { code, stderr } = await quickRun('verify', file)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`${file}${reason}`) })
  })

  test.for<[string, (text: string) => string | Buffer, RegExp]>([
    ['one comma too many', (text) => `${text.slice(0, -1)},}`, / is not JSON: .*position \d+.* \(不是 JSON\)\n$/],
    ['a byte order mark, as PowerShell writes it', (text) => `\ufeff${text}`, / is not JSON: .*save it as UTF-8 without a byte order mark/],
    ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), / is not JSON: .*save it as UTF-8 without a byte order mark/],
  ])('%s', async ([, change, reason], { quickRun }) => {
    const file = pactFile([])
    writeFileSync(file, change(good))
    const { code, stderr } = await quickRun('verify', pactFile([{}]), file)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(reason) })
    expect(stderr).toContain(file)
  })

  test.for<[string, string, object, string]>([
    [
      'a status that is a text',
      '4.0',
      { response: { status: '200' } },
      'response.status must be a whole number from 100 to 599; got "200"',
    ],
    ['a status of null', '3.0.0', { response: { status: null } }, 'response.status must be a whole number from 100 to 599; got null'],
    [
      'a status of 65936, which Pact would read as 400',
      '2.0.0',
      { response: { status: 65936 } },
      'response.status must be a whole number from 100 to 599; got 6593',
    ],
    [
      'headers that are a list',
      '3.0.0',
      { response: { headers: [{ 'X-A': '1' }] } },
      'response.headers must be an object; got [{"X-A":"1"}]',
    ],
    [
      'a header without a value',
      '4.0',
      { request: { headers: { 'X-A': [] } } },
      'headers["X-A"] must be a text or a list of at least one text; got []',
    ],
    [
      'a query that is a list',
      '4.0',
      { request: { query: ['a=b'] } },
      'request.query must be a text, or an object of texts and lists of texts',
    ],
    [
      'a query in which a part has no value',
      '2.0.0',
      { request: { query: 'a=b&c' } },
      'request.query must be made of parts like name=value',
    ],
    ['a query in which a part cannot be decoded', '3.0.0', { request: { query: 'a=%zz' } }, 'request.query must be made of parts like'],
    ['a query with a value of null', '4.0', { request: { query: { a: [null] } } }, 'request.query must be a text, or an object of texts'],
    [
      'a query in which a name has no values',
      '4.0',
      { request: { query: { a: [] } } },
      'request.query.a must be a list of at least one text; got []',
    ],
    [
      'a query of version 3 in a pact of version 2',
      '2.0.0',
      { request: { query: { a: ['b'] } } },
      'query must be a text in a pact of version 1 or 2',
    ],
    ['a path that is a number', '3.0.0', { request: { path: 5 } }, 'request.path must be a text; got 5'],
    ...[
      '//v3/certificates',
      '/v3/x/../certificates',
      '/v3/x/%2E%2e/certificates',
      '/v3/./certificates',
      '/v3/certificates#x',
      '/v3/cert\nificates',
    ]
      .concat('/v3/certificates ', '\\v3\\certificates')
      .map((path): [string, string, object, string] => [
        `a path that Pact would change: ${JSON.stringify(path)}`,
        '3.0.0',
        { request: { path } },
        `request.path must be a path that Pact would send as it is, so without // at its beginning, blanks at its end, segments . or .., \\, # or control characters; got ${JSON.stringify(path)}`,
      ]),
    [
      'matching rules that are a text',
      '3.0.0',
      { response: { matchingRules: 'type' } },
      'response.matchingRules must be an object; got "type"',
    ],
    [
      'provider states that are a text',
      '3.0.0',
      { providerStates: 'the moon is full' },
      'providerStates must be a list; got "the moon is full"',
    ],
    [
      'a provider state that is a text',
      '4.0',
      { providerStates: ['the moon is full'] },
      'providerStates[0] must be an object; got "the moon is full"',
    ],
    [
      'a provider state without a name',
      '4.0',
      { providerStates: [{ name: '' }] },
      'providerStates[0].name must be the text of a provider state; got ""',
    ],
    [
      'parameters of a provider state that are a list',
      '3.0.0',
      { providerStates: [{ name: 'a', params: [1] }] },
      'providerStates[0].params must be an object; got [1]',
    ],
    [
      'a provider state that Pact would ignore, beside an empty list of states',
      '3.0.0',
      { providerState: 'a', providerStates: [] },
      'providerState must not be beside an empty providerStates',
    ],
    ['an interaction without a type', '4.0', { type: undefined }, 'type must be one of Synchronous/HTTP, Asynchronous/Messages,'],
    ['an unknown field of the response', '3.0.0', { response: { statusCode: 404 } }, 'response has the field "statusCode", which'],
    ['an unknown field of the request', '2.0.0', { request: { Body: {} } }, 'request has the field "Body", which Pact would ignore'],
    ['no response', '3.0.0', { response: undefined }, 'response must be an object; got undefined'],
    [
      'the mistyped field `Response`',
      '4.0',
      { Response: { status: 404 } },
      'Response must be written as response, because Pact would ignore it',
    ],
    [
      'the mistyped field `provider_state`',
      '3.0.0',
      { provider_state: 'the moon is full' },
      'provider_state must be written as providerState',
    ],
    ['an interaction of an unknown type', '3.0.0', { type: 'HTTP' }, 'Synchronous/Messages; got "HTTP"'],
  ])('%s', async ([, version, change, reason], { quickRun }) => {
    const file = written({ interactions: [{ ...HTTP, ...change }], metadata: { pactSpecification: { version } } })
    const { code, stderr } = await quickRun('verify', file)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^[^\n]*: interactions\[0\]\.[^\n]*[一-龥][^\n]*\n$/) })
    expect(stderr).toContain(reason)
  })

  test.for(['400.0', '4e2', '4000e-1'])('a status written as %s, in a file and at a Broker', async (status, { quickRun }) => {
    const file = written({ interactions: [{ ...HTTP, response: { status: 'STATUS' } }], metadata: V4 })
    writeFileSync(file, readFileSync(file, 'utf8').replace('"STATUS"', status))
    await using broker = await pactBroker(file)
    for (const place of [file, `${broker.url}/pact`])
      expect((await quickRun('verify', place)).stderr).toContain(
        `${place}: interactions[0].response.status must be a whole number from 100 to 599; got ${status} (`,
      )
  })

  test.for<[unknown]>([['5.0'], [''], [null], [[]]])('the specification version %j', async ([version], { quickRun }) => {
    const file = written({ interactions: [HTTP], metadata: { pactSpecification: { version } } })
    expect((await quickRun('verify', file)).stderr).toContain(
      'metadata.pactSpecification.version must be a version from 1.0.0 to 4.0; got ',
    )
  })

  test.for([5, 'x'])('a response of %j at a Broker', async (response, { quickRun }) => {
    await using broker = await pactBroker(written({ interactions: [{ ...HTTP, response }], metadata: V4 }))
    const { code, stderr } = await quickRun('verify', '--broker-url', broker.url)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`${broker.url}/pact: interactions[0].response must be an object`),
    })
  })

  test.skipIf(process.platform === 'win32').for([
    ['a pipe that nobody writes to', (file: string) => spawnSync('mkfifo', [file])],
    ['a folder whose name ends in .json', (file: string) => mkdirSync(file)],
    ['a link to a device that never ends', (file: string) => symlinkSync('/dev/zero', file)],
  ] as const)('%s, in a folder', async ([, make], { folder, quickRun }) => {
    const file = join(folder, 'a.json')
    make(file)
    expect((await quickRun('verify', folder)).stderr).toContain(`${file} can't be read: it is not a regular file`)
  })

  test('but accepts a plugin configuration of null', async ({ quickRun }) => {
    const pact = { interactions: [{ ...HTTP, pluginConfiguration: null, response: { status: 400 } }], metadata: { ...V4, plugins: null } }
    const { stderr } = await quickRun('verify', written(pact))
    expect(stderr).toContain('1 of 1 interactions failed')
    expect(stderr).not.toContain('plugin')
  })
})

describe('`verify` refuses a pact or a folder that contains nothing to verify, even next to a pact that passes:', () => {
  const good = () => pactFile([{}])
  const EMPTY: readonly (readonly [string, object])[] = [
    ['a pact without interactions', { interactions: [], metadata: V4 }],
    ['a pact whose interactions are null', { interactions: null, metadata: V4 }],
    ['a pact with an empty list of messages and no interactions', { messages: [], metadata: {} }],
    ['a pact whose interactions have a mistyped name', { interaction: [HTTP], metadata: V4 }],
  ]
  const complaint = 'the pact between their shop and wechatpay-goldplan has no interactions, so nothing would be verified'

  test.for(EMPTY)('%s, in a file and in a folder', async ([, pact], { quickRun }) => {
    const file = written(pact)
    for (const place of [file, dirname(file)])
      expect(await quickRun('verify', good(), place)).toMatchObject({ code: 1, stderr: expect.stringContaining(`${file}: ${complaint}`) })
  })

  test.for(EMPTY)('%s, at a URL and at a Broker', async ([, pact], { quickRun }) => {
    await using broker = await pactBroker(written(pact))
    for (const place of [[`${broker.url}/pact`], ['--broker-url', broker.url]]) {
      const { code, stderr } = await quickRun('verify', good(), ...place)
      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(`${broker.url}/pact: ${complaint}`) })
    }
  })

  test('a folder without pacts', async ({ folder, quickRun }) => {
    mkdirSync(join(folder, 'pacts/of a shop'), { recursive: true })
    const { code, stderr } = await quickRun('verify', good(), 'pacts')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^The folder pacts has no pact file; .* pacts.\*\*.\*\.json .*\n$/),
    })
  })

  test('but not a pact without interactions when `--consumer` names another consumer', async ({ quickRun }) => {
    const file = written({ interactions: [], consumer: { name: 'another shop' }, metadata: V4 })
    expect(await quickRun('verify', good(), file, '--consumer', 'their shop')).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('`verify` refuses JSON that is nested too deeply for Pact, and names its place', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  const pactOf = (body: string) => {
    const file = written({ interactions: [{ ...HTTP, request: { ...HTTP.request, body: 'BODY' } }], metadata: V4 })
    writeFileSync(file, readFileSync(file, 'utf8').replace('"BODY"', body))
    return file
  }
  const refusal = 'is nested too deeply: Pact reads at most 127 levels'

  test.for([124, 5_000, 100_000])('in a pact file with a request body of %i levels', async (levels, { quickRun }) => {
    const file = pactOf(nested(levels))
    expect(await quickRun('verify', file)).toMatchObject({ code: 1, stderr: expect.stringContaining(`${file} ${refusal}`) })
  })

  test('in a file that is not a pact', async ({ quickRun, folder }) => {
    const file = join(folder, 'deep.json')
    writeFileSync(file, nested(100_000))
    expect((await quickRun('verify', file)).stderr).toContain(refusal)
  })

  test('but ignores a deeply nested file in a folder if the file is not a pact', async ({ quickRun }) => {
    const file = written({ interactions: [{ ...HTTP, response: { status: 401 } }], metadata: {} })
    writeFileSync(join(dirname(file), 'deep.json'), nested(100_000))
    const { stderr } = await quickRun('verify', dirname(file))
    expect(stderr).toContain('1 of 1 interactions failed')
    expect(stderr).not.toContain(refusal)
  })

  test.for([124, 100_000])('at a URL and at a Broker, in a pact with a request body of %i levels', async (levels, { quickRun }) => {
    await using broker = await pactBroker(pactOf(nested(levels)))
    for (const args of [[`${broker.url}/pact`], ['--broker-url', broker.url]])
      expect((await quickRun('verify', ...args)).stderr).toContain(`${broker.url}/pact ${refusal}`)
  })
})

describe('`verify` refuses a regular expression that it cannot read, or that may generate more than 65,535 characters:', () => {
  const generators = (regex: unknown) => ({ path: { type: 'Regex', regex } })
  const verified = (request: object) => written({ interactions: [{ ...HTTP, request: { ...HTTP.request, ...request } }], metadata: V4 })

  test.for([
    'a{1000000000}',
    '(a|b){4000000000}',
    'a{1,100000}',
    '(|){1000000000}',
    '((((((a+)+)+)+)+)+)+',
    '(?x)a{ 1000000000 }',
    '(?i)a',
    '(',
    '('.repeat(50_000),
    null,
  ])('%s', async (regex, { quickRun }) => {
    const file = verified({ generators: generators(regex) })
    const { code, stderr } = await quickRun('verify', file)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^[^\n]*: interactions\[0\]\.request has the generator Regex with [^\n]*[一-龥][^\n]*\n$/),
    })
  })

  test('in a variant of a matcher', async ({ quickRun }) => {
    const variants = [{ index: 0, rules: {}, generators: { $: { type: 'Regex', regex: 'a{1000000000}' } } }]
    const matchingRules = { body: { $: { matchers: [{ match: 'arrayContains', variants }] } } }
    expect((await quickRun('verify', verified({ matchingRules }))).stderr).toContain('may generate more than 65535 characters')
  })

  test.for(['/v3/[a-z]{1,20}', String.raw`^/v3/(\d+-){3}(\w+|\d*)?$`, '/v3/a{60000}'])('but not %s', async (regex, { quickRun }) => {
    expect((await quickRun('verify', verified({ generators: generators(regex) }))).stderr).toContain('1 of 1 interactions failed')
  })
})

describe('`verify` refuses a generator that would make Pact panic, and names it:', () => {
  const verified = (generator: object, where = { header: { 'X-A': generator } } as object) =>
    written({ interactions: [{ ...HTTP, request: { ...HTTP.request, generators: where } }], metadata: V4 })

  test.for<[string, object, string]>([
    [
      'RandomInt',
      { min: 9, max: 1 },
      'min 9 and max 1: both must be from -2147483648 to 2147483647, and min must be at most max and below 2147483647 (',
    ],
    ['RandomInt', { min: 11 }, 'min 11 and max undefined'],
    ['RandomInt', { max: -1 }, 'min undefined and max -1'],
    ['RandomInt', { min: 0, max: 2 ** 31 }, 'max 2147483648'],
    ['RandomInt', { min: 2 ** 31 - 1, max: 2 ** 31 - 1 }, 'min 2147483647 and max 2147483647'],
    ['Date', { expression: '+ 99999999 weeks' }, 'the expression "+ 99999999 weeks", which may lead to a time out of Pact\'s range'],
    ['Time', { expression: '+ 99999999999 hours' }, 'the expression "+ 99999999999 hours"'],
    ['DateTime', { expression: '+ 90000 years + 90000 years' }, 'the expression'],
    ['Date', { format: 'yyyy-MM-dd HH:mm' }, 'the format "yyyy-MM-dd HH:mm", but a date has no time of day'],
    ['DateTime', { format: 'HH:mm:ss.SSSS' }, 'the format "HH:mm:ss.SSSS", but Pact takes only 1, 2, 3, 6, 9 S in a row'],
    ['Time', { format: 'S'.repeat(10) }, 'the format "SSSSSSSSSS"'],
  ])('%s with %j', async ([type, parameters, reason], { quickRun }) => {
    const file = verified({ type, ...parameters })
    const { code, stderr } = await quickRun('verify', file)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^[^\n]*: interactions\[0\]\.request has the generator [^\n]*[一-龥][^\n]*\n$/),
    })
    expect(stderr).toContain(`${file}: interactions[0].request has the generator ${type} with `)
    expect(stderr).toContain(reason)
  })

  test('but not a generator that works', async ({ quickRun }) => {
    const generators = {
      'X-A': { type: 'RandomInt', min: 5, max: 5 },
      'X-B': { type: 'RandomInt', min: -5 },
      'X-C': { type: 'Date', format: "'HH' yyyy", expression: 'today + 99999 days' },
      'X-D': { type: 'DateTime', format: "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX" },
      'X-E': { type: 'Time', format: 'HH:mm:ss.S SS SSS SSSSSS', expression: '+ 86400 seconds' },
      // Pact-jvm writes this generator for an integer without an example.
      'X-F': { type: 'RandomInt', min: 0, max: 2 ** 31 - 1 },
      'X-G': { type: 'RandomInt', min: -(2 ** 31), max: 2 ** 31 - 1 },
    }
    expect(await quickRun('verify', verified({}, { header: generators }))).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('`verify` refuses a generator that Pact would ignore, and names the reason:', () => {
  const FOO = { type: 'Foo' }
  test.for<[string, object, string]>([
    ['an unknown type', { body: { '$.a': FOO } }, 'the generator "Foo", which Pact does not know and would ignore (nearest: '],
    [
      'a type in lower case',
      { query: { a: { type: 'uuid' } } },
      'the generator "uuid", which Pact does not know and would ignore (nearest: Uuid, ',
    ],
    ['an unknown type for the path', { path: FOO }, 'the generator "Foo"'],
    ['an unknown type with the name of a property that every object has', { path: { type: 'constructor' } }, 'the generator "constructor"'],
    ...['(?=a)b', '(a)\\1', 'a{3'].map((regex): [string, object, string] => [
      `the regular expression ${regex}`,
      { path: { type: 'Regex', regex } },
      `the generator Regex with ${JSON.stringify(regex)}, which Pact can't read and would ignore`,
    ]),
    [
      'generators for an unknown part of the request',
      { headers: { 'X-A': { type: 'Uuid' } } },
      'generators for "headers", which Pact would ignore (nearest: header, ',
    ],
    ['a generator without a type', { body: { '$.a': { min: 1 } } }, 'a generator without a type name, which Pact would ignore: {"min":1}'],
    ['an object of generators where the path takes one generator', { path: { $: { type: 'Uuid' } } }, 'a generator without a type name'],
    [
      'generators that are a list',
      { body: [{ type: 'Uuid' }] },
      'a generator without a type name, which Pact would ignore: [{"type":"Uuid"}]',
    ],
    ['generators that are a text', { header: 'Uuid' }, 'a generator without a type name, which Pact would ignore: "Uuid"'],
    [
      'the type Regex without a regular expression',
      { body: { '$.a': { type: 'Regex' } } },
      'the generator Regex without regex, which Pact would ignore',
    ],
    [
      'an expression in which a brace is not closed',
      { body: { '$.a': { type: 'ProviderState', expression: `\${id` } } },
      'the generator ProviderState with the expression "${id", in which a brace is not closed',
    ],
    [
      'the type ProviderState without an expression',
      { body: { '$.a': { type: 'ProviderState' } } },
      'the generator ProviderState without expression, which Pact would',
    ],
  ])('%s', async ([, generators, reason], { quickRun }) => {
    const file = written({ interactions: [HTTP, { ...HTTP, request: { ...HTTP.request, generators } }], metadata: V4 })
    const { code, stderr } = await quickRun('verify', file)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^[^\n]*[一-龥][^\n]*\n$/) })
    expect(stderr).toContain(`${file}: interactions[1].request has ${reason}`)
  })

  test('in a variant of a matcher, at a Broker', async ({ quickRun }) => {
    const variants = [{ index: 0, rules: {}, generators: { '$.a': FOO } }]
    const matchingRules = { body: { $: { matchers: [{ match: 'arrayContains', variants }] } } }
    await using broker = await pactBroker(
      written({ interactions: [{ ...HTTP, request: { ...HTTP.request, matchingRules } }], metadata: V4 }),
    )
    expect((await quickRun('verify', '--broker-url', broker.url)).stderr).toContain('interactions[0].request has the generator "Foo"')
  })

  test('but not a generator that works', async ({ quickRun }) => {
    const header = {
      'X-A': { type: 'RandomDecimal', digits: 3 },
      'X-B': { type: 'RandomHexadecimal' },
      'X-C': { type: 'RandomString', size: 3 },
      'X-D': { type: 'RandomBoolean' },
      'X-E': { type: 'Uuid', format: 'simple' },
      'X-F': { type: 'MockServerURL', example: 'http://localhost/a', regex: '.*(/a)$' },
    }
    const generators = { header, Query: {}, body: null, path: { type: 'Regex', regex: '/v3/certificates' } }
    const file = written({ interactions: [{ ...HTTP, request: { ...HTTP.request, generators } }], metadata: V4 })
    expect(await quickRun('verify', file)).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('`verify` refuses a matching rule that Pact would ignore, and names the reason:', () => {
  const nope = { match: 'regex', regex: '^nope$' }
  const rule = { matchers: [nope] }
  const body = { content: { data: [{ serial_no: 'A' }] }, contentType: 'application/json' }
  const answer = (response: object, version = '4.0') =>
    written({
      interactions: [{ ...HTTP, response: { status: 200, ...response } }],
      metadata: { pactSpecification: { version } },
    })

  test.for<[string, string, object, string]>([
    ['for a header without an example', '4.0', { matchingRules: { header: { 'Request-ID': rule } } }, 'the header "Request-ID" but no'],
    [
      'for a header without an example, in a pact of version 2',
      '2.0.0',
      { matchingRules: { '$.headers.Request-ID': nope } },
      'the header "$.headers.Request-ID" but',
    ],
    ['for a body without an example', '3.0.0', { matchingRules: { body: { $: rule } } }, '"$" of the body but no example of it'],
    ['for a field without an example', '4.0', { body, matchingRules: { body: { '$.date': rule } } }, '"$.date" of the body but no'],
    [
      'for the items of an empty list',
      '3.0.0',
      { body: { data: [] }, matchingRules: { body: { '$.data': { matchers: [{ match: 'type', min: 0 }] }, '$.data[*].serial_no': rule } } },
      '"$.data[*].serial_no" of the body but no example of it',
    ],
    [
      'for a field without an example, in a pact of version 2',
      '2.0.0',
      { body: {}, matchingRules: { '$.body.data': nope } },
      '"$.body.data" of the body but no',
    ],
    [
      'for a JSON path that does not begin with $',
      '2.0.0',
      { body: { data: 1 }, matchingRules: { 'body.data': nope } },
      'rule for "body.data", which Pact',
    ],
    ['for the path of a URL, in a response', '3.0.0', { matchingRules: { path: rule } }, 'a rule for "path", which Pact would ignore'],
    [
      'for an unknown part of the response',
      '4.0',
      { matchingRules: { cookie: { a: rule } } },
      'a rule for "cookie", which Pact would ignore',
    ],
    [
      'for each key, but without a list of rules',
      '4.0',
      { body, matchingRules: { body: { $: { matchers: [{ match: 'eachKey' }] } } } },
      'the matcher eachKey without',
    ],
    [
      'for each value of an empty object',
      '4.0',
      {
        body: { content: { data: [{ id: {} }] } },
        matchingRules: { body: { '$.data[*].id': { matchers: [{ match: 'eachValue', rules: [nope], value: '{}' }] } } },
      },
      'each value of "$.data[*].id" of the body but no example of it',
    ],
    [
      'for each key, with an empty list of rules, in a variant of a matcher',
      '4.0',
      {
        body,
        matchingRules: {
          body: {
            '$.data': {
              matchers: [
                { match: 'arrayContains', variants: [{ index: 0, rules: { $: { matchers: [{ match: 'eachKey', rules: [] }] } } }] },
              ],
            },
          },
        },
      },
      'the matcher eachKey without rules, which Pact would ignore',
    ],
    [
      'for the length of a text, as pact-python writes it for like(text, min=41)',
      '3.0.0',
      {
        body: { data: [{ serial_no: 'A' }] },
        matchingRules: { body: { '$.data[0].serial_no': { matchers: [{ match: 'type', min: 41 }] } } },
      },
      'a limit for "$.data[0].serial_no" of the body, which is neither a list nor an object, so Pact would ignore',
    ],
  ])('a rule %s', async ([, version, response, reason], { quickRun }) => {
    const { code, stderr } = await quickRun('verify', answer(response, version))
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/: interactions\[0\]\.response has .*[一-龥].*\n$/) })
    expect(stderr).toContain(reason)
  })

  const any = { matchers: [{ match: 'type' }] }

  test.for<[string, string, object]>([
    [
      'empty objects and lists of rules',
      '3.0.0',
      { matchingRules: { path: {}, query: {}, header: {}, body: { '$.a': { matchers: [] } } } },
    ],
    [
      'a rule for a header that the example writes in another case',
      '4.0',
      { headers: { 'request-ID': ['x'] }, matchingRules: { header: { 'Request-id': any } } },
    ],
    [
      'wildcards at the end of a path to an empty list',
      '2.0.0',
      { body: { data: [] }, matchingRules: { '$.body.data': any, '$.body.data[*].*': any } },
    ],
    [
      'a rule for a field without an example, below a list whose values are all compared with one example',
      '4.0',
      {
        body: { content: { data: [{ id: { a: 'x' } }] } },
        matchingRules: { body: { '$.data[*]': { matchers: [{ match: 'values' }] }, '$.data[*].serial_no': any, '$.data': any } },
      },
    ],
    [
      'a rule for each value of several objects, only one of which is empty',
      '4.0',
      {
        body: { content: { data: [{ id: {} }, { id: { a: 'nope' } }] } },
        matchingRules: { body: { '$.data[*].id': { matchers: [{ match: 'eachValue', rules: [nope], value: '{}' }] } } },
      },
    ],
    [
      'a rule whose path has a field name in quotes',
      '3.0.0',
      { body: { data: 'x' }, matchingRules: { body: { "$['data']": { matchers: [{ match: 'notEmpty' }] } } } },
    ],
    [
      'a rule for the status',
      '3.0.0',
      { status: 201, matchingRules: { status: { matchers: [{ match: 'statusCode', status: 'success' }] } } },
    ],
  ])('but not %s', async ([, version, response], { quickRun }) => {
    const { stderr } = await quickRun('verify', answer(response, version))
    expect(stderr).not.toContain('would ignore')
  })
})

describe('when Pact panics, `verify` names the regular expression', () => {
  const SLOW = '^(([0-9A-Za-z+/=_-]+)+)+$x'
  const slow = { matchers: [{ match: 'regex', regex: SLOW }] }
  const fast = { matchers: [{ match: 'regex', regex: '^.+$' }] }

  test.for<[string, string, object, string]>([
    ['of a header', '4.0', { header: { 'Content-Type': fast, 'Request-ID': slow } }, 'header["Request-ID"].matchers[0]'],
    ['of a header, in a pact of version 2', '2.0.0', { '$.headers.Request-ID': slow.matchers[0] }, '["$.headers.Request-ID"]'],
    ['of a long text in the body', '3.0.0', { body: { '$.data[0].encrypt_certificate.ciphertext': slow } }, 'ciphertext"].matchers[0]'],
  ])('%s', async ([, version, matchingRules, at], { quickRun }) => {
    const headers = { 'Content-Type': 'text', 'Request-ID': 'text' }
    const body = { data: [{ encrypt_certificate: { ciphertext: 'text' } }] }
    const response = { status: 200, headers, ...(version === '3.0.0' && { headers: {}, body }), matchingRules }
    const fine = {
      ...HTTP,
      description: 'a',
      response: { status: 200, headers, matchingRules: { header: { 'Content-Type': fast, 'Request-ID': fast } } },
    }
    const metadata = { pactSpecification: { version } }
    const file = written({ interactions: [fine, { ...HTTP, description: 'b', response }], metadata })
    const { code, stderr } = await quickRun('verify', file)
    expect(code).toBe(1)
    expect(stderr).toContain(
      'it was comparing the answer of interaction 2, GET /v3/certificates, perhaps with a regular expression that takes too many',
    )
    expect(stderr).toContain(`${JSON.stringify(SLOW)} at ${file}: interactions[1].response.matchingRules`)
    expect(stderr).toContain(at)
  })

  test('but it names only the interaction when any of 5,000 expressions may be the cause', async ({ quickRun }) => {
    const rules = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`$.a${index}`, { matchers: [{ match: 'regex', regex: `(?>${SLOW})${index}` }] }]),
    )
    const response = {
      status: 200,
      headers: { 'Request-ID': 'text' },
      body: { content: Object.fromEntries(Object.keys(rules).map((path) => [path.slice(2), 'text'])) },
      matchingRules: { header: { 'Request-ID': { matchers: [{ match: 'regex', regex: `(?x) ${SLOW}` }] } }, body: rules },
    }
    const { stderr } = await quickRun('verify', written({ interactions: [{ ...HTTP, response }], metadata: V4 }))
    expect(stderr).toContain('of interaction 1, GET /v3/certificates, perhaps with a regular expression that takes too many steps')
  })
})

test('a path in a pact does not lead `verify` to another host', async ({ asked, quickRun }) => {
  await using other = await pactBroker(pactFile([{}]))
  const host = new URL(other.url).host
  const paths = [`@${host}/pact`, `${other.url}/pact`, `:80@${host}/`]
  const interactionAt = (path: string) => ({ description: path, request: { method: 'GET', path }, response: { status: 404 } })
  expect(await quickRun('verify', pactFile(paths.map(interactionAt)))).toMatchObject({ code: 0, stderr: '' })
  for (const path of [`//${host}/pact`, `\\\\${host}\\pact`])
    expect((await quickRun('verify', pactFile([interactionAt(path)]))).stderr).toContain('request.path must be a path that Pact would send')
  expect(other.requests).toEqual([])
  expect([...asked]).toEqual([])
})
