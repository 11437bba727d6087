import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test as base } from 'vitest'

export const execute = promisify(execFile)

/** A test with an empty folder, which is removed at the end. */
export const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'packages-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

interface Running {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
}

/** Starts a server, calls `work` with the credentials that the server prints when it is ready, and then stops the server. */
export async function usingServer<Credentials>(
  [program = '', ...args]: readonly string[],
  running: Running,
  work: (credentials: Credentials) => Promise<void>,
): Promise<void> {
  const server = spawn(program, args, { ...running, stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    await work(JSON.parse(await firstLine(server)))
  } finally {
    server.kill()
    if (server.exitCode === null && server.signalCode === null) await once(server, 'close')
  }
}

async function firstLine({ stdout, stderr }: ChildProcess): Promise<string> {
  if (!stdout || !stderr) throw new Error('the server has no output')
  let said = ''
  stderr.on('data', (data) => {
    said += data
  })
  const line = await Promise.race([once(stdout, 'data'), once(stdout, 'close').then(() => [])])
  if (line.length === 0) throw new Error(`the server does not start: ${said}`)
  return String(line[0])
}
