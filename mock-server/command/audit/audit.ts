import type { Command } from 'commander'
import { createControl, type MerchantControl } from '../../../contracts/index.ts'
import { basicAuthorization } from '../http-url.ts'
import { prepareJunit, writeJunit } from '../junit.ts'
import { languageOf, processLocale } from '../language.ts'
import { createLog } from '../log/create-log.ts'
import { folderForProgram } from '../output-folder.ts'
import { printable } from '../printable.ts'
import { filledIn, openServer } from '../run/open-server.ts'
import { casesWith, exitCodeOf, junitOf, lineOf } from '../scorecard/scorecard.ts'
import { serverCredentials } from '../server-credentials.ts'
import { type Configuration, configure } from '../settings/configuration.ts'
import { readBytes } from '../settings/read-file.ts'
import { INTERRUPTED, stopWhenInterrupted } from '../stop-when-interrupted.ts'
import { type Application, programApplication, runningApplication } from './application.ts'
import type { AuditOptions } from './audit-options.ts'
import { CASES } from './cases.ts'
import { clientLanguage, FIXES } from './fixes.ts'
import { openOtherHost } from './other-host.ts'
import { conclusion, jsonOf } from './scorecard.ts'
import { NotTried, type Result, tryCases, tryRightAnswer, tryRightAnswerAgain } from './try-cases.ts'

/** Gives forged answers to an application, and reports which answers the application believes. */
export async function audit(command: Command): Promise<void> {
  const options = command.opts<AuditOptions>()
  checkTarget(command.args, options)
  const cases = casesWith(CASES, options.only)
  if (options.junit !== undefined) await prepareJunit(options.junit)
  await using audited = await open(command, options)
  await using otherHost = await openOtherHost()
  using interruption = stopWhenInterrupted()
  const means = { ...audited, otherHost, timeout: options.timeout }
  const baseline = await tryRightAnswer(means).catch(showWhy)
  const client = clientLanguage([baseline.userAgent, command.args.join(' ')])
  const language = languageOf(processLocale())
  const results: Result[] = []
  for await (const result of tryCases(cases, baseline, means)) {
    if (interruption.hasCome()) break
    results.push(result)
    if (!options.json) process.stdout.write(`${lineOf(result, language)}\n`)
  }
  if (!interruption.hasCome()) await tryRightAnswerAgain(results, means).catch(showWhy)
  process.stdout.write(options.json ? jsonOf(results, client, baseline.operations) : conclusion(results, client, language))
  if (options.junit !== undefined) await writeJunit(options.junit, junitOf(results, 'audit', 'answer', FIXES))
  process.exitCode = interruption.hasCome() ? INTERRUPTED : exitCodeOf(results)
}

function showWhy(error: unknown): never {
  if (error instanceof NotTried) for (const line of error.shown) console.error(`  ${printable(line)}`)
  throw error
}

function checkTarget(args: readonly string[], { url, server, method, data, header }: AuditOptions): void {
  if (args.length > 0 === (url !== undefined)) throw new Error('audit needs either a program after -- or --url')
  if ((url !== undefined) !== (server !== undefined))
    throw new Error('--url and --server must be given together: --server is the mock server that the application calls')
  if (url === undefined && (method ?? data ?? header) !== undefined) throw new Error('--method, --data and --header need --url')
  if (data !== undefined && /^(?:GET|HEAD)$/i.test(method ?? '')) throw new Error(`--data does not go with --method ${method}`)
}

interface Audited extends AsyncDisposable {
  readonly application: Application
  readonly merchant: MerchantControl
  readonly publicKeyId: string | undefined
}

async function open(command: Command, options: AuditOptions): Promise<Audited> {
  const configuration = quietly(await configure(command))
  if (options.url === undefined || options.server === undefined) return startProgram(command.args, configuration, options)
  const { url, authorization } = basicAuthorization(options.url)
  return attach(runningApplication(url, await requestOf(options, authorization)), options.server, configuration)
}

async function requestOf(
  { data, header = [], method = data === undefined ? 'GET' : 'POST' }: AuditOptions,
  authorization: string | undefined,
): Promise<RequestInit> {
  const headers = new Headers(header.map((line) => line.split(/:(.*)/s, 2) as [string, string]))
  if (data !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json')
  if (authorization !== undefined && !headers.has('Authorization')) headers.set('Authorization', authorization)
  const body = data?.startsWith('@') ? await readBytes('--data', data.slice(1)) : data
  return { method, headers, ...(body !== undefined && { body }) }
}

async function attach(application: Application, server: string, { settings }: Configuration): Promise<Audited> {
  const { controlToken: token, mchid } = settings
  const control = createControl(server, token === undefined ? {} : { token })
  const credentials = await serverCredentials(server, token)
  return {
    application,
    merchant: control.merchant(mchid ?? credentials.mchid),
    publicKeyId: credentials.platform_public_key?.id,
    [Symbol.asyncDispose]: async () => control.merchant(mchid ?? credentials.mchid).reset(),
  }
}

async function startProgram(args: readonly string[], configuration: Configuration, options: AuditOptions): Promise<Audited> {
  const log = await createLog(configuration.settings, languageOf(processLocale()))
  const folder = await folderForProgram(configuration.settings.outputDir)
  const server = await openServer(configuration, log, options, folder.path).catch(async (error) => {
    await folder[Symbol.asyncDispose]()
    throw error
  })
  const { control, credentials, placeholders, variables } = server
  return {
    application: programApplication(filledIn(args, placeholders), { ...process.env, ...variables }),
    merchant: control.merchant(credentials.mchid),
    publicKeyId: credentials.platform_public_key?.id,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

/** Turns the log off unless the user chose a log level, because the audit itself reports what the application did. */
function quietly(configuration: Configuration): Configuration {
  if (configuration.origin('logLevel').source !== 'default') return configuration
  return { ...configuration, settings: { ...configuration.settings, logLevel: 'silent' } }
}
