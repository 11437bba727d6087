import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, vi } from 'vitest'
import { developmentKeys } from '../../../contracts/index.ts'
import { COMMAND, complaintAbout, test, tooWide } from './command-test.ts'

const KEY_FILES = [
  ['key.pem', developmentKeys.merchant.privateKey],
  ['cert.pem', developmentKeys.merchant.certificate],
] as const

/** Splits each line of the printed table into name, value and source. */
function lines(stdout: string): string[][] {
  return stdout.split('\n').map((line) => line.split(/ {2,}/))
}

function numberedKeys(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index}: 1\n`).join('')
}

function chainedAnchors(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index}: &a${index} [${index > 0 ? `*a${index - 1}` : ''}]\n`).join('')
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

describe('config', () => {
  test('prints the defaults when nothing is set', async ({ quickRun }) => {
    expect(await quickRun('config')).toEqual({
      code: 0,
      stderr: '',
      stdout: `config            (none)             default
port              8920               default
host              127.0.0.1          default
proxy             false              default
tls               (none)             default
strict            false              default
public_url        (none)             default
allow_host        (none)             default
notify_allow      (none)             default
notify_map        (none)             default
control_token     (none)             default
console           true               default
open              false              default
state             (none)             default
state_sync        false              default
store             (none)             default
journal_limit     1000               default
journal_bytes     16777216           default
output_dir        ./.wechatpay-mock  default
stop_with_parent  false              default
workers           1                  default
log_format        json               default
log_level         info               default

merchants[0]  1900000100  default
`,
    })
  })

  test.for(['start', 'config', 'run'])(
    'refuses an unknown variable without showing its value, and names the nearest variables: %s',
    async (command, { quickRun, variables }) => {
      Object.assign(variables, { GOLDPLAN_MOCK_CONTROL_TOKE: 'secret', GOLDPLAN_MOCK_PORT: '0' })
      expect(await quickRun(command)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^unknown variable GOLDPLAN_MOCK_CONTROL_TOKE \(nearest: GOLDPLAN_MOCK_CONTROL_TOKEN, (?!.*secret).*\)\n$/,
        ),
      })
    },
  )

  test('prefers flags to variables, variables to the file, and the file to the defaults', async ({ quickRun, folder, variables }) => {
    await writeFile(join(folder, 'goldplan.yaml'), 'port: 3\njournal_limit: 3\nlog_level: error\nlog_format: pretty\n')
    Object.assign(variables, { GOLDPLAN_MOCK_CONFIG: 'goldplan.yaml', GOLDPLAN_MOCK_PORT: '2', GOLDPLAN_MOCK_JOURNAL_LIMIT: '2' })
    const { stdout } = await quickRun('config', '--port', '1')
    expect(lines(stdout)).toEqual(
      expect.arrayContaining([
        ['config', 'goldplan.yaml', 'env GOLDPLAN_MOCK_CONFIG'],
        ['port', '1', 'flag --port'],
        ['host', '127.0.0.1', 'default'],
        ['journal_limit', '2', 'env GOLDPLAN_MOCK_JOURNAL_LIMIT'],
        ['log_format', 'pretty', 'goldplan.yaml'],
        ['log_level', 'error', 'goldplan.yaml'],
      ]),
    )
  })

  test('reads settings from their environment variables', async ({ quickRun, folder, variables }) => {
    for (const [file, content] of KEY_FILES) await writeFile(join(folder, file), content)
    const values = {
      PORT: '0',
      HOST: '::1',
      STRICT: 'true',
      CONTROL_TOKEN: 'secret-1',
      PUBLIC_URL: 'https://mock.example',
      ALLOW_HOST: 'a.example, b',
      NOTIFY_ALLOW: 'app',
      NOTIFY_MAP: 'https://a.example=http://127.0.0.1:3000, http://b.example/x=http://127.0.0.1:3001/y',
      PROXY: 'true',
      TLS: '0',
      CONSOLE: 'false',
      OPEN: 'true',
      STATE: 'state.json',
      STATE_SYNC: 'true',
      JOURNAL_LIMIT: '5',
      JOURNAL_BYTES: '5',
      OUTPUT_DIR: 'none',
      STOP_WITH_PARENT: 'true',
      WORKERS: '1',
      LOG_FORMAT: 'pretty',
      LOG_LEVEL: 'silent',
      MCHID: '1230000109',
      KEY: 'key.pem',
      CERT: 'cert.pem',
      SUB_MCHID: '1600000001, 1600000002',
    }
    for (const [name, value] of Object.entries(values)) variables[`GOLDPLAN_MOCK_${name}`] = value
    const { stdout } = await quickRun('config', '--json')
    const { config, merchants, ...settings } = JSON.parse(stdout)
    const shown = {
      ...values,
      PORT: 0,
      ALLOW_HOST: ['a.example', 'b'],
      NOTIFY_ALLOW: ['app'],
      NOTIFY_MAP: ['https://a.example=http://127.0.0.1:3000', 'http://b.example/x=http://127.0.0.1:3001/y'],
      PROXY: true,
      TLS: 0,
      STRICT: true,
      CONTROL_TOKEN: '(set)',
      CONSOLE: false,
      OPEN: true,
      STATE_SYNC: true,
      STOP_WITH_PARENT: true,
      JOURNAL_LIMIT: 5,
      JOURNAL_BYTES: 5,
      WORKERS: 1,
      SUB_MCHID: ['1600000001', '1600000002'],
    }
    const rows = Object.entries(shown).map(([name, value]) => [name.toLowerCase(), { value, source: `env GOLDPLAN_MOCK_${name}` }])
    // STORE is not set above, because --state and --store exclude each other.
    expect(settings).toEqual({ ...Object.fromEntries(rows), store: { value: null, source: 'default' } })
    expect(config).toEqual({ value: null, source: 'default' })
    const value = { mchid: '1230000109', key: 'key.pem', cert: 'cert.pem', sub_mchids: ['1600000001', '1600000002'] }
    expect(merchants).toEqual([{ value, source: expect.stringContaining('env GOLDPLAN_MOCK_MCHID') }])
  })

  test.for<[string[], Record<string, string>, string, boolean]>([
    [['--strict'], {}, 'flag --strict', true],
    [[], { GOLDPLAN_MOCK_STRICT: 'false' }, 'env GOLDPLAN_MOCK_STRICT', false],
    [['--strict'], { GOLDPLAN_MOCK_STRICT: 'false' }, 'flag --strict', true],
  ])(
    'takes strict from --strict, or from GOLDPLAN_MOCK_STRICT when there is no flag: %j %j',
    async ([flags, values, source, value], { quickRun, variables }) => {
      Object.assign(variables, values)
      expect(JSON.parse((await quickRun('config', '--json', ...flags)).stdout).strict).toEqual({ value, source })
    },
  )

  test('resolves the paths in a JSON file from the folder of the file, hides the control token, and fits 80 columns', async ({
    quickRun,
    folder,
  }) => {
    await mkdir(join(folder, 'conf'))
    for (const [file, content] of KEY_FILES) await writeFile(join(folder, 'conf', file), content)
    const first = { mchid: '1230000109', key: 'key.pem', cert: 'cert.pem', sub_mchids: ['1600000001', '1600000002'] }
    const second = { punished: true, sub_merchants: [{ sub_mchid: '1' }], faults: [{ example: 'SYSTEM_ERROR' }] }
    await writeFile(
      join(folder, 'conf/mock.json'),
      JSON.stringify({ state: 'state.json', control_token: 'secret-2', merchants: [first, second] }),
    )
    const { stdout } = await quickRun('config', '--config', 'conf/mock.json')
    expect(lines(stdout)).toEqual(
      expect.arrayContaining([
        ['state', 'conf/state.json', 'conf/mock.json'],
        ['control_token', '(set)', 'conf/mock.json'],
        ['merchants[0]', '1230000109, own key, 2 sub-merchants', 'conf/mock.json'],
        ['merchants[1]', '(any), punished, 1 sub-merchant, 1 fault', 'conf/mock.json'],
      ]),
    )
    expect(stdout).not.toContain('secret')
    expect(tooWide(stdout)).toEqual([])
  })

  test('shows control characters as escapes', async ({ quickRun, folder }) => {
    await writeFile(join(folder, 'mock.yaml'), 'state: "\\u009b\\u202e\\u2028.json"\n')
    for (const json of [[], ['--json']]) {
      const { stdout } = await quickRun('config', '--config', 'mock.yaml', ...json)
      expect(stdout).toContain('\\u009b\\u202e\\u2028.json')
      expect(stdout).not.toMatch(/[\u009b\u202e\u2028]/)
    }
  })

  test('shows which settings of a merchant are not the default', async ({ quickRun, folder }) => {
    const merchant = { type: 'service_provider', verification: 'public_key', gold_plan_open: false, custom_page_link: true }
    await writeFile(join(folder, 'mock.json'), JSON.stringify({ merchants: [merchant] }))
    const { stdout } = await quickRun('config', '--config', 'mock.json')
    expect(lines(stdout)).toContainEqual(['merchants[0]', '1900000100, not gold_plan_open, public_key', 'mock.json'])
  })

  test('replaces the ID and the sub-merchants of the first merchant with those in the flags, and drops its key and certificate', async ({
    quickRun,
    folder,
  }) => {
    const file = 'merchants: [{ mchid: "1", key: none.pem, cert: none.pem, punished: true, sub_mchids: ["2"] }, { mchid: "3" }]'
    await writeFile(join(folder, 'mock.yaml'), file)
    const { stdout } = await quickRun('config', '--config', 'mock.yaml', '--json', '--mchid', '4', '--sub-mchid', '5,6', '7')
    expect(JSON.parse(stdout).merchants).toEqual([
      { value: { mchid: '4', punished: true, sub_mchids: ['5', '6', '7'] }, source: 'flag --mchid, flag --sub-mchid, mock.yaml' },
      { value: { mchid: '3' }, source: 'mock.yaml' },
    ])
  })
})

describe('a configuration file', () => {
  test.for<[string, string, RegExp]>([
    [
      'an unknown key',
      'prot: 1',
      /^mock\.yaml: unknown key prot\. The known keys are port, host, .*strict, .*control_token, .*merchants\.\n$/,
    ],
    [
      'an unknown key of a merchant',
      'merchants: [{ mchid: "1" }, { private_key: secret }]',
      /^mock\.yaml: unknown key merchants\[1\]\.private_key\. The known keys are mchid, key, .*faults\.\n$/,
    ],
    ['a wrong type', 'port: "80"', /^mock\.yaml: port "80" is invalid\. A port is a whole number from 0 to 65535\.\n$/],
    ['a key without a value', 'host:', /^mock\.yaml: host null is invalid\. A host is an address or a name\.\n$/],
    [
      'an unknown choice',
      'merchants: [{ type: shop }]',
      /^mock\.yaml: merchants\[0\]\.type "shop" is invalid\. Allowed choices are service_provider, channel_partner, institution\.\n$/,
    ],
    [
      'a switch that is neither true nor false',
      'merchants: [{ custom_page_link: off }]',
      /^mock\.yaml: merchants\[0\]\.custom_page_link "off" is invalid\. It must be true or false\.\n$/,
    ],
    [
      'an empty list',
      'merchants: [{ sub_mchids: [] }]',
      /^mock\.yaml: merchants\[0\]\.sub_mchids \(a list\) is invalid\. It must be a list with at least one entry\.\n$/,
    ],
    [
      'a number without quotes',
      'merchants: [{ mchid: 1900000100 }]',
      /^mock\.yaml: merchants\[0\]\.mchid 1900000100 is invalid\. It must be a string: put it in quotes\.\n$/,
    ],
    ['a token that is not a string', 'control_token: 424242', /^mock\.yaml: control_token is invalid\. A control token is a string/],
    [
      'a private key without its certificate',
      'merchants: [{ mchid: "1", key: k }]',
      /^mock\.yaml: merchants\[0\] \(mchid, key\) is invalid\. Give mchid, key and cert together, only mchid, or none of them\.\n$/,
    ],
    [
      'two merchants with the same ID',
      'merchants: [{ mchid: "1" }, { mchid: "1" }]',
      /^mock\.yaml: merchants\[1\]\.mchid 1 is invalid\. merchants\[0\] has the same merchant ID\.\n$/,
    ],
    ['two documents', 'port: 1\n---\nport: 2', /^mock\.yaml: the file has more than one document: keep one, [^\n]+\n$/],
    ['broken YAML', 'port: 1\nhost: [a', /^mock\.yaml: .* at line 2, column 9\n$/],
    ['broken JSON', '{ "control_token": "secret", "port" 1 }', /^mock\.yaml: (?!.*secret).* at line 1, column \d+\n$/],
    ['JSON of 100,000 levels', `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`, /^mock\.yaml: the content has more than 100 levels\n$/],
    ['YAML of 2,000 levels', `${'- '.repeat(2_000)}x`, /^mock\.yaml: the content has more than 100 levels\n$/],
    [
      'a body of 101 levels',
      `merchants: [{ faults: [{ status: 200, body: ${'['.repeat(101)}${']'.repeat(101)} }] }]`,
      /^mock\.yaml: the content has more than 100 levels\n$/,
    ],
    ['a list that contains itself', 'merchants: &a [*a]', /^mock\.yaml: the content has more than 100 levels\n$/],
    ['a key that occurs twice', 'port: 1\nport: 2', /^mock\.yaml: the key "port" occurs twice, the second time at line 2, column 1\n$/],
    [
      'a key that occurs twice in a JSON object, inside a list',
      '{ "merchants": [{ "mchid": "1",\n "mchid": "2" }] }',
      /^mock\.yaml: the key "mchid" occurs twice, the second time at line 2, column 2\n$/,
    ],
    [
      '30,000 keys, of which the last occurs twice',
      `${numberedKeys(30_000)}k29999: 1`,
      /^mock\.yaml: the key "k29999" occurs twice, .* at line 30001, /,
    ],
    ['20,000 anchors, each used in the next', chainedAnchors(20_000), /^mock\.yaml: the content has more than 100 aliases\n$/],
    ['a YAML set instead of keys and values', '!!set { port }', /^mock\.yaml: Unresolved tag: .*set at line 1, column 1\n$/],
    ['a YAML set in YAML 1.1', '%YAML 1.1\n---\n!!set { port }', /^mock\.yaml: Unresolved tag: .*set at line 3, column 1\n$/],
    ['bytes as a value', 'port: !!binary aGVsbG8=', /^mock\.yaml: Unresolved tag: .*binary at line 1, column 7\n$/],
    ['an infinite number', 'port: .inf', /^mock\.yaml: port Infinity is invalid\. A port is/],
    ['a key without a name', '"": 1', /^mock\.yaml: unknown key ""\. The known keys are /],
    ['a key of 1,000 characters', `${'k'.repeat(1_000)}: 1`, /^mock\.yaml: unknown key k{60}\. The known keys are /],
    [
      'an object of 1,000 keys as a value',
      `port: { ${numberedKeys(1_000).replaceAll('\n', ', ')} }`,
      /^mock\.yaml: port \(k0, .{55,65}\) is invalid\./,
    ],
    ['30,000 unknown keys', numberedKeys(30_000), /^mock\.yaml: unknown key k0\. The known keys are /],
    [
      'no keys at all',
      '-----BEGIN PRIVATE KEY-----\nsecret',
      /^mock\.yaml: (?!.*secret)the content is invalid\. It must consist of keys and values\./,
    ],
    [
      'a key file that does not exist',
      'merchants: [{ mchid: "1", key: keys/none.pem, cert: none.pem }]',
      /^mock\.yaml: merchants\[0\]\.(key keys\/|cert )none\.pem can't be read: there is no such file \(文件不存在\)\n$/,
    ],
  ])('is refused in one line when it is wrong: %s', async ([, content, message], { folder }) => {
    await writeFile(join(folder, 'mock.yaml'), content)
    const complaint = await complaintAbout('config', '--config', join(folder, 'mock.yaml'))
    expect(complaint.replaceAll(join(folder, '/'), '')).toMatch(message)
  })

  test('in UTF-16, which PowerShell writes, is refused because of its encoding', async ({ folder }) => {
    const file = join(folder, 'mock.yaml')
    await writeFile(file, Buffer.from('\ufeffport: 8921\r\n', 'utf16le'))
    expect(await complaintAbout('config', '--config', file)).toBe(`--config ${file} is in UTF-16: save it as UTF-8 (请保存为 UTF-8)\n`)
  })

  test('makes config and start exit with 1 when it is wrong', async ({ quickRun, folder }) => {
    await writeFile(join(folder, 'mock.yaml'), 'port: [')
    for (const command of ['config', 'start'])
      expect(await quickRun(command, '--config', 'mock.yaml')).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^mock\.yaml: .*\n$/),
      })
  })

  test('sets a switch; a variable overrides the file, and a flag overrides both', async ({ quickRun, folder, variables }) => {
    await writeFile(join(folder, 'mock.yaml'), 'state: state.json\nstate_sync: true\n')
    const row = async (...options: string[]) => {
      const { stdout } = await quickRun('config', '--config', 'mock.yaml', ...options)
      return lines(stdout).find(([name]) => name === 'state_sync')
    }
    expect(await row()).toEqual(['state_sync', 'true', 'mock.yaml'])
    expect(await row('--state-sync', 'false')).toEqual(['state_sync', 'false', 'flag --state-sync'])
    variables['GOLDPLAN_MOCK_STATE_SYNC'] = 'false'
    expect(await row()).toEqual(['state_sync', 'false', 'env GOLDPLAN_MOCK_STATE_SYNC'])
    expect(await row('--state-sync')).toEqual(['state_sync', 'true', 'flag --state-sync'])
  })

  test('may have only comments', async ({ quickRun, folder }) => {
    await writeFile(join(folder, 'mock.yaml'), '# nothing yet\n')
    expect(await quickRun('config', '--config', 'mock.yaml')).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('a variable that is wrong', () => {
  test.for<[string, string, RegExp]>([
    ['PORT', 'x', /^option '--port <number>' value 'x' from env 'GOLDPLAN_MOCK_PORT' is invalid\. A port is a whole number/],
    [
      'LOG_LEVEL',
      'loud',
      /'loud' from env 'GOLDPLAN_MOCK_LOG_LEVEL' is invalid\. Allowed choices are silent, error, warn, info, debug\.\n$/,
    ],
    [
      'STATE_SYNC',
      '1',
      /^option '--state-sync \[boolean\]' value '1' from env 'GOLDPLAN_MOCK_STATE_SYNC' is invalid\. It must be true or false\.\n$/,
    ],
    ['CONTROL_TOKEN', '', /^GOLDPLAN_MOCK_CONTROL_TOKEN is invalid\. A control token is one or more visible ASCII characters/],
    ['SUB_MCHID', '1;2', /'1;2' from env 'GOLDPLAN_MOCK_SUB_MCHID' is invalid\. A sub-merchant's ID is 1 to 32 digits\.\n$/],
    ['CONFIG', 'none.yaml', /^GOLDPLAN_MOCK_CONFIG none\.yaml can't be read: there is no such file \(文件不存在\)\n$/],
    ['CONFIG', '/dev/zero', /^GOLDPLAN_MOCK_CONFIG \/dev\/zero can't be read: it has more than 1 MB\n$/],
    ['WORKERS', '0', /'0' from env 'GOLDPLAN_MOCK_WORKERS' is invalid\. A number of workers is a whole number from 1 to 256, or auto\.\n$/],
    ['WORKERS', '257', /a whole number from 1 to 256, or auto\.\n$/],
    ['KEY', 'k', /^--mchid, GOLDPLAN_MOCK_KEY and --cert go together; missing: --mchid, --cert\n$/],
  ])('is refused with the reason: GOLDPLAN_MOCK_%s', async ([name, value, message]) => {
    vi.stubEnv(`GOLDPLAN_MOCK_${name}`, value)
    expect(await complaintAbout('config')).toMatch(message)
  })

  test('makes the command exit with 1', async ({ quickRun, variables }) => {
    variables['GOLDPLAN_MOCK_LOG_FORMAT'] = 'xml'
    const stderr = expect.stringMatching(/'xml' from env 'GOLDPLAN_MOCK_LOG_FORMAT' is invalid\. Allowed choices are pretty, json\.\n$/)
    expect(await quickRun('config')).toEqual({ code: 1, stdout: '', stderr })
  })
})

describe.skipIf(process.platform === 'win32')('a file that a setting names', () => {
  test.for([['--config'], ['--mchid', '1900000100', '--cert', 'pipe', '--key']])(
    'is refused when it is a pipe that nobody writes to: %s',
    async (options, { folder, quickRun }) => {
      spawnSync('mkfifo', [join(folder, 'pipe')])
      const stderr = expect.stringContaining(`${options.at(-1)} pipe can't be read: it is a pipe and not a file`)
      expect(await quickRun('config', ...options, 'pipe')).toMatchObject({ code: 1, stderr })
    },
  )

  test('may be a process substitution of the shell, <(…)', () => {
    const script = '"$0" "$1" config --json --config <(echo port: 9)'
    const { stdout } = spawnSync('bash', ['-c', script, process.execPath, COMMAND], { encoding: 'utf8' })
    expect(JSON.parse(stdout).port.value).toBe(9)
  })
})

test.for([
  ['--public-url', 'mock.example', 'http'],
  ['--public-url', 'https://mock.example/path', 'no path'],
  ['--allow-host', 'mock.example:80', 'no port'],
  ['--allow-host', '*', 'letters'],
  ['--notify-allow', 'http://app', 'letters'],
  ['--notify-allow', 'app:3000', 'without a port'],
  ['--notify-allow', '[::1]:3000', 'without a port'],
  ['--notify-map', 'https://www.example.com', 'two http:// or https:// URLs'],
  ['--notify-map', 'https://a:b@www.example.com=http://127.0.0.1', '# or @'],
] as const)('%s %s is refused', async ([flag, value, reason], { quickRun }) => {
  expect(await quickRun('config', flag, value)).toMatchObject({ code: 1, stderr: expect.stringContaining(reason) })
})

test.for(['::1', '0:0:0:0:0:0:0:1', '[::1]', '::ffff:203.0.113.7', '203.0.113.7', 'app'])(
  '--notify-allow takes %s',
  async (host, { quickRun }) => {
    const stdout = expect.stringContaining(`notify_allow      ${host}`)
    expect(await quickRun('config', '--notify-allow', host)).toMatchObject({ code: 0, stdout })
  },
)
