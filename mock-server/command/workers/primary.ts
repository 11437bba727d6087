import cluster, { type ClusterSettings, type Worker } from 'node:cluster'
import { once } from 'node:events'
import { executable } from '../../../contracts/contract-file.ts'
import { StateUnusable } from '../exit-code.ts'
import { WORKER_OF } from '../is-worker.ts'
import type { Log } from '../log/log.ts'
import type { RunningServer } from '../running-server.ts'
import { createGathering } from './gather-metrics.ts'
import { ARE_YOU_ALIVE, type Failed, type FromWorker, type Ready, STOP } from './message.ts'
import { notePassed } from './passed-connections.ts'
import { createRestarts, QUICK_DEATHS } from './restarts.ts'
import { type Watch, watchWorker } from './watch-worker.ts'

/**
 * Starts servers that share a port, each in its own process (a worker), and replaces workers that end.
 *
 * @param onGivenUp Called when, after the start, workers die so quickly that replacing them is useless.
 * @throws {Error} When a worker can't listen, or workers die too quickly during the start. The other workers are then stopped.
 */
export async function startWorkers(count: number, log: Log, onGivenUp: (error: Error) => void): Promise<RunningServer> {
  const all = Promise.withResolvers<Ready>()
  let isStarted = false
  const crew = createCrew(log, {
    onReady: (ready) => ready.length === count && all.resolve(ready[0] as Ready),
    // Once all workers are ready, the promise is settled, so `all.resolve` and `all.reject` have no effect any more.
    onFailed: ({ message, exitCode }) => all.reject(exitCode === 2 ? new StateUnusable(message) : new Error(message)),
    onGivenUp: (error) => (isStarted ? onGivenUp : all.reject)(error),
  })
  for (let index = 0; index < count; index += 1) crew.add()
  const { url, credentials } = await all.promise.catch(async (error) => {
    await crew.close()
    throw error
  })
  isStarted = true
  // Each worker prepares itself.
  return { url, credentials, close: crew.close, prepare: async () => undefined }
}

interface Events {
  /** Called with all listening workers each time a worker begins to listen. */
  readonly onReady: (ready: readonly Ready[]) => unknown
  readonly onFailed: (failed: Failed) => void
  readonly onGivenUp: (error: Error) => void
}

function createCrew(log: Log, { onReady, onFailed, onGivenUp }: Events) {
  const workers = new Map<Worker, Ready | undefined>()
  const pauses = new Set<NodeJS.Timeout>()
  const pauseAfter = createRestarts()
  const gather = createGathering(() => [...workers].flatMap(([worker, ready]) => (ready ? [worker] : [])))
  let isStopping = false
  let first: Ready | undefined
  let port: string | undefined

  function add(): void {
    cluster.setupPrimary(forkSettings(process.argv, port))
    const worker = cluster.fork({ [WORKER_OF]: process.pid })
    const closePassed = notePassed(worker)
    const since = Date.now()
    let failed: Failed | undefined
    // Watches the worker from its start, because it may hang before it is ready. When it is ready, a new watch begins.
    let watch = watchOver(worker)
    workers.set(worker, undefined)
    worker.on('message', (message: FromWorker) => {
      if ('ready' in message) {
        watch.end()
        watch = watchOver(worker)
        listens(worker, message.ready)
      } else if ('alive' in message) watch.answered()
      else if ('failed' in message) {
        failed = message.failed
        onFailed(failed)
      } else gather(worker, message)
    })
    // A process that can't be started has no process ID and emits no `exit`.
    worker.on('error', ({ message }) => {
      if (worker.process.pid !== undefined) return
      watch.end()
      ended(worker, 0, message)
    })
    worker.once('exit', (code, signal) => {
      watch.end()
      closePassed()
      ended(worker, Date.now() - since, failed?.message ?? signal ?? `exit code ${code}`)
    })
  }
  function watchOver(worker: Worker): Watch {
    return watchWorker(
      () => worker.send(ARE_YOU_ALIVE, () => undefined),
      () => killSilent(worker),
    )
  }
  function listens(worker: Worker, ready: Ready): void {
    first ??= ready
    // With port 0 in the settings, a worker gets another port if all workers on the first port end while it starts. Such a worker is killed.
    if (ready.url !== first.url) return void worker.process.kill('SIGKILL')
    workers.set(worker, ready)
    onReady([...workers.values()].filter((each) => each !== undefined))
  }
  function killSilent(worker: Worker): void {
    log.warn(isSilent(worker))
    worker.process.kill('SIGKILL')
  }
  function ended(worker: Worker, lived: number, reason: string): void {
    workers.delete(worker)
    if (isStopping) return
    // When no worker is left on the first port, the next worker is told to use that port. With port 0 in the settings, it would get another.
    if (first && ![...workers.values()].some(Boolean)) port = new URL(first.url).port
    const pause = pauseAfter(lived)
    if (pause === undefined) onGivenUp(new Error(gaveUp(reason)))
    else {
      log.warn(replaces(worker, reason, pause))
      addAfter(pause)
    }
  }
  function addAfter(pause: number): void {
    const timer = setTimeout(() => {
      pauses.delete(timer)
      add()
    }, pause)
    pauses.add(timer)
  }
  async function close(): Promise<void> {
    isStopping = true
    for (const timer of pauses) clearTimeout(timer)
    await Promise.all([...workers.keys()].map(stop))
  }
  return { add, close }
}

/**
 * Returns the settings that start a worker the way this process was started.
 *
 * @param port The port for the worker. Without it, the worker reads the port from its settings, as this process did.
 */
function forkSettings([, file = '', ...args]: readonly string[], port: string | undefined): ClusterSettings {
  const options = [...args, ...(port === undefined ? [] : ['--port', port])]
  if (!executable()) return { exec: file, args: options }
  // A single executable has no script. Node passes `exec` to it as the first argument, so `exec` must be the name of the command.
  return { exec: 'start', args: options[0] === 'start' ? options.slice(1) : options }
}

/** A worker has this many milliseconds to stop. It needs up to ten seconds to answer open requests. */
const STOP_MILLISECONDS = 15_000

async function stop(worker: Worker): Promise<void> {
  if (worker.isDead()) return
  const gone = once(worker, 'exit')
  const late = setTimeout(() => worker.process.kill('SIGKILL'), STOP_MILLISECONDS)
  worker.send(STOP, () => undefined)
  await gone.finally(() => clearTimeout(late))
}

function isSilent({ id, process: { pid } }: Worker): string {
  return `Worker ${id} (process ${pid}) does not answer the primary process, so it is killed (工作进程无响应，强制结束)`
}

function replaces({ id, process: { pid } }: Worker, reason: string, pause: number): string {
  return `Worker ${id} (process ${pid ?? 'not started'}) ended (${reason}); another one starts in ${pause} ms (工作进程已退出，即将重启)`
}

function gaveUp(reason: string): string {
  return `${QUICK_DEATHS} workers in a row ended right after their start, the last with ${reason}: the server stops (工作进程连续退出，服务停止)`
}
