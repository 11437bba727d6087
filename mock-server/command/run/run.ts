import type { Command } from 'commander'
import { errorMessage } from '../../../contracts/error-message.ts'
import { languageOf, processLocale } from '../language.ts'
import { createLog } from '../log/create-log.ts'
import type { Log } from '../log/log.ts'
import { folderForProgram, folderOfPort, outputFolder } from '../output-folder.ts'
import { type Configuration, configure } from '../settings/configuration.ts'
import { typedName } from '../typed-name.ts'
import { askServer } from './ask-server.ts'
import { filledIn, type OpenServer, openServer } from './open-server.ts'
import { environmentText } from './print-environment.ts'
import { prepareWay } from './reach-server.ts'
import { runChild } from './run-child.ts'
import type { RunOptions } from './run-options.ts'

/**
 * Runs a program and ends with its exit code. The program's calls to WeChat Pay reach a mock server: a new server, or the running server
 * that `--server` names. With `--print-env`, prints the variables for the program instead.
 */
export async function run(command: Command): Promise<void> {
  const parent = process.ppid
  const options = command.opts<RunOptions>()
  const configuration = await configure(command)
  if (options.printEnv !== undefined) return print(configuration, options)
  if (command.args.length === 0) throw new Error(`name the program to run: ${typedName()} run -- npm test (请写出要运行的程序)`)
  if (options.server !== undefined && options.offline)
    throw new Error('--offline does not go with --server: the running server decides which connections go out')
  await using folder = await folderForProgram(configuration.settings.outputDir)
  const open = options.server === undefined ? startServer : reachServer
  await using server = await open(configuration, options, folder.path)
  process.exitCode = await runChild(filledIn(command.args, server.placeholders), { ...process.env, ...server.variables }, { parent }).catch(
    (error) => {
      console.error(`${command.args[0]} can't be started: ${errorMessage(error)}`)
      return NOT_STARTED
    },
  )
  if (process.exitCode !== NOT_STARTED) server.warnOfNoCalls()
  for (const [name, count] of server.passed)
    console.error(`Let through (放行): ${name}, ${count} ${count === 1 ? 'connection' : 'connections'}`)
}

const NOT_STARTED = 2

interface ServerOfRun extends OpenServer {
  /** Warns in the log if the program made no call that reached the server; does nothing with `--server`. */
  warnOfNoCalls(): void
}

/** Prints variables for programs that the user starts. With these variables, a program reaches a running server. */
async function print(configuration: Configuration, { server = 'http://127.0.0.1:8920', ...options }: RunOptions): Promise<void> {
  const { outputDir } = configuration.settings
  const { path, problem = 'got none', undo } = await outputFolder(outputDir)
  if (path === undefined) throw new Error(`--print-env needs files that stay: give --output-dir a folder that can be written; ${problem}`)
  const { variables } = await reachServer(configuration, { ...options, server }, path).finally(undo)
  process.stdout.write(environmentText(options.printEnv ?? 'sh', variables))
}

async function reachServer(
  { settings }: Configuration,
  { server: url = '', javaSockets = false }: Pick<RunOptions, 'server' | 'javaSockets'>,
  folder: string,
): Promise<ServerOfRun> {
  const server = await askServer(url, settings.controlToken)
  const way = await prepareWay(server, folderOfPort(folder, server.proxyUrl), javaSockets)
  return { ...way, passed: new Map(), warnOfNoCalls: () => undefined, [Symbol.asyncDispose]: async () => undefined }
}

async function startServer(configuration: Configuration, options: RunOptions, folder: string): Promise<ServerOfRun> {
  const log = await createLog(configuration.settings, languageOf(processLocale()))
  let calls = 0
  const exchange: Log['exchange'] = (seen) => {
    calls += 1
    log.exchange(seen)
  }
  const server = await openServer(configuration, { ...log, exchange }, options, folder)
  return { ...server, warnOfNoCalls: () => void (calls === 0 && log.warn(NO_CALLS)) }
}

const NO_CALLS =
  'No call reached this server. If the program called WeChat Pay, it ignored the proxy settings or did not trust the CA: give it WECHATPAY_BASE_URL as its base URL (没有调用到达本服务：如果程序调用了微信支付，说明它没有使用代理设置，或不信任该 CA，请把 WECHATPAY_BASE_URL 设为它的 base URL)'
