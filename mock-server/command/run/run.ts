import type { Command } from 'commander'
import { errorMessage } from '../../../contracts/error-message.ts'
import { configureDoors } from '../configured-doors.ts'
import { languageOf, processLocale } from '../language.ts'
import { listenAsConfigured } from '../listen-as-configured.ts'
import { createLog } from '../log/create-log.ts'
import { claimFolder, folderForProgram, folderOfPort, outputFolder } from '../output-folder.ts'
import { type Configuration, configure } from '../settings/configuration.ts'
import { askServer } from './ask-server.ts'
import type { Variables } from './environment.ts'
import { environmentText } from './print-environment.ts'
import { type Way, wayTo } from './reach-server.ts'
import { runChild } from './run-child.ts'
import type { RunOptions } from './run-options.ts'

/**
 * Runs a program whose calls to WeChat Pay reach a server that this command starts or a running one, and ends with the program's exit code. With
 * `--print-env`, only prints the variables that the program would get.
 */
export async function run(command: Command): Promise<void> {
  const parent = process.ppid
  const options = command.opts<RunOptions>()
  const configuration = await configure(command)
  if (options.printEnv !== undefined) return print(configuration, options)
  if (command.args.length === 0) throw new Error("missing required argument 'command'")
  if (options.server !== undefined && options.offline)
    throw new Error('--offline does not go with --server: that server decides what goes out')
  await using folder = await folderForProgram(configuration.settings.outputDir)
  const open = options.server === undefined ? openServer : reachServer
  await using server = await open(configuration, options, folder.path)
  process.exitCode = await runChild(filledIn(command.args, server.placeholders), { ...process.env, ...server.variables }, parent).catch(
    (error) => {
      console.error(`${command.args[0]} can't be started: ${errorMessage(error)}`)
      return NOT_STARTED
    },
  )
  for (const [name, count] of server.passed)
    console.error(`Let through (放行): ${name}, ${count} ${count === 1 ? 'connection' : 'connections'}`)
}

const NOT_STARTED = 2

/** Prints the variables with which a program that the user starts reaches a running server. */
async function print(configuration: Configuration, { server = 'http://127.0.0.1:8920', ...options }: RunOptions): Promise<void> {
  const { outputDir } = configuration.settings
  const { path, problem = 'it is none' } = await outputFolder(outputDir)
  if (path === undefined) throw new Error(`--print-env needs files that stay: give --output-dir a folder that can be written; ${problem}`)
  const { variables } = await reachServer(configuration, { ...options, server }, path)
  process.stdout.write(environmentText(options.printEnv ?? 'sh', variables))
}

/** A server for the program. */
interface OpenServer extends AsyncDisposable, Way {
  /** The hosts that the program reached. */
  readonly passed: ReadonlyMap<string, number>
}

async function reachServer(
  { settings }: Configuration,
  { server: url = '', javaSockets = false }: Pick<RunOptions, 'server' | 'javaSockets'>,
  folder: string,
): Promise<OpenServer> {
  const server = await askServer(url, settings.controlToken)
  const way = await wayTo(server, folderOfPort(folder, server.proxyUrl), javaSockets)
  return { ...way, passed: new Map(), [Symbol.asyncDispose]: async () => undefined }
}

async function openServer(
  configuration: Configuration,
  { offline = false, javaSockets = false }: RunOptions,
  folder: string,
): Promise<OpenServer> {
  const configured = withFreePort(configuration)
  const { settings } = configured
  const log = await createLog(settings, languageOf(processLocale()))
  const doors = await configureDoors({ ...settings, proxy: true, offline }, folder, log)
  const mock = await listenAsConfigured(configured, log, { doors: doors.open })
  const { tlsPort = 0, socksPort = 0, egress } = doors.opened() ?? {}
  const server = { credentials: mock.credentials, proxyUrl: mock.url, tlsPort, socksPort, caCertificate: doors.caCertificate }
  const claimed = await claimFolder(folder, mock.url)
  const way = await wayTo(server, claimed.path, javaSockets)
  return { ...way, passed: egress?.passed ?? new Map(), [Symbol.asyncDispose]: () => mock.close().finally(claimed.release) }
}

/** By default, any free port: the program finds it in its variables. */
function withFreePort(configuration: Configuration): Configuration {
  if (configuration.origin('port').source !== 'default') return configuration
  return { ...configuration, settings: { ...configuration.settings, port: 0 } }
}

/** Replaces `{port}` and the like in the arguments. */
function filledIn(args: readonly string[], values: Variables): string[] {
  return args.map((arg) => arg.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place))
}
