import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import type { Command } from 'commander'
import { errorMessage } from '../../contracts/error-message.ts'
import type { MockServer } from '../create-mock-server.ts'
import { rehearseDiagnosis } from '../diagnosis/rehearse-diagnosis.ts'
import { packageJson } from '../package-json.ts'
import { banner, readyLine } from './banner.ts'
import { type ConfiguredDoors, configureDoors } from './configured-doors.ts'
import { endOfOutput } from './end-of-output.ts'
import { languageOf, processLocale } from './language.ts'
import { listenAsConfigured } from './listen-as-configured.ts'
import { createLog } from './log/create-log.ts'
import type { Log } from './log/log.ts'
import { configure } from './settings/configuration.ts'
import type { Settings } from './settings/settings.ts'
import { type CredentialFiles, writeCredentials } from './write-credentials.ts'

const FOLDER = './.wechatpay-mock'

/** Starts the server, writes the credentials and prints how to call the server, which then runs until it is told to stop. */
export async function start(command: Command): Promise<void> {
  const parent = process.ppid
  const configuration = await configure(command)
  // The server runs on when the reader of its output goes away.
  for (const stream of [process.stdout, process.stderr]) stream.off('error', endOfOutput).on('error', () => undefined)
  const log = await createLog(configuration.settings, languageOf(processLocale()))
  const stopsWith = stopWhenTold(parent)
  const doors = await doorsFor(configuration.settings, log)
  const mock = await listenAsConfigured(configuration, log, doors && { doors: doors.open })
  stopsWith(mock)
  await announce(mock, command.opts<Announced>(), doors).catch(async (error) => {
    await mock.close()
    throw error
  })
  if (configuration.merchants[0]?.key !== undefined) log.warn(OWN_KEY_NOTE)
  await prepare(mock, log)
}

const OWN_KEY_NOTE = `Your own private key is in ${FOLDER}/ and at /__mock/credentials, for every user of this machine.
你自己的私钥写入了 ${FOLDER}/，并可从 /__mock/credentials 读取：本机的任何用户都能看到。`

async function doorsFor(settings: Settings, log: Log): Promise<ConfiguredDoors | undefined> {
  return settings.proxy || settings.tls !== undefined ? configureDoors(settings, FOLDER, log) : undefined
}

/** Prints the credentials as one line of JSON with `--json`, else one JSON line with the address if the log is in JSON, else the banner. */
async function announce(
  { credentials }: MockServer,
  { json = false, logFormat }: Announced,
  doors: ConfiguredDoors | undefined,
): Promise<void> {
  const written = await writeCredentials(credentials, FOLDER)
  const files = doors ? await withTrustFiles(written, doors) : written
  const describe = logFormat === 'json' ? readyLine : banner
  process.stdout.write(json ? `${JSON.stringify(credentials)}\n` : describe(credentials, files, packageJson.version))
}

/** Adds the files that make a program in any language trust the CA. */
async function withTrustFiles(files: CredentialFiles, { caCertificate }: ConfiguredDoors): Promise<CredentialFiles> {
  const { writeTrustFiles } = await import('./run/trust-files.ts')
  await writeTrustFiles(files.folder, caCertificate, process.env, Date.now())
  return { ...files, names: [...files.names, 'ca.pem'], ca: join(files.folder, 'ca.pem') }
}

type Announced = Pick<Settings, 'logFormat'> & { readonly json?: boolean }

const PARENT_CHECK_MILLISECONDS = 250

/**
 * Stops the server on Ctrl-C, on SIGTERM, when its terminal is closed, and when the npm script that started it is gone: npm ends the script's
 * shell, which passes no signal on. Signals are handled even before the server listens, because one may follow at once after the first change
 * that the server accepts.
 *
 * @param parent The process ID of the parent at the start.
 * @returns A function to call with the server as soon as there is one.
 */
function stopWhenTold(parent: number): (server: Pick<MockServer, 'close'>) => void {
  let running: Pick<MockServer, 'close'> | undefined
  let isTold = false
  const stop = () => {
    isTold = true
    void running?.close().then(() => process.exit(0), exitWith)
  }
  process.once('SIGINT', stop).once('SIGTERM', stop).once('SIGHUP', stop)
  if (process.env['npm_lifecycle_event'] !== undefined)
    setInterval(() => process.ppid === parent || stop(), PARENT_CHECK_MILLISECONDS).unref()
  return (server) => {
    running = server
    if (isTold) stop()
  }
}

/** Exits explicitly, because a log that nobody reads would keep the process alive. */
function exitWith(error: unknown): void {
  process.stderr.write(`${errorMessage(error)}\n`, () => process.exit(1))
}

/** Loads what the first control call, the first diagnosis and its log entry need. Runs after the command has reported that the server is ready. */
async function prepare(mock: MockServer, log: Log): Promise<void> {
  await Promise.all([mock.control.credentials(), rehearseDiagnosis(), log.prepare()])
  // By itself, Node writes its compile cache only at a normal exit.
  flushCompileCache()
}
