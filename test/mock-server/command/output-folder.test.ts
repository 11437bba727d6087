import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { banner, readyLine } from '../../../mock-server/command/banner.ts'
import { claimFolder, outputFolder } from '../../../mock-server/command/output-folder.ts'
import { createMockServer } from '../../../mock-server/index.ts'
import { freePort } from '../../free-port.ts'
import { credentialsOf, err, test, tooWide } from './command-test.ts'

const CREDENTIALS = '.wechatpay-mock/credentials.json'

describe('start --output-dir', () => {
  test('writes the files to the given folder', async ({ start, folder }) => {
    await credentialsOf(start('--json', '--port', '0', '--output-dir', 'keys'))
    expect(await readdir(folder)).toEqual(['keys'])
    expect(await readdir(join(folder, 'keys'))).toContain('credentials.json')
  })

  test('writes no files when the value is none, not even the CA certificate', async ({ start, folder }) => {
    const { doors } = await credentialsOf(start('--json', '--port', '0', '--proxy', '--output-dir', 'none'))
    expect(doors?.ca_certificate).toContain('-----BEGIN CERTIFICATE-----')
    expect(await readdir(folder)).toEqual([])
  })

  test('writes nothing when the folder cannot be written, says why in one line, and still serves', async ({ start, folder }) => {
    await writeFile(join(folder, '.wechatpay-mock'), 'a file where the folder would be')
    const child = start('--json', '--port', '0')
    const { base_url } = await credentialsOf(child)
    expect((await fetch(`${base_url}/__mock/health`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await text(err(child))).toMatch(
      /^No files are written, because \.\/\.wechatpay-mock can't be used: \.\/\.wechatpay-mock exists and is not a folder \([^\n]+\)\n$/,
    )
  })

  test.for(['apiclient_key.pem', 'ca_key.pem', '.gitignore', 'notes.txt'])(
    'writes nothing to a folder that has a file of the user, says why in one line, and still serves: %s',
    async (name, { start, folder }) => {
      await writeFile(join(folder, name), 'mine')
      const child = start('--json', '--port', '0', '--tls', '0', '--output-dir', '.')
      await credentialsOf(child)
      child.kill('SIGTERM')
      expect(await text(err(child))).toMatch(
        new RegExp(
          `^No files are written, because \\. can't be used: it has files, such as ${name}, but not the \\.gitignore by which this program knows its own folder;.*\n$`,
        ),
      )
      expect(await readdir(folder)).toEqual([name])
      expect(await readFile(join(folder, name), 'utf8')).toBe('mine')
    },
  )

  test('leaves no lock behind when SIGTERM comes before the server listens', async ({ start, folder }) => {
    const child = start('--json', '--port', '0', '--output-dir', 'keys')
    await expect.poll(() => readdir(join(folder, 'keys')), { interval: 1 }).toEqual(['.gitignore'])
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
    expect((await readdir(join(folder, 'keys'))).filter((name) => /\.(?:lock|tmp)$/.test(name))).toEqual([])
  })

  test('leaves no lock behind when SIGTERM comes before the server has locked the folder', async ({ start, folder }) => {
    const keys = join(folder, 'keys')
    await outputFolder(keys)
    await writeFile(join(keys, 'server.lock'), '{}')
    // This file says that another server is just removing the old lock. The new server waits up to a second until the file is gone.
    await writeFile(join(keys, 'server.lock.taking'), '')
    const port = await freePort()
    const child = start('--port', String(port), '--output-dir', 'keys')
    const isReady = () =>
      fetch(`http://127.0.0.1:${port}/__mock/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    await expect.poll(isReady, { interval: 1 }).toBe(true)
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([0, null])
    expect((await readdir(keys)).filter((name) => name.includes('.lock'))).toEqual([])
  })

  test('ends with exit code 1, and leaves no lock behind, when a file cannot be written', async ({ run, folder }) => {
    await outputFolder(join(folder, 'keys'))
    await mkdir(join(folder, 'keys', 'credentials.json'))
    expect((await run('--port', '0', '--output-dir', 'keys')).code).toBe(1)
    expect((await readdir(join(folder, 'keys'))).filter((name) => name.includes('lock'))).toEqual([])
  })

  test('accepts a new folder in which another server is just writing the .gitignore', async ({ folder }) => {
    await writeFile(join(folder, '.gitignore.4711.tmp'), '')
    expect(await outputFolder(folder)).toMatchObject({ path: folder })
  })

  test('replaces a file that an earlier server left half written', async ({ folder, start }) => {
    const { undo } = await outputFolder(join(folder, 'keys'))
    await writeFile(join(folder, 'keys', 'apiclient_key.pem'), 'half')
    await undo()
    await credentialsOf(start('--json', '--port', '0', '--output-dir', 'keys'))
    expect(await readFile(join(folder, 'keys', 'apiclient_key.pem'), 'utf8')).toContain('BEGIN PRIVATE KEY')
  })

  test.for([[[]], [['--proxy']], [['--tls', '0']], [['--output-dir', 'a/b/c']]])(
    'leaves nothing behind when the port is in use: %j',
    async ([options], { quickRun, folder }) => {
      await using mock = await createMockServer()
      const { code, stderr } = await quickRun('--port', new URL(mock.url).port, ...(options ?? []))
      expect([code, stderr]).toEqual([1, expect.stringContaining('is in use')])
      expect(await readdir(folder)).toEqual([])
    },
  )

  test('leaves nothing behind when the port for TLS is in use or HTTPS_PROXY is invalid', async ({ quickRun, folder, variables }) => {
    await using mock = await createMockServer()
    expect((await quickRun('--port', '0', '--tls', new URL(mock.url).port)).stderr).toContain('with --tls')
    Object.assign(variables, { HTTPS_PROXY: 'socks5://127.0.0.1:1' })
    expect((await quickRun('--port', '0', '--proxy')).stderr).toContain('HTTPS_PROXY must be')
    expect(await readdir(folder)).toEqual([])
  })

  test('removes the new folder after a failed start, but keeps its parent folder if another server wrote a file there', async ({
    folder,
  }) => {
    const { undo } = await outputFolder(join(folder, 'a', 'b'))
    await writeFile(join(folder, 'a', 'file'), '')
    await undo()
    expect(await readdir(join(folder, 'a'))).toEqual(['file'])
  })

  test('can be set in a configuration file, to none or to a path relative to the folder of that file', async ({ quickRun, folder }) => {
    await writeFile(join(folder, 'a.yaml'), 'output_dir: keys\n')
    await writeFile(join(folder, 'b.yaml'), 'output_dir: none\n')
    expect((await quickRun('config', '--config', join(folder, 'a.yaml'))).stdout).toContain(`  ${join(folder, 'keys')}  `)
    expect((await quickRun('config', '--config', join(folder, 'b.yaml'))).stdout).toMatch(/^output_dir +none /m)
  })

  test('prints a banner that fits the terminal even when it writes no files', async () => {
    await using mock = await createMockServer()
    const started = { credentials: mock.credentials, files: undefined, version: '1.0.0', hasConsole: true, shared: undefined }
    const text = banner(started)
    expect(text.split('\n').length + 5).toBeLessThanOrEqual(24)
    expect(tooWide(text)).toEqual([])
    expect(text.split('\n')).toContain(`  curl -s ${mock.url}/__mock/credentials`)
    expect(JSON.parse(readyLine(started))).toMatchObject({ files: null })
  })
})

describe('run --output-dir', () => {
  test.for(['none', 'file/below'])(
    'writes temporary files, and removes them when the program has ended, if the value is none or a folder that cannot be made: %s',
    async (wanted, { run, folder }) => {
      await writeFile(join(folder, 'file'), '')
      const print = "console.log(require('fs').readFileSync(process.env.WECHATPAY_PRIVATE_KEY_PATH, 'utf8'), process.argv[1])"
      const options = ['--log-level', 'silent', '--output-dir', wanted]
      const { stdout } = await run('run', ...options, '--', process.execPath, '-e', print, '{folder}')
      expect(stdout).toContain('-----BEGIN PRIVATE KEY-----')
      const used = stdout.trim().split(' ').at(-1) ?? ''
      await expect(readdir(used)).rejects.toThrow('ENOENT')
      expect(await readdir(folder)).toEqual(['file'])
    },
  )

  test('leaves nothing behind, as `run` or as `audit`, when nothing listens at the address of --server or the port is in use', async ({
    quickRun,
    folder,
  }) => {
    await using mock = await createMockServer()
    const { port } = new URL(mock.url)
    expect((await quickRun('run', '--print-env', 'sh', '--server', 'http://127.0.0.1:1')).code).toBe(1)
    expect((await quickRun('run', '--port', port, '--', process.execPath, '-e', '0')).stderr).toContain('is in use')
    expect((await quickRun('audit', '--port', port, '--', process.execPath, '-e', '0')).stderr).toContain('is in use')
    expect(await readdir(folder)).toEqual([])
  })

  test('refuses the value none for --print-env, whose files have to stay', async ({ quickRun }) => {
    expect(await quickRun('run', '--print-env', 'sh', '--output-dir', 'none')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: '--print-env needs files that stay: give --output-dir a folder that can be written; got none\n',
    })
  })
})

test('a server that cannot lock its output folder says that its credentials cannot be written there', async ({ quickRun, folder }) => {
  await outputFolder(join(folder, 'keys'))
  await mkdir(join(folder, 'keys', 'server.lock'))
  const { code, stderr } = await quickRun('--port', '0', '--output-dir', 'keys')
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(
      /^The credentials can't be written to keys: .*; give another folder with --output-dir, or --output-dir none to keep no files\n$/,
    ),
  ])
})

describe('start --print-credentials-only', () => {
  test('prints the credentials that the server will have, with another certificate for its key, but neither starts it nor writes a file', async ({
    quickRun,
    start,
    folder,
  }) => {
    const options = ['--port', '18920', '--mchid', '1230000109']
    const { code, stdout } = await quickRun(...options, '--print-credentials-only')
    expect(code).toBe(0)
    expect(await readdir(folder)).toEqual([])
    const { base_url, console_url, certificate, ...planned } = JSON.parse(stdout)
    expect([base_url, console_url]).toEqual(['http://127.0.0.1:18920', 'http://127.0.0.1:18920/'])
    const printed = await credentialsOf(start('--json', '--port', '0', '--mchid', '1230000109'))
    const { base_url: address, certificate: other, ...real } = printed
    expect({ ...planned, console_url: `${address}/` }).toEqual(real)
    expect([certificate, other].every((pem) => pem.includes('BEGIN CERTIFICATE'))).toBe(true)
  })

  test('refuses port 0, because the real port is known only after the start', async ({ quickRun }) => {
    expect(await quickRun('--port', '0', '--print-credentials-only')).toMatchObject({
      code: 1,
      stderr: '--print-credentials-only needs a port for base_url: set --port to a number other than 0\n',
    })
  })
})

describe('two servers in one folder', () => {
  test('have separate files: the second server prints its folder, and removes that folder when it stops', async ({ start, folder }) => {
    const first = start('--json', '--port', '0')
    const one = await credentialsOf(first)
    const second = start('--json', '--port', '0')
    const other = await credentialsOf(second)
    const { port } = new URL(other.base_url)
    expect(one).toMatchObject(JSON.parse(await readFile(join(folder, CREDENTIALS), 'utf8')))
    const own = join(folder, '.wechatpay-mock', port)
    expect(other).toMatchObject(JSON.parse(await readFile(join(own, 'credentials.json'), 'utf8')))
    expect(JSON.parse(await readFile(join(own, 'server.lock'), 'utf8'))).toMatchObject({ pid: second.pid })
    const call = spawnSync(process.execPath, [join(own, 'first-call.mjs')], { encoding: 'utf8' })
    expect(call.stdout).toMatch(/^200 /)
    const closed = once(second, 'close')
    second.kill('SIGTERM')
    expect(await text(err(second))).toContain(
      `./.wechatpay-mock is in use by the server of process ${first.pid}, so the files of this server are in .wechatpay-mock/${port} `,
    )
    await closed
    expect(await readdir(join(folder, '.wechatpay-mock'))).not.toContain(port)
  })

  test('use the same folder if the second server starts after the first was killed', async ({ start, folder }) => {
    const first = start('--json', '--port', '0')
    await credentialsOf(first)
    const closed = once(first, 'close')
    first.kill('SIGKILL')
    await closed
    const next = await credentialsOf(start('--json', '--port', '0'))
    expect(next).toMatchObject(JSON.parse(await readFile(join(folder, CREDENTIALS), 'utf8')))
  })

  test('leave a subfolder when the second server is killed; the next server removes this subfolder and no other', async ({ folder }) => {
    const ended = spawnSync(process.execPath, ['-e', '']).pid
    const locks = { 4241: ended, 4242: process.pid, other: ended }
    for (const [name, pid] of Object.entries(locks)) {
      await mkdir(join(folder, name))
      await writeFile(join(folder, name, 'server.lock'), JSON.stringify({ pid, host: hostname(), time: new Date().toISOString() }))
    }
    // A folder that `run --server` writes has no lock.
    await mkdir(join(folder, '4243'))
    const { release } = await claimFolder(folder, 'http://127.0.0.1:4244')
    expect(await readdir(folder)).toEqual(['4242', '4243', 'other', 'server.lock'])
    await release()
  })

  test('do not mix their files when two `run` commands start at the same time: each program gets the files and the address of its own server', async ({
    run,
  }) => {
    const print = `const { WECHATPAY_PRIVATE_KEY_PATH: key, WECHATPAY_BASE_URL: url } = process.env
      const { base_url } = JSON.parse(require('fs').readFileSync(require('path').join(key, '../credentials.json')))
      setTimeout(() => console.log(base_url === url), 500)`
    const options = ['run', '--log-level', 'silent', '--', process.execPath, '-e', print]
    const both = await Promise.all([run(...options), run(...options)])
    expect(both.map(({ stdout }) => stdout)).toEqual(['true\n', 'true\n'])
  })
})
