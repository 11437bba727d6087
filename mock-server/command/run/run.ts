import { resolve } from 'node:path'
import type { Command } from 'commander'
import { errorMessage } from '../../../contracts/error-message.ts'
import { configureDoors } from '../configured-doors.ts'
import { languageOf, processLocale } from '../language.ts'
import { listenAsConfigured } from '../listen-as-configured.ts'
import { createLog } from '../log/create-log.ts'
import type { Log } from '../log/log.ts'
import { type Configuration, configure } from '../settings/configuration.ts'
import { writeCredentials } from '../write-credentials.ts'
import { merchantVariables, reachVariables, type Variables } from './environment.ts'
import { runChild } from './run-child.ts'
import type { RunOptions } from './run-options.ts'
import { writeTrustFiles } from './trust-files.ts'

const FOLDER = './.wechatpay-mock'

/** Runs a program whose calls to WeChat Pay reach a server that this command starts, and ends with the program's exit code. */
export async function run(command: Command): Promise<void> {
  const options = command.opts<RunOptions>()
  const configuration = withFreePort(await configure(command))
  const log = await createLog(configuration.settings, languageOf(processLocale()))
  await using server = await openServer(configuration, log, options)
  process.exitCode = await runChild(filledIn(command.args, server.placeholders), { ...process.env, ...server.variables }).catch((error) => {
    console.error(`${command.args[0]} can't be started: ${errorMessage(error)}`)
    return NOT_STARTED
  })
  for (const [name, count] of server.passed)
    console.error(`Let through (放行): ${name}, ${count} ${count === 1 ? 'connection' : 'connections'}`)
}

const NOT_STARTED = 2

/** By default, any free port: the program finds it in its variables. */
function withFreePort(configuration: Configuration): Configuration {
  if (configuration.origin('port').source !== 'default') return configuration
  return { ...configuration, settings: { ...configuration.settings, port: 0 } }
}

/** A running server, and how a program finds it. */
interface OpenServer extends AsyncDisposable {
  readonly variables: Variables
  readonly placeholders: Variables
  /** The hosts that the program reached. */
  readonly passed: ReadonlyMap<string, number>
}

async function openServer(
  configuration: Configuration,
  log: Log,
  { offline = false, javaSockets = false }: RunOptions,
): Promise<OpenServer> {
  const { settings } = configuration
  const doors = await configureDoors({ ...settings, proxy: true, offline }, FOLDER, log)
  const files = await writeTrustFiles(FOLDER, doors.caCertificate, process.env, Date.now())
  const mock = await listenAsConfigured(configuration, log, { doors: doors.open })
  await writeCredentials(mock.credentials, FOLDER)
  const { tlsPort = 0, socksPort = 0, egress } = doors.opened() ?? {}
  const folder = resolve(FOLDER)
  const reach = { url: mock.url, tlsPort, socksPort, files, javaSockets }
  return {
    variables: { ...reachVariables(reach, process.env), ...merchantVariables(mock.credentials, folder) },
    placeholders: { url: mock.url, port: new URL(mock.url).port, mchid: mock.credentials.mchid, folder },
    passed: egress?.passed ?? new Map(),
    [Symbol.asyncDispose]: () => mock.close(),
  }
}

/** Replaces `{port}` and the like in the arguments. */
function filledIn(args: readonly string[], values: Variables): string[] {
  return args.map((arg) => arg.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place))
}
