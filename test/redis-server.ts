import { type ChildProcess, type ChildProcessByStdio, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

/** Why tests with Redis are skipped; `undefined` when they run. */
export const missingRedis: string | undefined = spawnSync('redis-server', ['--version']).error && 'redis-server is not installed'

/** A Redis server in its own process, with its files in a temporary folder. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Ends Redis with SIGKILL, so that it writes nothing more. */
  kill(): Promise<void>
  /** Suspends Redis with SIGSTOP, so that it answers nothing, or lets it go on with SIGCONT. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  /** Starts Redis again on the same port with the same files. */
  restart(): Promise<void>
  /** Runs a command and returns what redis-cli prints. */
  ask(...words: readonly string[]): Promise<string>
}

/** Options that make Redis save nothing to disk. The options of a test come after these, and so override them. */
const NOTHING_KEPT = ['--save', '', '--appendonly', 'no']

/** Starts Redis on a free port of 127.0.0.1, with these further options. */
export async function startRedis(...options: readonly string[]): Promise<RedisServer> {
  return onFreePorts(() => startOn(options))
}

/** Starts Redis. If another program has taken the port in the meantime, tries again on another port. */
async function onFreePorts(start: () => Promise<RedisServer>, tries = 5): Promise<RedisServer> {
  return start().catch((error) => {
    if (tries === 1 || !String(error).includes('Address already in use')) throw error
    return onFreePorts(start, tries - 1)
  })
}

async function startOn(options: readonly string[]): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'))
  const port = await freePort()
  const all = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, ...NOTHING_KEPT, ...options]
  const password = options[options.indexOf('--requirepass') + 1] ?? ''
  const login = options.includes('--requirepass') ? ['-a', password, '--no-auth-warning'] : []
  let child = spawnRedis(all, folder)
  const kill = () => end(child)
  await untilLoaded(child)
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    signal: (name) => void child.kill(name),
    async restart() {
      await kill()
      child = spawnRedis(all, folder)
      await untilLoaded(child)
    },
    ask: (...words) => cli('-p', `${port}`, ...login, ...words),
    async [Symbol.asyncDispose]() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A cluster of three Redis servers. */
export interface RedisCluster extends AsyncDisposable {
  readonly url: string
  readonly servers: readonly RedisServer[]
}

/** Starts a cluster of three Redis servers, without replicas. */
export async function startCluster(...options: readonly string[]): Promise<RedisCluster> {
  const start = async () => startOn(['--cluster-enabled', 'yes', '--cluster-port', `${await freePort()}`, ...options])
  const started = await Promise.allSettled([1, 2, 3].map(() => onFreePorts(start)))
  const servers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const stop = async () => void (await Promise.all(servers.map((server) => server[Symbol.asyncDispose]())))
  try {
    for (const result of started) if (result.status === 'rejected') throw result.reason
    await cli('--cluster', 'create', ...servers.map(({ port }) => `127.0.0.1:${port}`), '--cluster-yes')
    await Promise.all(servers.map(untilReady))
    return { url: servers[0]?.url ?? '', servers, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Waits until a server knows that the cluster has all its slots. */
async function untilReady({ ask }: RedisServer): Promise<void> {
  while (!(await ask('cluster', 'info')).includes('cluster_state:ok')) await setTimeout(50)
}

async function cli(...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('redis-cli', [...words])
  return stdout.trim()
}

type RedisProcess = ChildProcessByStdio<null, Readable, Readable>

/**
 * Starts redis-server with its output in pipes. If Redis wrote to the stderr of this process and outlived its test, vitest would wait until
 * Redis closes stderr.
 */
function spawnRedis(options: readonly string[], folder: string): RedisProcess {
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'pipe'] })
  if (child.pid !== undefined) endWithUs(child, folder)
  return child
}

/**
 * Ends Redis and removes its folder when this process ends. A shell does this, because vitest kills this process when the number of failed
 * tests reaches `--bail`.
 */
function endWithUs(child: ChildProcess, folder: string): void {
  const script = 'trap "" INT HUP TERM; read -r _; kill -9 "$0"; rm -rf "$1"'
  const shell = spawn('sh', ['-c', script, `${child.pid}`, folder], { stdio: ['pipe', 'ignore', 'ignore'] })
  child.once('exit', () => shell.kill('SIGKILL'))
}

async function untilLoaded(child: RedisProcess): Promise<void> {
  let log = ''
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`redis-server ended at once: ${log}`)))
    const read = (text: string) => {
      if (log.includes('Ready to accept')) return
      log += text
      if (log.includes('Ready to accept')) resolve()
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read)
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
}
