// Prints how long the executable takes to its first signed answer, relative to the packed command: node test/packages/start-ratio.ts
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { median } from '../bench/percentile.ts'
import { signedNow } from '../bench/signed-requests.ts'
import { send } from '../send.ts'
import { packagePath } from './package-path.ts'

const TIMES = 7
const COMMANDS = {
  'packed command': [process.execPath, join(import.meta.dirname, '../../dist/mock-server/cli.js')],
  executable: [process.argv[2] ?? packagePath('linux-x64')],
}

const times: Readonly<Record<keyof typeof COMMANDS, number[]>> = { 'packed command': [], executable: [] }
// In turns, so that both see the same machine. The first turn fills the caches and does not count.
for (let turn = 0; turn <= TIMES; turn += 1)
  for (const [name, command] of Object.entries(COMMANDS)) {
    const milliseconds = await firstAnswerOf(command)
    if (turn > 0) times[name as keyof typeof COMMANDS].push(milliseconds)
  }
for (const [name, measured] of Object.entries(times))
  console.log(`${name}: median ${median(measured).toFixed(0)} ms, min ${Math.min(...measured).toFixed(0)} ms`)
console.log(`ratio: ${(median(times.executable) / median(times['packed command'])).toFixed(2)}`)

/** From the spawn to the first 200, in milliseconds. */
async function firstAnswerOf([program = '', ...args]: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'start-'))
  const [port, request] = [await freePort(), await signedNow()]
  const started = performance.now()
  const server = spawn(program, [...args, '--port', String(port)], { cwd: folder, stdio: 'ignore' })
  try {
    for (;;) {
      const status = await send(`http://127.0.0.1:${port}`, request).then(
        (answer) => answer.status,
        () => 0,
      )
      if (status === 200) return performance.now() - started
      if (server.exitCode !== null) throw new Error(`${program} stopped before it answered`)
      await setTimeout(2)
    }
  } finally {
    server.kill()
    await once(server, 'close')
    await rm(folder, { recursive: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
