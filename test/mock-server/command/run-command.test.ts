import { spawn } from 'node:child_process'
import { createPrivateKey, randomInt, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, vi } from 'vitest'
import { createControl, createWechatpay } from '../../../client/index.ts'
import { developmentKeys } from '../../../contracts/index.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { clientOptions } from '../../client/client-options.ts'
import { EVERY } from '../../every.ts'
import { COMMAND, complaintAbout, credentialsOf, err, out, outputOf, test, tooWide, until } from './command-test.ts'

const OPEN = { sub_mchid: '1900000109', operation_type: 'OPEN' } as const
const { merchant, platform } = developmentKeys

describe('start', () => {
  test('prints its URLs, the merchant IDs, and a command for a first call that works as typed; Ctrl-C stops it with exit code 0', async ({
    start,
    folder,
  }) => {
    const child = start('--port', '0', '--log-format', 'pretty')
    const banner = await until(out(child), 'README.zh-CN.md\n')
    expect(banner).toMatch(/base URL {3}http:\/\/127\.0\.0\.1:\d+\n/)
    expect(banner).toMatch(/console {4}http:\/\/127\.0\.0\.1:\d+\/ /)
    expect(banner).toContain('mchid      1900000100')
    expect(banner).toContain('sub_mchid  1900000109')
    expect(banner).toContain('Files in ./.wechatpay-mock')
    const [, path = ''] = /\n {2}node (\S+)\n/.exec(banner) ?? []
    const call = spawn(process.execPath, [path], { cwd: folder })
    expect(await text(call.stdout)).toBe('200 {"sub_mchid":"1900000109"}\n')
    child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([0, null])
  })

  test('prints exactly one line on stdout when the log is in JSON', async ({ start }) => {
    const child = start('--port', '0')
    const { base_url } = JSON.parse(await until(out(child), '\n'))
    expect((await fetch(`${base_url}/__mock/health`)).status).toBe(200)
    child.kill('SIGINT')
    expect(await text(out(child))).toBe('')
  })

  test('with --json prints one line that a client can use, once the server is ready; SIGTERM stops the server with exit code 0', async ({
    start,
    folder,
  }) => {
    const child = start('--json', '--port', '0')
    const credentials = await credentialsOf(child)
    const wxpay = createWechatpay(clientOptions(credentials))
    expect((await wxpay.v3.goldplan.merchants.changegoldplanstatus.post(OPEN)).data).toEqual({ sub_mchid: '1900000109' })
    // The same credentials are in files that only this user can read and that git ignores.
    const files = join(folder, '.wechatpay-mock')
    const names = [
      '.gitignore',
      'apiclient_cert.pem',
      'apiclient_key.pem',
      'credentials.json',
      'first-call.mjs',
      'pub_key.pem',
      'server.lock',
      `wechatpay_${platform.serial}.pem`,
    ]
    expect((await readdir(files)).toSorted()).toEqual(names)
    for (const name of names) expect((await stat(join(files, name))).mode & 0o777).toBe(0o600)
    const content = (name: string) => readFile(join(files, name), 'utf8')
    expect(await content('.gitignore')).toBe('*\n')
    expect(await content('apiclient_key.pem')).toBe(credentials.private_key)
    expect(await content('apiclient_cert.pem')).toBe(credentials.certificate)
    expect(await content(`wechatpay_${platform.serial}.pem`)).toBe(platform.certificate)
    expect(await content('pub_key.pem')).toBe(credentials.platform_public_key?.public_key)
    expect({ ...JSON.parse(await content('credentials.json')), console_url: `${credentials.base_url}/` }).toEqual(credentials)
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    expect(await text(out(child))).toBe('')
    expect(await closed).toEqual([0, null])
  })
})

describe('the state file of the command', () => {
  test.for(['SIGTERM', 'SIGHUP'] as const)(
    'contains a change that was accepted before %s, however early the signal comes',
    { timeout: 120_000 },
    async (signal, { start, folder }) => {
      for (let turn = 0; turn < (EVERY ? 10 : 2); turn++) {
        const port = await freePort()
        const file = `state-${turn}.json`
        const child = start('--port', String(port), '--state', file)
        await firstAnswer(`http://127.0.0.1:${port}/__mock/health`)
        const created = await fetch(`http://127.0.0.1:${port}/__mock/merchants`, { method: 'POST', body: '{"mchid":"1230000109"}' })
        child.kill(signal)
        expect(created.status).toBe(201)
        expect(await once(child, 'close')).toEqual([0, null])
        expect(await readFile(join(folder, file), 'utf8')).toContain('1230000109')
      }
    },
  )

  test('contains a change that was accepted before Ctrl-C, even if a parent program sends the same signal a second time', async ({
    start,
    folder,
  }) => {
    for (const delay of [0, 5, 20]) {
      const child = start('--json', '--port', '0', '--state', `state-${delay}.json`)
      const { base_url } = await credentialsOf(child)
      await fetch(`${base_url}/__mock/merchants`, { method: 'POST', body: '{"mchid":"1230000109"}' })
      const closed = once(child, 'close')
      child.kill('SIGINT')
      await setTimeout(delay)
      child.kill('SIGINT')
      expect(await closed).toEqual([0, null])
      expect(await readFile(join(folder, `state-${delay}.json`), 'utf8')).toContain('1230000109')
    }
  })

  test('is refused, with exit code 2, when another server uses it: one line names the file and the process ID of that server', async ({
    quickRun,
    folder,
  }) => {
    const stateFile = join(folder, 'state.json')
    await using mock = await createMockServer({ stateFile })
    expect(await quickRun('--port', '0', '--state', 'state.json')).toEqual({
      code: 2,
      stdout: '',
      stderr: `The state file state.json is in use by process ${process.pid}: stop that server, or give this one its own file\n`,
    })
    await mock.close()
  })

  test('is named in the error, with exit code 1, when it can no longer be written', async ({ start, folder }) => {
    await mkdir(join(folder, 'state'))
    const child = start('--json', '--port', '0', '--state', 'state/state.json')
    const { base_url } = await credentialsOf(child)
    await rm(join(folder, 'state'), { recursive: true })
    await fetch(`${base_url}/__mock/merchants`, { method: 'POST' })
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    expect(await text(err(child))).toMatch(/^The state file .*state\.json can't be written: ENOENT.*$/m)
    expect(await closed).toEqual([1, null])
  })
})

/** Returns a free port. It is below the ports that the system hands out, so that another test is unlikely to take it first. */
async function freePort(): Promise<number> {
  const port = randomInt(10_000, 32_000)
  const server = createServer().listen(port, '127.0.0.1')
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  server.close()
  return isFree ? port : freePort()
}

async function firstAnswer(url: string): Promise<void> {
  while (!(await fetch(url).catch(() => undefined))) await setTimeout(1)
}

// Each of these tests starts the command, which takes a second.
if (EVERY)
  describe('start', () => {
    test('stops when the shell in which npm started it is killed', async ({ folder }) => {
      const shell = spawn('sh', ['-c', `"${process.execPath}" "${COMMAND}" --json --port 0; :`], {
        cwd: folder,
        env: { ...process.env, npm_lifecycle_event: 'start' },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const { base_url } = await credentialsOf(shell)
      shell.kill('SIGKILL')
      // Only the end of the command closes its stdout; the end of the shell does not.
      await text(out(shell))
      await expect(fetch(base_url)).rejects.toThrow()
    })

    test('runs with the merchants of a configuration file', async ({ start, folder }) => {
      await writeFile(join(folder, 'key.pem'), platform.privateKey)
      await writeFile(join(folder, 'cert.pem'), platform.certificate)
      const own = { mchid: '1230000109', key: 'key.pem', cert: 'cert.pem', sub_mchids: ['1600000001'] }
      const first = { sub_mchids: ['1600000002'], type: 'channel_partner', gold_plan_open: false, verification: 'public_key' }
      await writeFile(join(folder, 'mock.json'), JSON.stringify({ port: 0, merchants: [first, own] }))
      const credentials = await credentialsOf(start('--json', '--config', 'mock.json'))
      expect(credentials).toMatchObject({ mchid: '1900000100', sub_mchids: ['1600000002'] })
      expect(await createControl(credentials.base_url).merchant('1900000100').read()).toMatchObject(first)
      const { mchid } = own
      const options = {
        ...clientOptions(credentials),
        mchid,
        serial: platform.serial,
        privateKey: platform.privateKey,
        certs: { PUB_KEY_ID_1: developmentKeys.platformPublicKey.publicKey },
      }
      const call = createWechatpay(options).v3.goldplan.merchants.changegoldplanstatus.post({ ...OPEN, sub_mchid: '1600000001' })
      // The answer is signed, so the signature of the request was valid. The client trusts only PUB_KEY_ID_1, so it refuses the serial number.
      await expect(call).rejects.toMatchObject({ check: 'serial', seen: platform.serial })
    })

    test("runs with the user's own merchant", async ({ start, folder }) => {
      await writeFile(join(folder, 'key.pem'), platform.privateKey)
      await writeFile(join(folder, 'cert.pem'), platform.certificate)
      const own = ['--mchid', '1230000109', '--key', 'key.pem', '--cert', 'cert.pem', '--sub-mchid', '1600000001', '1600000002']
      const credentials = await credentialsOf(start('--json', '--port', '0', ...own))
      expect(credentials).toMatchObject({ mchid: '1230000109', serial_no: platform.serial, sub_mchids: ['1600000001', '1600000002'] })
      const wxpay = createWechatpay({
        ...clientOptions(credentials),
        serial: platform.serial,
        certs: { PUB_KEY_ID_1: developmentKeys.platformPublicKey.publicKey },
      })
      const call = wxpay.v3.goldplan.merchants.changegoldplanstatus.post({ sub_mchid: '1600000002', operation_type: 'OPEN' })
      // The answer is signed, so the server accepted the key. The client trusts only PUB_KEY_ID_1, so it refuses the serial number.
      await expect(call).rejects.toMatchObject({ check: 'serial', seen: platform.serial })
    })
  })

describe('a wrong command line', () => {
  test.for<[string, string[], RegExp]>([
    ['an unknown option', ['--prot', '1'], /^unknown option '--prot'\. Did you mean '--port'\?\n$/],
    ['a mistyped command', ['explian', '--key', 'cert.pem'], /^unknown command 'explian'\. Did you mean 'explain'\?\n$/],
    [
      'an unknown command',
      ['serve'],
      /^unknown command 'serve'\. The commands are start, run, config, health, explain, vectors, audit, notify, verify\.\n$/,
    ],
    ['an argument for start', ['start', 'explain'], /^too many arguments for 'start'\. Expected 0 arguments but got 1: explain\.\n$/],
    [
      'a port that is not a number',
      ['--port', 'x'],
      /^option '--port <number>' argument 'x' is invalid\. A port is a whole number from 0 to 65535\.\n$/,
    ],
    ['a port out of range', ['--port', '65536'], /^option '--port <number>' argument '65536' is invalid/],
    [
      'a host that this machine does not have',
      ['--port', '0', '--host', '192.0.2.1'],
      /^192\.0\.2\.1 is not an address of this machine: choose another address with --host\n$/,
    ],
    ['a merchant without its key', ['--mchid', '1', '--cert', 'c'], /^--mchid, --key and --cert go together; missing: --key\n$/],
    ['a key without its merchant', ['--key', 'k'], /^--mchid, --key and --cert go together; missing: --mchid, --cert\n$/],
    [
      'a key file that does not exist',
      ['--mchid', '1', '--key', 'none.pem', '--cert', 'none.pem'],
      /^--key none\.pem can't be read: there is no such file \(文件不存在\)\n$/,
    ],
    [
      'a folder instead of a key file',
      ['--mchid', '1', '--key', '.', '--cert', '.'],
      /^--key \. can't be read: it is a folder \(这是文件夹\)\n$/,
    ],
    ['an empty host', ['--host', ''], /^option '--host <address>' argument '' is invalid\. A host is an address or a name\.\n$/],
    [
      'sub-merchants with a Chinese comma',
      ['--sub-mchid', '1，2'],
      /^option '--sub-mchid <sub_mchid\.\.\.>' argument '1，2' is invalid\. A sub-merchant's ID is 1 to 32 digits\.\n$/,
    ],
    ['--state-sync without --state', ['--state-sync'], /^--state-sync needs --state, which names the file to write\n$/],
    [
      'an empty control token',
      ['--control-token', ''],
      /^--control-token is invalid\. A control token is one or more visible ASCII characters/,
    ],
    ['a control token that no header can contain', ['--control-token', 'se cret'], /^--control-token is invalid\.(?!.*se cret)/],
    [
      'an unknown log level',
      ['--log-level', 'loud'],
      /^option '--log-level <level>' argument 'loud' is invalid\. Allowed choices are silent, error, /,
    ],
    [
      'a journal limit that is not a whole number',
      ['--journal-limit', '0.5'],
      /^option '--journal-limit <number>' argument '0.5' is invalid\. A journal limit is a whole number/,
    ],
    [
      'a key instead of the path of its file',
      ['--mchid', '1', '--cert', 'c', '--key', '-----BEGIN PRIVATE KEY-----'],
      /^--key is a PEM instead of a path: give the path of its file\n$/,
    ],
    ['an option without its value', ['--port'], /^option '--port <number>' argument missing\n$/],
  ])('is refused in one line, with exit code 1: %s', async ([, options, message]) => {
    expect(await complaintAbout(...options)).toMatch(message)
  })

  test('is refused in one line, with exit code 1, also when the command runs as a process of its own', async ({ run }) => {
    expect(await run('--prot', '1')).toEqual({ code: 1, stdout: '', stderr: "unknown option '--prot'. Did you mean '--port'?\n" })
  })

  test.for<[string, string[], string]>([
    ['an unknown option', ['--prot', '1'], "没有这个选项: unknown option '--prot'. Did you mean '--port'?\n"],
    ['an unknown command', ['explian'], "没有这个命令: unknown command 'explian'. Did you mean 'explain'?\n"],
    ['an option without its value', ['--port'], "选项缺少值: option '--port <number>' argument missing\n"],
    [
      'a wrong value',
      ['--port', 'x'],
      "值无效: option '--port <number>' argument 'x' is invalid. A port is a whole number from 0 to 65535.\n",
    ],
    [
      'an error whose Chinese words are usually at its end',
      ['explain', '--refusal', '/nowhere'],
      "文件不存在: --refusal /nowhere can't be read: there is no such file\n",
    ],
  ])('is refused, in a Chinese locale, with an error that begins with Chinese words: %s', async ([, options, message]) => {
    vi.stubEnv('LC_ALL', 'zh_CN.UTF-8')
    expect(await complaintAbout(...options)).toBe(message)
    vi.unstubAllEnvs()
  })

  test('that names a port in use is refused, and the error says how to set another', async () => {
    await using mock = await createMockServer()
    const { port } = new URL(mock.url)
    expect(await complaintAbout('--port', port)).toBe(
      `Port ${port} on 127.0.0.1 is in use: set another port with --port, or 0 for any free port (端口已被占用，请换一个)\n`,
    )
  })

  test.for<[string, string, Buffer | string, RegExp]>([
    [
      'a certificate as the key',
      '--key',
      merchant.certificate,
      /^--key must be .*; got a certificate \(.*\); the private key is the other file, apiclient_key\.pem\n$/,
    ],
    [
      'a key in DER',
      '--key',
      createPrivateKey(merchant.privateKey).export({ type: 'pkcs8', format: 'der' }),
      /; got a PKCS#8 private key in DER; convert/,
    ],
    [
      'a certificate in DER',
      '--cert',
      new X509Certificate(merchant.certificate).raw,
      /^--cert must be .*; got a certificate in DER; convert it with: openssl x509 /,
    ],
    ['a key with quotes', '--key', `"${merchant.privateKey}"`, /^--key must be .* in quotes; remove the quotes\n$/],
  ])('that names a wrong file is refused, and the error says what the file is: %s', async ([, option, content, message], { folder }) => {
    const files = { '--key': join(folder, 'key.pem'), '--cert': join(folder, 'cert.pem') }
    await writeFile(files['--key'], option === '--key' ? content : merchant.privateKey)
    await writeFile(files['--cert'], option === '--cert' ? content : merchant.certificate)
    expect(await complaintAbout('config', '--mchid', '1', ...Object.entries(files).flat())).toMatch(message)
  })

  test('that has a key as the value of another option is refused, and the error does not show the key', async () => {
    for (const option of ['--mchid', '--port'])
      expect(await complaintAbout(option, merchant.privateKey)).toMatch(/ argument '-----BEGIN PRIVATE KEY-----… ?' is invalid\. /)
  })

  test('that has a key in base64 instead of the path of a key file is refused, and the error does not show the key', async () => {
    const key = merchant.privateKey.replaceAll(/-----[^-]+-----|\n/g, '')
    expect(await complaintAbout('--mchid', '1', '--key', key, '--cert', key)).toMatch(
      /^--(key|cert) looks like base64 instead of a path: give the path of its file\n$/,
    )
  })

  test('that names the key of one merchant and the certificate of another is refused', async ({ folder }) => {
    await writeFile(join(folder, 'key.pem'), developmentKeys.merchant.privateKey)
    await writeFile(join(folder, 'cert.pem'), platform.certificate)
    const files = ['--key', join(folder, 'key.pem'), '--cert', join(folder, 'cert.pem')]
    expect(await complaintAbout('--port', '0', '--mchid', '1', ...files)).toMatch(
      /^--key is not the key of the certificate [0-9A-F]{40}.*\n$/,
    )
  })

  test('is refused when the configuration file has an invalid value, and the error names the file and the field', async ({ folder }) => {
    const file = JSON.stringify({ port: 0, merchants: [{}, { mchid: '1', faults: [{ example: 'SYSTEM_ERROR', rate: 'x', seed: 1 }] }] })
    await writeFile(join(folder, 'mock.json'), file)
    expect(await complaintAbout('--config', join(folder, 'mock.json'))).toMatch(/mock\.json: merchants\[1\]\.faults\[0\]\.rate must .*\n$/)
  })
})

test.for(['--version', '-V', '-v'])('%s prints the version and exits with 0', async (option, { quickRun }) => {
  expect(await quickRun(option)).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' })
})

describe('the help', () => {
  const commands = [
    '',
    ' start',
    ' run',
    ' config',
    ' health',
    ' explain',
    ' vectors',
    ' vectors check',
    ' audit',
    ' notify',
    ' notify check',
    ' verify',
  ]
  const OF_CLONE = { npm_lifecycle_event: 'start', npm_package_name: 'wechatpay-goldplan-mock' }
  const places = [
    { typed: 'npx wechatpay-goldplan-mock', npm: {} },
    { typed: 'npm start --', npm: { ...OF_CLONE, npm_package_json: resolve('package.json') } },
  ]
  const cases = places.flatMap((place) => commands.map((command) => ({ ...place, command })))

  afterEach(() => {
    vi.unstubAllEnvs()
  })

  /** The help of a command when npm has set these variables. */
  function helpIn(npm: object, command: string): Promise<{ stdout: string; code: number }> {
    for (const [name, value] of Object.entries({ ...NO_NPM, ...npm })) vi.stubEnv(name, value)
    return outputOf(...command.split(' ').slice(1), '--help')
  }

  const NO_NPM = { npm_lifecycle_event: undefined, npm_package_name: undefined, npm_package_json: undefined }

  test.for(cases)(
    'of $typed $command fits 80 columns and 24 lines (explain may have more lines), and has an example that can be typed',
    async ({ typed, npm, command }) => {
      const { code, stdout } = await helpIn(npm, command)
      expect(code).toBe(0)
      expect(stdout).toContain(`Usage: ${typed}${command} [options]`)
      expect(stdout).toMatch(/^Examples?.*:/m)
      const names = stdout.match(/(npx )?wechatpay-goldplan-mock|npm start --/g) ?? []
      expect(names.length).toBeGreaterThan(1)
      expect(names.filter((name) => name !== typed)).toEqual([])
      // The shell prompt takes the 24th line. The help of `explain` is longer because of its examples.
      expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(command === ' explain' ? 46 : 23)
      expect(tooWide(stdout)).toEqual([])
    },
  )

  test('names the folder of the clone when npm starts the command from another folder', async () => {
    const { stdout } = await helpIn({ ...OF_CLONE, npm_package_json: '/home/me/clone/package.json' }, '')
    expect(stdout).toContain('npm --prefix /home/me/clone start -- start --help')
  })

  test.for([{ npm_lifecycle_event: 'start', npm_package_name: 'my-shop' }, { npm_lifecycle_event: 'npx' }])(
    'says npx wechatpay-goldplan-mock when npx or a script of another package starts the command: %j',
    async (npm) => {
      expect((await helpIn(npm, '')).stdout).toContain('npx wechatpay-goldplan-mock start --help')
    },
  )

  test('is not printed when npm keeps an option for itself and passes on only the value: the error says how to pass both', async () => {
    const ofClone = { npm_lifecycle_event: 'start', npm_package_name: 'wechatpay-goldplan-mock', npm_package_json: resolve('package.json') }
    for (const [name, value] of Object.entries(ofClone)) vi.stubEnv(name, value)
    expect(await complaintAbout('8921')).toMatch(
      /^unknown command '8921'\. .* npm takes options before -- for itself: write npm start -- --port 8921 /,
    )
  })

  test('names each command in one line', async () => {
    const { stdout } = await outputOf('--help')
    for (const name of ['start', 'run', 'config', 'health', 'explain', 'vectors check', 'audit', 'notify check', 'verify'])
      expect(stdout).toMatch(new RegExp(`^  ${name} {2,}\\w`, 'm'))
  })

  test('of start groups the options, and the help of config refers to the help of start', async () => {
    const start = (await outputOf('start', '--help')).stdout
    expect(start.match(/^\w.*:$/gm)).toEqual(['Server (服务):', 'Service provider (服务商):', 'Journal and log (请求记录与日志):'])
    const config = (await outputOf('config', '--help')).stdout
    expect(config).toContain('npx wechatpay-goldplan-mock start --help')
    expect(config).not.toContain('--port <number>')
  })
})
