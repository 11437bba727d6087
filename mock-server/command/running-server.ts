import type { MockServer } from '../create-mock-server.ts'
import { rehearseDiagnosis } from '../diagnosis/rehearse-diagnosis.ts'
import type { MockServerOptions } from '../mock-server-options.ts'
import type { Extra } from '../open-inside.ts'
import { listenAsConfigured } from './listen-as-configured.ts'
import type { Log } from './log/log.ts'
import type { Configuration } from './settings/configuration.ts'

/** A server in one process or several. */
export interface RunningServer extends Pick<MockServer, 'url' | 'credentials' | 'close'> {
  /**
   * Loads what the first control call, the first diagnosis and the log entry of a diagnosis need. Call it after the start was announced,
   * because loading takes time.
   */
  prepare(): Promise<void>
}

/**
 * Starts the server in this process.
 *
 * @throws {Error} When the server can't start.
 */
export async function runServer(
  configuration: Configuration,
  log: Log,
  options: Pick<MockServerOptions, 'doors'> & Pick<Extra, 'shareMetrics'> = {},
): Promise<RunningServer> {
  const mock = await listenAsConfigured(configuration, log, options)
  let prepared = Promise.resolve()
  return {
    ...mock,
    async prepare() {
      prepared = prepare(mock, log)
      await prepared
    },
    // The server closes only after the preparation, which needs the store.
    close: () => prepared.catch(() => undefined).then(mock.close),
  }
}

/** Loads what later calls need. Ignores a store that can't be reached, so that the server goes on. */
async function prepare({ control }: MockServer, log: Log): Promise<void> {
  await Promise.all([control.credentials().catch(() => undefined), rehearseDiagnosis(), log.prepare()])
}
