import type { MockServer } from '../create-mock-server.ts'
import type { MockServerOptions } from '../mock-server-options.ts'
import type { Log } from './log/log.ts'
import { type Configuration, readMerchants } from './settings/configuration.ts'
import { explainFailure } from './settings/explain-failure.ts'

/**
 * Starts the server with the settings of a command.
 *
 * @throws {Error} When it can't start; the message uses the name under which the user gave the setting that is wrong.
 */
export async function listenAsConfigured(
  configuration: Configuration,
  log: Log,
  { doors }: Pick<MockServerOptions, 'doors'> = {},
): Promise<MockServer> {
  const { port, host, strict, controlToken, state, stateSync, journalLimit, journalBytes } = configuration.settings
  const [merchant = {}, ...merchants] = await readMerchants(configuration)
  const optional = {
    ...(controlToken !== undefined && { controlToken }),
    ...(state !== undefined && { stateFile: state, stateSync }),
    ...(doors && { doors }),
  }
  const callbacks = { onExchange: log.exchange, onDiagnosis: log.diagnosis, onFailure: log.failure }
  // Loaded only now, because Prism takes long to load and a wrong setting should be reported before that.
  const { createMockServer } = await import('../create-mock-server.ts')
  return createMockServer({ port, host, strict, journalLimit, journalBytes, merchant, merchants, ...optional, ...callbacks }).catch(
    (cause) => {
      throw new Error(explainFailure(configuration, cause), { cause })
    },
  )
}
