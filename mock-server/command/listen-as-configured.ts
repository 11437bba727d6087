import type { ExplainPaste } from '../control/explain-paste.ts'
import type { MockCredentials } from '../control/merchant-resource.ts'
import type { MockServer } from '../create-mock-server.ts'
import type { MockServerOptions } from '../mock-server-options.ts'
import type { Extra } from '../open-inside.ts'
import type { Log } from './log/log.ts'
import { type Configuration, readMerchants } from './settings/configuration.ts'
import { explainFailure } from './settings/explain-failure.ts'

/**
 * Starts the server with the settings of a command.
 *
 * @throws {Error} When the server can't start. If a setting is wrong, the message names the flag, the environment variable or the key in
 * the configuration file with which the user set it.
 */
export async function listenAsConfigured(
  configuration: Configuration,
  log: Log,
  { doors, shareMetrics }: Pick<MockServerOptions, 'doors'> & Pick<Extra, 'shareMetrics'> = {},
): Promise<MockServer> {
  const options = await optionsOf(configuration)
  const callbacks = { onExchange: log.exchange, onDiagnosis: log.diagnosis, onNotification: log.notification, onFailure: log.failure }
  // Imported only after the settings were read, so that a wrong setting is reported at once. The import takes long, because it loads Prism.
  const { createMockServer } = await import('../create-mock-server.ts')
  const extra = { explain, ...(shareMetrics && { shareMetrics }) }
  return createMockServer({ ...options, ...(doors && { doors }), ...callbacks }, extra).catch(explained(configuration))
}

/**
 * Returns the credentials that a server with the settings of a command would have. Does not start the server.
 *
 * @throws {Error} When a setting is wrong or the state file can't be used. Also when the port is 0, because the address of the server is
 * then not known before its start.
 */
export async function credentialsAsConfigured(configuration: Configuration): Promise<MockCredentials> {
  if (configuration.settings.port === 0)
    throw new Error(`--print-credentials-only needs a port for base_url: set ${configuration.origin('port').name} to a number other than 0`)
  // The option `store` is left out, because opening the store would write the merchants to it.
  const { store: _, ...options } = await optionsOf(configuration)
  const { plannedCredentials } = await import('../create-mock-server.ts')
  return plannedCredentials(options).catch(explained(configuration))
}

/** Explains a pasted request or answer. Its module is imported on demand, because most servers never explain one. */
const explain: ExplainPaste = async (...paste) => (await import('./explain-paste/explain-paste.ts')).explainPaste(...paste)

async function optionsOf(configuration: Configuration): Promise<MockServerOptions> {
  const {
    port,
    host,
    strict,
    controlToken,
    publicUrl,
    allowHost,
    notifyAllow,
    notifyMap,
    console,
    state,
    stateSync,
    store,
    journalLimit,
    journalBytes,
  } = configuration.settings
  const [merchant = {}, ...merchants] = await readMerchants(configuration)
  const optional = {
    ...(controlToken !== undefined && { controlToken }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(allowHost && { allowHosts: allowHost }),
    ...(notifyAllow && { notifyAllow }),
    ...(notifyMap && { notifyMap: Object.fromEntries(notifyMap.map((mapping) => mapping.split('='))) }),
    ...(state !== undefined && { stateFile: state, stateSync }),
    ...(store !== undefined && { store }),
  }
  return { port, host, strict, console, journalLimit, journalBytes, merchant, merchants, ...optional }
}

function explained(configuration: Configuration) {
  return (cause: NodeJS.ErrnoException): never => {
    throw new Error(explainFailure(configuration, cause), { cause })
  }
}
