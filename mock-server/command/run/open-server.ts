import { resolve } from 'node:path'
import type { Control } from '../../../contracts/index.ts'
import type { MockCredentials } from '../../control/merchant-resource.ts'
import type { Doors } from '../../doors/open-doors.ts'
import { listenAsConfigured } from '../listen-as-configured.ts'
import type { Log } from '../log/log.ts'
import { makeFolder } from '../make-folder.ts'
import type { Configuration } from '../settings/configuration.ts'
import { writeCredentials } from '../write-credentials.ts'
import { merchantVariables, reachVariables, type Variables } from './environment.ts'
import type { RunOptions } from './run-options.ts'
import { writeTrustFiles } from './trust-files.ts'

const FOLDER = './.wechatpay-mock'

/** A running server, and how a program finds it. */
export interface OpenServer extends AsyncDisposable {
  readonly variables: Variables
  readonly placeholders: Variables
  /** The hosts that the program reached. */
  readonly passed: ReadonlyMap<string, number>
  readonly credentials: MockCredentials
  readonly control: Control
}

/** Starts a server that a program reaches at the hosts of WeChat Pay. */
export async function openServer(
  configuration: Configuration,
  log: Log,
  { offline = false, javaSockets = false }: RunOptions,
): Promise<OpenServer> {
  const [{ keepAuthority }, { openDoors }] = await Promise.all([
    import('../../doors/keep-authority.ts'),
    import('../../doors/open-doors.ts'),
  ])
  await makeFolder(FOLDER, 0o700)
  const now = Date.now()
  const authority = await keepAuthority(FOLDER, now)
  const files = await writeTrustFiles(FOLDER, authority.certificate, process.env, now)
  let doors: Doors | undefined
  const upstream = upstreamOf(process.env)
  const mock = await listenAsConfigured(configuration, log, {
    doors: async (server) => {
      const { host } = configuration.settings
      doors = await openDoors(server, { authority, now, host, tlsPort: 0, offline, upstream, onRefused: log.warn })
      return doors
    },
  })
  await writeCredentials(mock.credentials, FOLDER)
  const { tlsPort = 0, socksPort = 0, egress } = doors ?? {}
  const folder = resolve(FOLDER)
  const reach = { url: mock.url, tlsPort, socksPort, files, javaSockets }
  return {
    variables: { ...reachVariables(reach, process.env), ...merchantVariables(mock.credentials, folder) },
    placeholders: { url: mock.url, port: new URL(mock.url).port, mchid: mock.credentials.mchid, folder },
    passed: egress?.passed ?? new Map(),
    credentials: mock.credentials,
    control: mock.control,
    [Symbol.asyncDispose]: () => mock.close(),
  }
}

/** The proxy that the user already has, for connections that go out. */
function upstreamOf(environment: NodeJS.ProcessEnv): URL | undefined {
  const given = environment['HTTPS_PROXY'] ?? environment['https_proxy']
  if (!given) return undefined
  if (URL.canParse(given) && new URL(given).protocol === 'http:') return new URL(given)
  throw new Error(`HTTPS_PROXY ${given.slice(0, 100)} must be a URL that begins with http://, so that connections can go out through it`)
}

/** Replaces `{port}` and the like in the arguments. */
export function filledIn(args: readonly string[], values: Variables): string[] {
  return args.map((arg) => arg.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place))
}

/** By default, any free port: the program finds it in its variables. */
export function withFreePort(configuration: Configuration): Configuration {
  if (configuration.origin('port').source !== 'default') return configuration
  return { ...configuration, settings: { ...configuration.settings, port: 0 } }
}
