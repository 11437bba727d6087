import { type ChildProcess, spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { COMMAND, credentialsOf, err, out, test, until } from './command-test.ts'

/** A program that does not stop on SIGTERM. */
const STUBBORN = "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)"

const RUN = [process.execPath, COMMAND, 'run', '--log-level', 'silent', '--', process.execPath, '-e', STUBBORN]
const START = [process.execPath, COMMAND, '--json', '--port', '0']

/** Starts a command line through a shell, which stays its parent. */
function throughShell(words: readonly string[], folder: string): ChildProcess {
  return spawn('sh', ['-c', '"$@"; :', 'sh', ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Starts a command line as npm does: npm starts a shell, which starts the command. */
function asNpm(words: readonly string[], folder: string): ChildProcess {
  const npm = `require('child_process').spawn('sh', ['-c', '"$@"; :', 'sh', ...process.argv.slice(1)], { stdio: 'inherit' })`
  const env = { ...process.env, npm_lifecycle_event: 'npx' }
  return spawn(process.execPath, ['-e', npm, '--', ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env })
}

/** Kills a process, reads its output to the end and returns the text on stderr. The end comes when all its child processes have ended. */
async function killAndWait(child: ChildProcess): Promise<string> {
  child.kill('SIGKILL')
  const [log] = await Promise.all([text(err(child)), text(out(child))])
  return log
}

describe('when the shell or npm process that started the command is killed', () => {
  test('`start --stop-with-parent` stops', async ({ folder }) => {
    const shell = throughShell([...START, '--stop-with-parent'], folder)
    const { base_url } = await credentialsOf(shell)
    await killAndWait(shell)
    await expect(fetch(base_url)).rejects.toThrow()
  })

  test('`start` stops even without --stop-with-parent if npm started it through a shell', async ({ folder }) => {
    const npm = asNpm(START, folder)
    await credentialsOf(npm)
    await killAndWait(npm)
  })

  test.for([
    ['a shell', throughShell],
    ['npx through a shell', asNpm],
  ] as const)(
    '`run`, started by %s, ends its program and itself, and says that it had to kill the program',
    async ([, begin], { folder }) => {
      const parent = begin(RUN, folder)
      await until(out(parent), 'ready\n')
      const wanted = `${process.execPath} did not end within 1 s of SIGTERM, so it is killed (未在限定时间内结束，强制结束)\n`
      expect(await killAndWait(parent)).toBe(wanted)
    },
  )
})

test('a program that `run` started ends when that `run` is killed', async ({ start }) => {
  const child = start('run', '--log-level', 'silent', '--', process.execPath, '-e', STUBBORN)
  await until(out(child), 'ready\n')
  await killAndWait(child)
})
