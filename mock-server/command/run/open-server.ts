import type { Control } from '../../../contracts/index.ts'
import type { MockCredentials } from '../../control/merchant-resource.ts'
import { configureDoors } from '../configured-doors.ts'
import { listenAsConfigured } from '../listen-as-configured.ts'
import type { Log } from '../log/log.ts'
import { type ClaimedFolder, claimFolder } from '../output-folder.ts'
import type { Configuration } from '../settings/configuration.ts'
import type { Variables } from './environment.ts'
import { prepareWay, type Way } from './reach-server.ts'
import type { RunOptions } from './run-options.ts'

/** A server that a program can use, and what the program needs to reach it. */
export interface OpenServer extends AsyncDisposable, Way {
  /** The number of connections that the program made through the server, by `host:port` on another machine. Empty with `--server`. */
  readonly passed: ReadonlyMap<string, number>
}

/** A server that this process started. */
export interface OwnServer extends OpenServer {
  readonly credentials: MockCredentials
  readonly control: Control
}

/**
 * Starts a server that a program reaches when it calls WeChat Pay's hosts.
 *
 * @param folder The folder for the files that the program needs.
 * @throws {Error} When the server can't start, or the files can't be written.
 */
export async function openServer(
  configuration: Configuration,
  log: Log,
  { offline = false, javaSockets = false }: RunOptions,
  folder: string,
): Promise<OwnServer> {
  const configured = withFreePort(configuration)
  const doors = await configureDoors({ ...configured.settings, proxy: true, offline }, folder, log)
  const { url, credentials, control, close } = await listenAsConfigured(configured, log, { doors: doors.open })
  const { tlsPort = 0, socksPort = 0, caCertificate = '', egress } = doors.opened() ?? {}
  let claimed: ClaimedFolder | undefined
  const end = () => close().finally(() => claimed?.release())
  try {
    claimed = await claimFolder(folder, url)
    const server = { credentials, proxyUrl: url, tlsPort, socksPort, caCertificate }
    const way = await prepareWay(server, claimed.path, javaSockets)
    return { ...way, passed: egress?.passed ?? new Map(), credentials, control, [Symbol.asyncDispose]: end }
  } catch (error) {
    // A server that still runs would keep the process alive.
    await end()
    throw error
  }
}

/** Makes the server choose a free port if the user set no port. The program finds the port in its environment variables. */
function withFreePort(configuration: Configuration): Configuration {
  if (configuration.origin('port').source !== 'default') return configuration
  return { ...configuration, settings: { ...configuration.settings, port: 0 } }
}

/** Replaces `{port}` and the other placeholders in the program's arguments. Unknown placeholders stay as they are. */
export function filledIn(args: readonly string[], values: Variables): string[] {
  return args.map((arg) => arg.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? String(values[name]) : place)))
}
