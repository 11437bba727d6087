import { flushCompileCache } from 'node:module'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { errorMessage } from '../../contracts/error-message.ts'
import type { MockCredentials } from '../control/merchant-resource.ts'
import type { MockServer } from '../create-mock-server.ts'
import { packageJson } from '../package-json.ts'
import { placeOf } from '../store/store-place.ts'
import { banner, credentialsLine, readyLine, type SharedState } from './banner.ts'
import { type ConfiguredDoors, configureDoors } from './configured-doors.ts'
import { outliveReader } from './end-of-output.ts'
import { isWorker } from './is-worker.ts'
import { languageOf, processLocale } from './language.ts'
import { credentialsAsConfigured } from './listen-as-configured.ts'
import { createLog } from './log/create-log.ts'
import type { Log } from './log/log.ts'
import { openBrowser } from './open-browser.ts'
import { type ClaimedFolder, claimFolder, type OutputFolder, outputFolder } from './output-folder.ts'
import { type RunningServer, runServer } from './running-server.ts'
import { type Configuration, configure } from './settings/configuration.ts'
import type { Settings } from './settings/settings.ts'
import { watchParents } from './watch-parents.ts'
import { type CredentialFiles, writeCredentials } from './write-credentials.ts'

/** Starts the server, writes the credentials and prints how to call it. */
export async function start(command: Command): Promise<void> {
  // The code of a worker is loaded on demand, because most servers have no workers.
  if (isWorker()) return (await import('./workers/worker.ts')).serve(command)
  const parent = process.ppid
  const configuration = await configure(command)
  const { settings } = configuration
  const options = command.opts<StartOptions>()
  if (options.printCredentialsOnly)
    return void process.stdout.write(credentialsLine(await credentialsAsConfigured(configuration), settings.console))
  outliveReader()
  const signals = stopWhenTold(parent, settings)
  const { path: folder, undo } = await writableFolder(settings)
  const log = await createLog(settings, languageOf(processLocale()))
  const hasDoors = settings.proxy || settings.tls !== undefined
  const doors = hasDoors ? await configureDoors(settings, folder, log).catch(undoing(undo)) : undefined
  let announced: Promise<ClaimedFolder | undefined> | undefined
  // Stops the server and releases its folder. A signal may come while files are being written, so `close` waits for them.
  const close = (): Promise<void> => mock.close().finally(async () => (await announced?.catch(() => undefined))?.release())
  const endWith = (error: Error) => void close().finally(() => exitWith(error))
  const mock = await listen(configuration, log, doors, endWith).catch((error) => {
    signals.ignore()
    return undoing(undo)(error)
  })
  signals.stop({ close })
  announced = announce(mock, folder, doors, (files) => announcement(mock.credentials, settings, options, files))
  const claimed = await announced.catch(async (error) => {
    await close()
    throw error
  })
  if (settings.open && settings.console) openBrowser(mock.url, (reason) => log.warn(noBrowser(mock.url, reason)))
  if (configuration.merchants[0]?.key !== undefined) log.warn(ownKeyNote(claimed?.path))
  await mock.prepare()
  // Writes the compile cache now. Node itself would write it only at a normal exit.
  flushCompileCache()
}

/** Writes the credentials into a folder that the server claims, and prints how to call the server. If either fails, releases the folder. */
async function announce(
  { url, credentials }: RunningServer,
  folder: string | undefined,
  doors: ConfiguredDoors | undefined,
  announcementOf: (files: CredentialFiles | undefined) => string,
): Promise<ClaimedFolder | undefined> {
  const claimed = folder === undefined ? undefined : await claimFolder(folder, url)
  try {
    if (claimed?.other !== undefined) console.error(otherServer(String(folder), claimed.other, claimed.path))
    const files = claimed && (await writeFiles(credentials, claimed.path, String(folder), doors))
    process.stdout.write(announcementOf(files))
    return claimed
  } catch (error) {
    await claimed?.release()
    throw error
  }
}

/**
 * Starts the server in this process, or in several workers.
 *
 * @param onEnd Called when the workers end although nobody stopped them.
 */
async function listen(
  configuration: Configuration,
  log: Log,
  doors: ConfiguredDoors | undefined,
  onEnd: (error: Error) => void,
): Promise<RunningServer> {
  const count = workersOf(configuration.settings)
  if (count === 1) return runServer(configuration, log, doors && { doors: doors.open })
  const { startWorkers } = await import('./workers/primary.ts')
  return startWorkers(count, log, onEnd)
}

function workersOf({ workers }: Settings): number {
  return workers === 'auto' ? availableParallelism() : workers
}

/** Returns the folder for the keys. If it can't be written, prints the reason, and the server starts without writing files. */
async function writableFolder({ outputDir }: Settings): Promise<OutputFolder> {
  const folder = await outputFolder(outputDir)
  const { problem } = folder
  if (problem !== undefined)
    console.error(`No files are written, because ${outputDir} can't be used: ${problem} (无法写入文件夹，未写入任何文件)`)
  return folder
}

/** Returns a rejection handler that calls `undo`, which removes the empty folders that were created, and then throws the error again. */
function undoing(undo: () => Promise<void>) {
  return async (error: unknown): Promise<never> => {
    await undo()
    throw error
  }
}

function otherServer(folder: string, other: string, own: string): string {
  return `${folder} is in use by the server of ${other}, so the files of this server are in ${own} (文件夹已被另一个服务使用)`
}

function noBrowser(url: string, reason: string): string {
  return `No browser was opened: ${reason}. Open ${url} yourself (无法打开浏览器，请自行打开).`
}

function ownKeyNote(folder: string | undefined): string {
  if (folder === undefined)
    return `Every user of this machine can read your own private key at /__mock/credentials.
本机的任何用户都能从 /__mock/credentials 读取你自己的私钥。`
  return `Your own private key is in ${folder}/, and every user of this machine can read it at /__mock/credentials.
你自己的私钥写入了 ${folder}/；本机的任何用户都能从 /__mock/credentials 读取它。`
}

function announcement(
  credentials: MockCredentials,
  settings: Settings,
  { json = false }: StartOptions,
  files: CredentialFiles | undefined,
): string {
  const { console: hasConsole, logFormat } = settings
  if (json) return credentialsLine(credentials, hasConsole)
  const tell = logFormat === 'json' ? readyLine : banner
  return tell({ credentials, files, version: packageJson.version, hasConsole, shared: sharedIn(settings) })
}

function sharedIn(settings: Settings): SharedState | undefined {
  const { store } = settings
  return store === undefined ? undefined : { store: placeOf(store), workers: workersOf(settings) }
}

/**
 * Writes the credentials and, if the server is a proxy or has a port for TLS, the files that make programs trust the CA.
 *
 * @param shared The folder that contains the CA. When another server uses it, `folder` is a subfolder for this server.
 */
async function writeFiles(
  credentials: MockCredentials,
  folder: string,
  shared: string,
  doors: ConfiguredDoors | undefined,
): Promise<CredentialFiles> {
  const files = await writeCredentials(credentials, folder)
  if (!doors) return files
  // These modules are loaded on demand, because most servers have neither a proxy nor a port for TLS.
  const [{ writeTrustFiles }, { CA_CERTIFICATE }] = await Promise.all([
    import('./run/trust-files.ts'),
    import('../doors/keep-authority.ts'),
  ])
  await writeTrustFiles(folder, doors.opened()?.caCertificate ?? '', process.env, Date.now())
  return { ...files, names: [...files.names, CA_CERTIFICATE], ca: join(shared, CA_CERTIFICATE) }
}

/** The options of `start` that are not settings. */
type StartOptions = { readonly json?: boolean; readonly printCredentialsOnly?: boolean }

/**
 * A signal that follows the first within this time counts as the same signal. On Ctrl-C, the server may get SIGINT twice: from the terminal
 * and from the program that started the server, such as npm. If the second SIGINT ended the server at once, the last changes would be lost.
 */
const SAME_SIGNAL_MILLISECONDS = 1_000

/**
 * Stops the server on Ctrl-C, on SIGTERM and when its terminal is closed. A second signal, at least a second after the first, ends the
 * server at once. Signals are handled even before the server listens, because a script may send one right after the first change that the
 * server accepts.
 *
 * With `--stop-with-parent` or under npm, also stops the server when its parent process has ended. To stop a script, npm ends the shell of
 * the script, but the shell does not pass the signal on to the server.
 *
 * @param parent The process ID of the parent at the start.
 * @returns `stop`, to call as soon as there is a server, and `ignore`, to call when no server could be started.
 */
function stopWhenTold(parent: number, { stopWithParent }: Settings) {
  let running: Pick<MockServer, 'close'> | undefined
  let isTold = false
  const stop = () => {
    if (!isTold) setTimeout(ignore, SAME_SIGNAL_MILLISECONDS).unref()
    isTold = true
    void running?.close().then(() => process.exit(0), exitWith)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const ignore = () => {
    for (const signal of signals) process.off(signal, stop)
  }
  for (const signal of signals) process.on(signal, stop)
  if (stopWithParent || process.env['npm_lifecycle_event'] !== undefined) watchParents(parent, stop)
  return {
    stop(server: Pick<MockServer, 'close'>) {
      running = server
      if (isTold) stop()
    },
    ignore,
  }
}

/** Prints an error and ends the process. Without `process.exit`, log lines that nobody reads would keep the process alive. */
function exitWith(error: unknown): void {
  process.stderr.write(`${errorMessage(error)}\n`, () => process.exit(1))
}
