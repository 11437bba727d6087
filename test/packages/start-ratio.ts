// Measures how long the server takes to start: from the start of its process to its first answer with the status 200. Compares two forms of
// the server: the executable that `npm run package` writes, and dist/mock-server/cli.js, which is called the packed command here.
// Usage: node test/packages/start-ratio.ts [executable]
// The processor time is also printed, because other programs on the machine affect it less.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { median } from '../bench/percentile.ts'
import { signedNow } from '../bench/signed-requests.ts'
import { freePort } from '../free-port.ts'
import { send } from '../send.ts'
import { packagePath } from './package-path.ts'

const TIMES = 7
const COMMANDS = {
  'packed command': [process.execPath, join(import.meta.dirname, '../../dist/mock-server/cli.js')],
  executable: [process.argv[2] ?? packagePath('linux-x64')],
}

interface Start {
  /** Milliseconds from the spawn to the first 200. */
  readonly elapsed: number
  /** The processor time of all threads up to the first 200, in milliseconds. It is a multiple of 10. */
  readonly processor: number
}

const starts: Readonly<Record<keyof typeof COMMANDS, Start[]>> = { 'packed command': [], executable: [] }
// Each turn of this loop starts both commands, so that other load on the machine affects both alike. The first turn only fills the caches.
for (let turn = 0; turn <= TIMES; turn += 1)
  for (const [name, command] of Object.entries(COMMANDS)) {
    const start = await firstAnswerOf(command)
    if (turn > 0) starts[name as keyof typeof COMMANDS].push(start)
  }
for (const figure of ['elapsed', 'processor'] as const) {
  const [packed, executable] = [starts['packed command'], starts.executable].map((all) => all.map((start) => start[figure]))
  const shown = [packed, executable].map(
    (all = []) => `${median(all).toFixed(0)} ms (${Math.min(...all).toFixed(0)} to ${Math.max(...all).toFixed(0)})`,
  )
  console.log(
    `${figure}: packed command ${shown[0]}, executable ${shown[1]}, ratio ${(median(executable ?? []) / median(packed ?? [])).toFixed(2)}`,
  )
}

async function firstAnswerOf([program = '', ...args]: readonly string[]): Promise<Start> {
  const folder = await mkdtemp(join(tmpdir(), 'start-'))
  const [port, request] = [await freePort(), await signedNow()]
  const started = performance.now()
  const server = spawn(program, [...args, '--port', String(port)], { cwd: folder, stdio: 'ignore' })
  const closed = once(server, 'close')
  try {
    for (;;) {
      const status = await send(`http://127.0.0.1:${port}`, request).then(
        (answer) => answer.status,
        () => 0,
      )
      if (status === 200) return { elapsed: performance.now() - started, processor: await processorTimeOf(server.pid) }
      if (server.exitCode !== null || server.signalCode !== null)
        throw new Error(`${[program, ...args].join(' ')} stopped before it answered`)
      await setTimeout(2)
    }
  } finally {
    server.kill()
    await closed
    await rm(folder, { recursive: true })
  }
}

/**
 * Returns the processor time of a process, in milliseconds. Linux counts it in hundredths of a second.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
async function processorTimeOf(pid: number | undefined): Promise<number> {
  const behindName = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1] ?? ''
  const [user, system] = behindName.split(' ').slice(11, 13).map(Number)
  return (Number(user) + Number(system)) * 10
}
