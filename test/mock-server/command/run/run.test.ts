import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { outputFolder } from '../../../../mock-server/command/output-folder.ts'
import { COMMAND, test, until } from '../command-test.ts'

const URL_OF_CERTIFICATES = 'https://api.mch.weixin.qq.com/v3/certificates'

/** A program that calls the API with `fetch`, as an application would, and prints the status. */
const FETCH = `fetch('${URL_OF_CERTIFICATES}').then((answer) => console.log(answer.status))`
/** A program that does the same with the module `https`, which ignores proxies. */
const HTTPS = `require('https').get('${URL_OF_CERTIFICATES}', (answer) => { console.log(answer.statusCode); answer.resume() })`

const SILENT = ['--log-level', 'silent', '--'] as const

const damaged = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`

describe('run', () => {
  test.for([
    ['fetch', FETCH],
    ['https', HTTPS],
  ])('leads the calls of an unchanged Node program to the server: %s', async ([, program = ''], { run }) => {
    const { code, stdout } = await run('run', ...SILENT, process.execPath, '-e', program)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^40[01]\n$/) })
  })

  test.for([
    ['warns at the end that no call reached the server, when the program makes no call', '', true],
    ['logs a call that reached the server, and gives no warning at the end', FETCH, false],
  ] as const)('%s', async ([, program, isWarned], { run }) => {
    const { stderr } = await run('run', '--log-format', 'pretty', '--', process.execPath, '-e', program)
    expect(stderr.includes('No call reached this server. ')).toBe(isWarned)
    expect(/ GET \/\S* 40[01] /.test(stderr)).toBe(!isWarned)
  })

  test('exits with 1, and does not start the program, when it cannot write ca-bundle.pem', async ({ run, folder }) => {
    await outputFolder(join(folder, 'keys'))
    await mkdir(join(folder, 'keys/ca-bundle.pem'))
    const { code, stdout, stderr } = await run('run', '--output-dir', 'keys', ...SILENT, process.execPath, '-e', 'console.log(1)')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('ca-bundle.pem')
  })

  test.skipIf(spawnSync('curl', ['--version']).error)('leads curl to the server', async ({ run }) => {
    const { stdout } = await run('run', ...SILENT, 'curl', '-s', '-w', '%{http_code}', URL_OF_CERTIFICATES)
    expect(stdout).toMatch(/401$/)
  })

  test.skipIf(spawnSync('python3', ['--version']).error)("leads Python's urllib to the server", async ({ run }) => {
    const program = `import urllib.request as u, urllib.error as e
try: u.urlopen(u.Request("${URL_OF_CERTIFICATES}", headers={"Accept": "*/*"}))
except e.HTTPError as x: print(x.code)`
    expect((await run('run', ...SILENT, 'python3', '-c', program)).stdout).toBe('401\n')
  })

  test.skipIf(spawnSync('keytool', ['-help']).error)('writes a trust store that Java reads', async ({ run, folder }) => {
    await run('run', ...SILENT, process.execPath, '-e', '')
    const store = join(folder, '.wechatpay-mock/truststore.jks')
    const { stdout } = spawnSync('keytool', ['-list', '-keystore', store, '-storepass', 'changeit', '-J-Duser.language=en'])
    expect(String(stdout)).toMatch(/Your keystore contains \d+ entries/)
  })

  test.for([
    ['the exit code of the program', 'process.exit(7)', 7],
    ['128 plus the number of the signal that ended the program', "process.kill(process.pid, 'SIGKILL')", 137],
  ] as const)('exits with %s', async ([, program, wanted], { run }) => {
    expect((await run('run', ...SILENT, process.execPath, '-e', program)).code).toBe(wanted)
  })

  test('exits with 2 when the program cannot be started, and prints the reason', async ({ run }) => {
    const { code, stderr } = await run('run', ...SILENT, 'no-such-program')
    expect({ code, stderr }).toEqual({ code: 2, stderr: "no-such-program can't be started: spawn no-such-program ENOENT\n" })
    const logged = await run('run', '--log-format', 'pretty', '--', 'no-such-program')
    expect(logged.stderr).not.toContain('No call reached')
  })

  test('passes the merchant, the address of the server and the paths of the key files to the program', async ({ run, folder }) => {
    const program = 'console.log(JSON.stringify([process.env, process.argv.slice(1)]))'
    const { stdout } = await run(
      'run',
      ...SILENT,
      process.execPath,
      '-e',
      program,
      '{port}',
      '{url}/x',
      '{mchid}',
      '{other}',
      '{constructor}',
    )
    const [variables, args] = JSON.parse(stdout)
    const { port } = new URL(variables.WECHATPAY_BASE_URL)
    expect(args).toEqual([port, `http://127.0.0.1:${port}/x`, '1900000100', '{other}', '{constructor}'])
    expect(variables).toMatchObject({
      WECHATPAY_MCHID: '1900000100',
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      NO_PROXY: 'localhost,127.0.0.1,::1',
    })
    for (const [name, value] of Object.entries<string>(variables))
      if (name.startsWith('WECHATPAY_') && name.endsWith('_PATH')) expect((await stat(value)).isFile(), name).toBe(true)
    expect(await readdir(folder)).toEqual(['.wechatpay-mock'])
  })

  test('extends the variables that the user has set, and removes hosts of WeChat Pay from NO_PROXY', async ({ run, variables, folder }) => {
    await writeFile(join(folder, 'own.pem'), 'no certificate\n')
    Object.assign(variables, {
      NO_PROXY:
        'internal.example,.weixin.qq.com,api.mch.weixin.qq.com,*,.qq.com,.cn,QQ.COM,qq.com:443,*qq.com,qq.com. com 10.0.0.0/8,a*.com',
      NODE_OPTIONS: '--no-warnings',
      JAVA_TOOL_OPTIONS: '-Dx=y -Dhttps.proxyHost=127.0.0.10',
      PHP_INI_SCAN_DIR: '/own',
      NODE_EXTRA_CA_CERTS: join(folder, 'own.pem'),
    })
    const { stdout } = await run('run', ...SILENT, process.execPath, '-e', 'console.log(JSON.stringify(process.env))')
    expect(JSON.parse(stdout)).toMatchObject({
      NO_PROXY: 'internal.example,10.0.0.0/8,localhost,127.0.0.1,::1',
      NODE_OPTIONS: expect.stringMatching(/^--no-warnings --require /),
      JAVA_TOOL_OPTIONS: expect.stringMatching(/^-Dx=y \S+ -Dhttps\.proxyHost=127\.0\.0\.1 (?!.*hosts\.file).* -DsocksProxyHost=/),
      PHP_INI_SCAN_DIR: `/own:${join(folder, '.wechatpay-mock/php')}`,
    })
  })

  test('keeps a Node program from reaching a host of WeChat Pay other than an API host, by proxy or directly', async ({ run }) => {
    const program = "require('https').get('https://pay.mch.weixin.qq.com/').on('error', (error) => console.log(error.message))"
    // Node reports only the status of the proxy's answer.
    expect((await run('run', ...SILENT, process.execPath, '-e', program)).stdout).toMatch(/502 Bad Gateway/)
    const direct = program
      .replace("get('", "get({ agent: new (require('https').Agent)(), host: '")
      .replace("https://pay.mch.weixin.qq.com/'", "pay.mch.weixin.qq.com' }")
    expect((await run('run', ...SILENT, process.execPath, '-e', direct)).stdout).toBe(
      'pay.mch.weixin.qq.com is a host of WeChat Pay, which no test may reach\n',
    )
  })

  test('recognises hosts of WeChat Pay in unusual spellings, and names a refused host in its usual spelling', async ({ run }) => {
    const connect = (host: string) => {
      const [port, socket] = [process.env['WECHATPAY_MOCK_TLS_PORT'], require('node:net').connect(443, host)]
      socket.on('connect', () => console.log(socket.remotePort === Number(port) ? 'led to the server' : 'led elsewhere'))
      socket.on('error', ({ message }: Error) => console.log(message))
      return new Promise((resolve) => socket.once('connect', () => socket.destroy()).once('close', resolve))
    }
    const hosts = ['api.mch.weixin.qq。com', 'API2.wechatpay.cn.', 'pay.mch.weixin.qq。com', 'ｐay.mch.weixin.qq.COM..', 'wechatpay｡cn']
    const program = `(async () => { for (const host of ${JSON.stringify(hosts)}) await (${connect})(host) })()`
    const refused = (host: string) => `${host} is a host of WeChat Pay, which no test may reach`
    expect((await run('run', ...SILENT, process.execPath, '-e', program)).stdout.trimEnd().split('\n')).toEqual([
      'led to the server',
      'led to the server',
      refused('pay.mch.weixin.qq.com'),
      refused('pay.mch.weixin.qq.com'),
      refused('wechatpay.cn'),
    ])
  })

  test('on SIGTERM, ends the program and all processes that it started', async ({ start, folder }) => {
    const inner = "require('fs').writeFileSync('inner', String(process.pid)); setInterval(() => {}, 1000)"
    const outer = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`
    const child = start('run', ...SILENT, process.execPath, '-e', outer)
    await expect.poll(() => readFile(join(folder, 'inner'), 'utf8').catch(() => ''), { timeout: 20_000 }).not.toBe('')
    child.kill('SIGTERM')
    // This event comes only when no process has the output open any more.
    const [code] = await once(child, 'close')
    expect(code).toBe(143)
  })

  test.skipIf(process.platform === 'win32')('ends a process that the program left behind and that ignores SIGTERM', async ({ run }) => {
    const left = `trap '' TERM; echo left; while :; do sleep 1; done`
    const program = `require('child_process').spawn('sh', ['-c', ${JSON.stringify(left)}], { stdio: 'inherit' }); setTimeout(process.exit, 500, 3)`
    // This resolves only when no process has the output open any more.
    expect(await run('run', ...SILENT, process.execPath, '-e', program)).toEqual({ code: 3, stdout: 'left\n', stderr: '' })
  })

  test.skipIf(spawnSync('script', ['--version']).status !== 0)(
    'lets one Ctrl-C in a terminal reach the program only once',
    async ({ folder }) => {
      // Two signals that come while the program is busy count as one, so the test waits until the program is idle.
      const program = `let times = 0; process.on('SIGINT', () => { times += 1; setTimeout(() => { console.log('times: ' + times); process.exit() }, 500) })
      setTimeout(console.log, 300, 'ready'); setInterval(() => {}, 1000)`
      const command = [process.execPath, COMMAND, 'run', ...SILENT, process.execPath, '-e', program].map(
        (word) => `'${word.replaceAll("'", "'\\''")}'`,
      )
      const terminal = spawn('script', ['-qec', command.join(' '), '/dev/null'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
      await until(terminal.stdout, 'ready')
      terminal.stdin.write('\x03')
      expect((await text(terminal.stdout)).replace('^C', '').trim()).toBe('times: 1')
    },
  )

  test('uses the CA in the folder again in the next run, and lets only this user read its private key', async ({ run, folder }) => {
    const ca = () => readFile(join(folder, '.wechatpay-mock/ca.pem'), 'utf8')
    await run('run', ...SILENT, process.execPath, '-e', '')
    const first = await ca()
    await run('run', ...SILENT, process.execPath, '-e', '')
    expect(await ca()).toBe(first)
    expect((await stat(join(folder, '.wechatpay-mock/ca_key.pem'))).mode & 0o777).toBe(0o600)
  })

  test.for([
    ['garbage', async (path: string): Promise<unknown> => writeFile(path, 'garbage')],
    ['damaged PEM', async (path: string): Promise<unknown> => writeFile(path, ['PRIVATE KEY', 'CERTIFICATE'].map(damaged).join(''))],
    ['a pipe that nobody writes to', async (path: string): Promise<unknown> => execFileSync('mkfifo', [path])],
    ['a device that never ends', async (path: string): Promise<unknown> => symlink('/dev/zero', path)],
  ] as const)('replaces the CA files when each of them is %s', async ([, spoil], { run, folder }) => {
    await outputFolder(join(folder, '.wechatpay-mock'))
    for (const name of ['ca_key.pem', 'ca.pem']) await spoil(join(folder, '.wechatpay-mock', name))
    const { code, stderr } = await run('run', ...SILENT, process.execPath, '-e', '')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(await readFile(join(folder, '.wechatpay-mock/ca.pem'), 'utf8')).toContain('BEGIN CERTIFICATE')
  })

  test('exits with 1, and says in one line that the CA cannot be kept, when ca_key.pem is a folder', async ({ run, folder }) => {
    await outputFolder(join(folder, '.wechatpay-mock'))
    await mkdir(join(folder, '.wechatpay-mock/ca_key.pem'))
    const { code, stderr } = await run('run', ...SILENT, process.execPath, '-e', '')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^The CA can't be kept in .*\.wechatpay-mock: .*; remove ca_key\.pem and ca\.pem there\n$/),
    })
  })

  test('gives the same CA to two runs that start at the same time', async ({ run, folder }) => {
    const print = "console.log(require('fs').readFileSync(process.env.NODE_EXTRA_CA_CERTS, 'utf8'))"
    const [one, other] = await Promise.all([
      run('run', ...SILENT, process.execPath, '-e', print),
      run('run', ...SILENT, process.execPath, '-e', FETCH),
    ])
    expect(one.stdout).toContain((await readFile(join(folder, '.wechatpay-mock/ca.pem'), 'utf8')).trim())
    expect(other.stdout).toMatch(/^40[01]\n$/)
  })

  test.skipIf(process.platform === 'win32')(
    "works when the user's CA files are a damaged certificate, a pipe and a device",
    async ({ run, variables, folder }) => {
      const pipe = join(folder, 'pipe')
      spawnSync('mkfifo', [pipe])
      const broken = join(folder, 'broken.pem')
      await writeFile(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
      Object.assign(variables, { SSL_CERT_FILE: broken, REQUESTS_CA_BUNDLE: pipe, CURL_CA_BUNDLE: '/dev/zero' })
      const { code, stdout } = await run('run', ...SILENT, process.execPath, '-e', FETCH)
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^40[01]\n$/) })
    },
  )

  test('exits with 1, and prints the reason in one line, when it cannot write the trust store for Java', async ({ run, folder }) => {
    await outputFolder(join(folder, '.wechatpay-mock'))
    await mkdir(join(folder, '.wechatpay-mock/truststore.jks'))
    const { code, stderr } = await run('run', ...SILENT, process.execPath, '-e', '')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^EISDIR: .*truststore\.jks'\n$/) })
  })

  test.skipIf(process.platform === 'win32')(
    'works with an output folder whose name has quotes, a line feed and a backslash',
    async ({ run }) => {
      const { stdout } = await run('run', '--output-dir', 'a "b"\n\\c', ...SILENT, process.execPath, '-e', FETCH)
      expect(stdout).toMatch(/^40[01]\n$/)
    },
  )

  test('refuses an HTTPS_PROXY that begins with https:, and does not print the password in it', async ({ run, variables }) => {
    variables['HTTPS_PROXY'] = 'https://user:secret@proxy.example:8443'
    const { code, stderr } = await run('run', ...SILENT, process.execPath, '-e', '')
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^HTTPS_PROXY must be a URL that begins with http:/) })
    expect(stderr).not.toContain('secret')
  })

  test("connects through the user's own proxy, except to hosts in NO_PROXY", async ({ run, variables }) => {
    Object.assign(variables, {
      HTTPS_PROXY: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://127.0.0.1:8',
      NO_PROXY: 'invalid',
      NODE_USE_ENV_PROXY: '1',
    })
    const program = `for (const name of ['name.invalid', 'name.example']) require('net').connect({ port: {port} })
      .on('data', (text) => console.log(String(text))).write('CONNECT ' + name + ':1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')`
    const { stdout } = await run('run', ...SILENT, process.execPath, '-e', program)
    expect(stdout).toMatch(/name\.invalid:1 can't be reached: getaddrinfo /)
    expect(stdout).toMatch(/name\.example:1 can't be reached: the proxy 127\.0\.0\.1:9 failed: connect ECONNREFUSED 127\.0\.0\.1:9\n/)
  })

  test('exits with 1, and asks for a program, when none is given', async ({ quickRun }) => {
    expect(await quickRun('run')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('name the program to run: npx wechatpay-goldplan-mock run -- npm test'),
    })
  })
})
