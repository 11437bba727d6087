import cluster from 'node:cluster'
import type { Command } from 'commander'
import { errorMessage } from '../../../contracts/error-message.ts'
import { outliveReader } from '../end-of-output.ts'
import { exitCodeOf } from '../exit-code.ts'
import { languageOf, processLocale } from '../language.ts'
import { createLog } from '../log/create-log.ts'
import { type RunningServer, runServer } from '../running-server.ts'
import { configure } from '../settings/configuration.ts'
import { ARE_YOU_ALIVE, type FromWorker, STOP } from './message.ts'
import { shareMetrics } from './share-metrics.ts'

/** Runs a server in this worker until the primary process tells it to stop. node:cluster ends it when the primary process is gone. */
export async function serve(command: Command): Promise<void> {
  outliveReader()
  let mock: RunningServer | undefined
  // Until its code is loaded, this worker does not tell the primary process that it is alive. Loading can block the worker for seconds. The
  // primary process therefore waits longer for the first answer than for later ones.
  let isPrepared = false
  obey(
    async () => mock?.close(),
    () => isPrepared && tell({ alive: true }),
  )
  try {
    const configuration = await configure(command)
    const log = await createLog(configuration.settings, languageOf(processLocale()), cluster.worker?.id)
    mock = await runServer(configuration, log, { shareMetrics: shareMetrics(tell) })
    tell({ ready: { url: mock.url, credentials: mock.credentials } })
    await mock.prepare()
    isPrepared = true
  } catch (error) {
    const exitCode = exitCodeOf(error)
    tell({ failed: { message: errorMessage(error), exitCode } }, () => process.exit(exitCode))
  }
}

/**
 * Listens to the primary process and to signals. Ignores SIGINT and SIGHUP: a terminal also sends them to the primary process, and that
 * process stops its workers.
 *
 * @param close Closes the server when the primary process says stop, or on SIGTERM. The worker then ends.
 * @param answer Called when the primary process asks whether this worker is alive.
 */
function obey(close: () => Promise<void>, answer: () => void): void {
  let isTold = false
  const stop = () => {
    if (isTold) return
    isTold = true
    void close().then(
      () => process.exit(0),
      (error) => process.stderr.write(`${errorMessage(error)}\n`, () => process.exit(1)),
    )
  }
  process.on('message', (message) => {
    if (message === STOP) stop()
    if (message === ARE_YOU_ALIVE) answer()
  })
  process.on('SIGTERM', stop)
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
}

function tell(message: FromWorker, onSent: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, onSent)
}
