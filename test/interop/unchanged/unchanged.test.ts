import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMAND } from '../../mock-server/command/command-test.ts'

/** A program that calls WeChat Pay with an SDK. */
interface Program {
  readonly name: string
  /** The folder with the program. */
  readonly folder: string
  /** A command that succeeds when the toolchain is installed; left out when the program needs no toolchain. */
  readonly tool?: readonly string[]
  /** The command that downloads the dependencies of the program. */
  readonly prepare?: readonly string[]
  /** Options for the mock server's command `run`, which starts the program. */
  readonly options?: readonly string[]
  /** The command that runs the program against WeChat Pay's own hosts. */
  readonly command: readonly string[]
  /** Whether the program also works without `options` when WeChat Pay's host names resolve to an address. */
  readonly isFoundByDns?: true
  /** The command that runs the program against the address in `WECHATPAY_BASE_URL`. */
  readonly atBaseUrl: readonly string[]
}

const maven = (test: string) => ['mvn', '-q', '-B', '-o', 'test', `-Dtest=${test}`]
// The commands in PREPARE_MAVEN and PREPARE_GO run no test, but download what the tests need.
const PREPARE_MAVEN = ['mvn', '-q', '-B', 'test', '-Dtest=None', '-Dsurefire.failIfNoSpecifiedTests=false']
const PREPARE_GO = ['go', 'test', '-run', 'none', './...']
const go = (...pattern: readonly string[]) => ['go', 'test', '-count=1', ...pattern, './...']

const PROGRAMS: readonly Program[] = [
  {
    name: 'wechatpay-go',
    folder: 'go',
    tool: ['go', 'version'],
    prepare: PREPARE_GO,
    command: go('-skip', 'BaseURL'),
    atBaseUrl: go('-run', 'BaseURL'),
  },
  {
    name: 'gopay',
    folder: 'gopay',
    tool: ['go', 'version'],
    prepare: PREPARE_GO,
    command: go('-skip', 'BaseURL'),
    atBaseUrl: go('-run', 'BaseURL'),
  },
  {
    name: 'wechatpay-java',
    folder: 'java',
    tool: ['mvn', '--version'],
    prepare: PREPARE_MAVEN,
    command: maven('GoldPlanTest,EchoTest'),
    atBaseUrl: maven('BaseUrlTest'),
  },
  {
    name: 'wechatpay-apache-httpclient and WxJava',
    folder: 'java-apache',
    tool: ['mvn', '--version'],
    prepare: PREPARE_MAVEN,
    options: ['--java-sockets'],
    isFoundByDns: true,
    command: maven('*Test,!*Test#*BaseUrl'),
    atBaseUrl: maven('*Test#*BaseUrl'),
  },
  {
    name: 'wechatpayv3 with requests and httpx',
    folder: 'python',
    tool: ['python3', '-m', 'venv', '--help'],
    prepare: ['sh', '-c', 'python3 -m venv venv && venv/bin/pip install -q -r requirements.txt'],
    command: ['venv/bin/pytest', '-q', '-p', 'no:cacheprovider', 'test_goldplan.py', 'test_echo.py'],
    atBaseUrl: ['venv/bin/pytest', '-q', '-p', 'no:cacheprovider', 'test_base_url.py'],
  },
  {
    name: 'node-easywechat',
    folder: 'easywechat',
    tool: ['npm', '--version'],
    prepare: ['npm', 'install', '--no-audit', '--no-fund', '--no-package-lock'],
    command: [process.execPath, '--test', 'goldplan.mjs'],
    atBaseUrl: [process.execPath, '--test', 'base_url.mjs'],
  },
  {
    name: 'wechatpay-axios-plugin and wechatpay-node-v3',
    folder: 'node',
    command: [process.execPath, '--test', join(import.meta.dirname, 'node/goldplan.mjs')],
    atBaseUrl: [process.execPath, '--test', join(import.meta.dirname, 'node/base_url.mjs')],
  },
  {
    name: 'Guzzle for PHP',
    folder: 'php',
    tool: ['php', '--version'],
    command: ['php', 'goldplan.php'],
    atBaseUrl: ['php', 'base_url.php'],
  },
]

/** Whether a program can run without any network here. A run without a network shows that the program sends nothing to other machines. */
const canIsolate = spawnSync('unshare', ['-n', 'sh', '-c', 'ip link set lo up']).status === 0

function isolated(command: readonly string[]): readonly string[] {
  return canIsolate ? ['unshare', '-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command] : command
}

/** Returns a command that runs without any network. For this command, WeChat Pay's host name resolves to an address that no machine has. */
function isolatedWithDns(command: readonly string[]): readonly string[] {
  const hosts = "printf '127.0.0.1 localhost\\n203.0.113.5 api.mch.weixin.qq.com\\n' > hosts && mount --bind hosts /etc/hosts"
  return ['unshare', '-nm', 'sh', '-c', `ip link set lo up && ${hosts} && exec "$@"`, 'sh', ...command]
}

/**
 * The environment variables with which `run` leads calls for WeChat Pay's own hosts to the mock server. WECHATPAY_BASE_URL is not one of them; the
 * program reads it.
 */
const WAYS =
  'HTTPS_PROXY https_proxy HTTP_PROXY http_proxy SSL_CERT_FILE REQUESTS_CA_BUNDLE CURL_CA_BUNDLE PHP_INI_SCAN_DIR JAVA_TOOL_OPTIONS NODE_EXTRA_CA_CERTS NODE_USE_ENV_PROXY NODE_OPTIONS'
const withoutWays = ['env', ...WAYS.split(' ').flatMap((name) => ['-u', name])]

function runIn(folder: string, [file = '', ...args]: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, encoding: 'utf8', timeout: 600_000 })
  return { status, output: `${stdout}${stderr}` }
}

describe.for(PROGRAMS)('an unchanged program with $name', { timeout: 900_000 }, (program) => {
  const { folder, tool, prepare, options = [], isFoundByDns = false, command, atBaseUrl } = program
  const hasTool = tool === undefined || spawnSync(tool[0] ?? '', tool.slice(1)).status === 0

  test('reaches the mock server at the hosts of WeChat Pay and at the base URL', async (context) => {
    if (!hasTool) return context.skip(`${tool?.[0]} is missing`)
    const copy = await mkdtemp(join(tmpdir(), 'unchanged-'))
    await cp(join(import.meta.dirname, folder), copy, { recursive: true })
    const prepared = prepare && runIn(copy, prepare)
    if (prepared && prepared.status !== 0) return context.skip(`preparation failed: ${prepared.output.slice(-200)}`)
    const plain = [process.execPath, COMMAND, 'run', '--offline', '--log-level', 'warn']
    const run = [...plain, ...options, '--']
    const unchanged = runIn(copy, isolated([...run, ...command]))
    expect(unchanged.status, unchanged.output).toBe(0)
    if (isFoundByDns && canIsolate) {
      const found = runIn(copy, isolatedWithDns([...plain, '--', ...command]))
      expect(found.status, found.output).toBe(0)
    }
    const based = runIn(copy, isolated([...run, ...withoutWays, ...atBaseUrl]))
    expect(based.status, based.output).toBe(0)
    await rm(copy, { recursive: true })
  })
})
