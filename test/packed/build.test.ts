import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const SOURCES = ['contracts', 'client', 'mock-server', 'test/kit', 'build.ts', 'start.js', 'package.json', 'package-lock.json']
const execute = promisify(execFile)

let clone = ''

beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'clone-'))
  for (const source of [...SOURCES, 'tsconfig.json', 'tsconfig.build.json'])
    await cp(join(ROOT, source), join(clone, source), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(clone, 'node_modules'), 'junction')
  await execute(process.execPath, ['build.ts'], { cwd: clone })
}, 120_000)

afterAll(() => rm(clone, { recursive: true, force: true }))

/** The content of the built files by their paths. */
function built(): Record<string, string> {
  const files = readdirSync(join(clone, 'dist'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'latin1')]))
}

function leftovers(): string[] {
  return readdirSync(clone).filter((name) => name.startsWith('.dist'))
}

describe('the build', () => {
  it('leaves dist unchanged when it is killed, and the next build removes the leftover folder', async () => {
    const before = built()
    const building = spawn(process.execPath, ['build.ts'], { cwd: clone, stdio: 'ignore' })
    await expect.poll(() => existsSync(join(clone, '.dist-new/contracts')), { interval: 5, timeout: 30_000 }).toBe(true)
    building.kill('SIGKILL')
    expect(await once(building, 'close')).toEqual([null, 'SIGKILL'])
    expect(built()).toEqual(before)
    expect(leftovers()).toEqual(['.dist-new'])
    await execute(process.execPath, ['build.ts'], { cwd: clone })
    expect(built()).toEqual(before)
    expect(leftovers()).toEqual([])
  })
})

describe('npm start', () => {
  it('starts the built server', async () => {
    expect(await started()).toMatch(/^\{"base_url":/)
  })

  it('does not warn about newer files that tests left in the clone', async () => {
    const left = join(clone, 'test/kit/failing/node_modules/cache')
    const later = Date.now() / 1000 + 60
    await mkdir(dirname(left), { recursive: true })
    await writeFile(left, '')
    await utimes(left, later, later)
    expect(await started()).toMatch(/^\{"base_url":/)
  })

  it.each(['client/index.ts', 'contracts/pact/verify-pacts.ts'])(
    'warns that %s is newer than the build, and still starts the built server',
    async (source) => {
      const { atime, mtime } = await stat(join(clone, source))
      const later = Date.now() / 1000 + 60
      await utimes(join(clone, source), later, later)
      const shown = await started()
      await utimes(join(clone, source), atime, mtime)
      expect(shown).toMatch(/^The build is older than \S+: run `npm run build`, or `npm run dev` .*\n\{"base_url":/)
      expect(shown).toContain(source)
    },
  )

  it('runs in the folder where the user typed `npm start`', async () => {
    const elsewhere = await mkdtemp(join(clone, 'elsewhere-'))
    const typed = ['--prefix', clone, 'start', '--silent', '--', 'run', '--log-level', 'silent', '--', 'node', '-p', 'process.cwd()']
    expect((await execute('npm', typed, { cwd: elsewhere })).stdout).toBe(`${elsewhere}\n`)
  })

  it('says how to build when nothing is built', async () => {
    await rename(join(clone, 'dist'), join(clone, 'away'))
    const line = /^The server is not built: run `npm run build`, or `npm run dev` for the sources .*\n$/
    await expect(execute('npm', ['start', '--silent'], { cwd: clone })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(line),
    })
    await rename(join(clone, 'away'), join(clone, 'dist'))
  })
})

/** Runs `start.js`, as `npm start` does, until the server is ready. Returns the output up to then. */
async function started(): Promise<string> {
  const running = spawn(process.execPath, ['start.js', '--port', '0', '--json'], { cwd: clone })
  try {
    return await firstLine(running)
  } finally {
    running.kill()
    await once(running, 'close')
  }
}

async function firstLine({ stdout, stderr }: ChildProcess): Promise<string> {
  let warned = ''
  stderr?.on('data', (data) => {
    warned += data
  })
  const [line] = await once(stdout ?? process.stdin, 'data')
  return `${warned}${line}`
}
