import type { Command } from 'commander'
import { defined } from '../../../contracts/defined.ts'
import { errorMessage } from '../../../contracts/error-message.ts'
import type { BrokerOptions } from '../../../contracts/pact/index.ts'
import { readFile } from '../settings/read-file.ts'
import type { VerifyOptions } from './verify-options.ts'

/**
 * Finds the Broker of the run in the first of these places that applies:
 *
 * - `--broker-url`.
 * - The variable PACT_BROKER_BASE_URL, if the command line names no pacts, or names a pact on the same host.
 * - The URLs of the pacts, if the command line has a flag that needs a Broker, such as `--publish`. All the URLs must have the same origin.
 *   If PACT_BROKER_BASE_URL is set, no token or password from a variable is sent to this host.
 *
 * @returns `undefined` when the run needs no Broker.
 *
 * @throws {Error} When the options are invalid, or there are neither pacts nor a Broker.
 */
export async function brokerOf(command: Command): Promise<BrokerOptions | undefined> {
  const options = command.opts<VerifyOptions>()
  const found = placeOf(command, options)
  if (!found) return withoutBroker(command)
  check(options, found)
  if (isNamedPact(command, found)) checkNamedPact(command)
  return brokerOptions(options, found.url)
}

/** The address of a Broker, and where it was found: an option, a variable or the URL of a pact. */
interface BrokerPlace {
  readonly url: string
  readonly source: string
}

function placeOf(command: Command, { brokerUrl }: VerifyOptions): BrokerPlace | undefined {
  if (isGiven(command, 'brokerUrl')) return { url: brokerUrl ?? '', source: '--broker-url' }
  const origins = [...new Set(urlsIn(command).map(({ origin }) => origin))]
  const ofVariable = brokerUrl ? { url: brokerUrl, source: 'PACT_BROKER_BASE_URL' } : undefined
  if (command.args.length === 0) {
    if (ofVariable) return ofVariable
    throw new Error('There is nothing to verify: give pact files or --broker-url (请指定契约文件或 --broker-url)')
  }
  const host = URL.parse(brokerUrl ?? '')?.host
  if (urlsIn(command).some((url) => url.host === host)) return ofVariable
  const flags = flagsOf(command, OF_BROKER)
  if (origins.length === 0 || flags.length === 0) return undefined
  const [origin = ''] = origins
  if (origins.length === 1 && ofVariable) refuseSecretOfVariable(command, origin)
  if (origins.length === 1) return { url: origin, source: 'The URL of a pact' }
  throw new Error(`${flags.join(', ')} needs --broker-url, because the pacts are on several hosts (契约在多个主机上，请指定 --broker-url)`)
}

/** Refuses to send a token or password of a variable, which is for the Broker of PACT_BROKER_BASE_URL, to another host. A token comes before a password. */
function refuseSecretOfVariable(command: Command, origin: string): void {
  const sent = (['brokerToken', 'brokerPassword'] as const).find((name) => command.getOptionValueSource(name) !== undefined)
  if (sent === undefined || isGiven(command, sent)) return
  const variable = sent === 'brokerToken' ? 'PACT_BROKER_TOKEN' : 'PACT_BROKER_PASSWORD'
  throw new Error(
    `${variable} is for the Broker at PACT_BROKER_BASE_URL, not for ${origin}: give --broker-url (该变量属于 PACT_BROKER_BASE_URL 的 Broker，请指定 --broker-url)`,
  )
}

function urlsIn({ args }: Command): URL[] {
  return args.flatMap((argument) => (/^https?:/i.test(argument) ? (URL.parse(argument) ?? []) : []))
}

/** Whether an option is on the command line. Variables don't count, because they may be meant for other runs. */
function isGiven(command: Command, name: keyof VerifyOptions): boolean {
  return command.getOptionValueSource(name) === 'cli'
}

const OF_SELECTION: readonly (keyof VerifyOptions)[] = ['selector', 'pending', 'wipSince', 'provider']

const OF_BROKER: readonly (keyof VerifyOptions)[] = [
  'brokerToken',
  'brokerUsername',
  'brokerPassword',
  'brokerCa',
  ...OF_SELECTION,
  'providerVersion',
  'providerBranch',
  'providerTag',
  'publish',
  'buildUrl',
]

/** Returns those flags on the command line that set one of the options in `names`. */
function flagsOf(command: Command, names: readonly (keyof VerifyOptions)[]): string[] {
  const given = names.filter((name) => isGiven(command, name))
  return command.options.filter((option) => given.some((name) => name === option.attributeName())).map(({ long }) => long ?? '')
}

/** Refuses options that would have no effect without a Broker. */
function withoutBroker(command: Command): undefined {
  const flags = flagsOf(command, OF_BROKER)
  if (flags.length === 0) return
  const text = `${flags.join(', ')} can only be used with a Broker: give --broker-url; PACT_BROKER_BASE_URL is ignored when pact files are given`
  throw new Error(`${text} (这些选项需要 --broker-url；已指定契约文件时不使用 PACT_BROKER_BASE_URL)`)
}

/** Whether the command line names a pact by its URL at the Broker. If so, no other pacts are fetched from the Broker. */
function isNamedPact(command: Command, { url }: BrokerPlace): boolean {
  return urlsIn(command).some(({ host }) => host === new URL(url).host)
}

function checkNamedPact(command: Command): void {
  const flags = flagsOf(command, OF_SELECTION)
  if (flags.length > 0)
    throw new Error(
      `${flags.join(', ')} can't be used with the URL of a pact: only the named pacts are verified (已指定契约地址，不能使用这些选项)`,
    )
}

function check(options: VerifyOptions, { url, source }: BrokerPlace): void {
  const { publish, providerVersion, buildUrl, pending, wipSince, providerBranch, providerTag, filterDescription, filterState } = options
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Error(`${source} must be an http or https URL; got ${JSON.stringify(url)} (须为 http 或 https 地址)`)
  if (publish && !providerVersion)
    throw new Error('--publish needs --provider-version: the Broker keeps results by version (--publish 需要 --provider-version)')
  if (publish && (filterDescription ?? filterState) !== undefined)
    throw new Error('--publish needs whole pacts: leave out --filter-description and --filter-state (发布结果时不能筛选交互)')
  if (buildUrl !== undefined && !publish)
    throw new Error('--build-url needs --publish: it is published with the results (--build-url 需要 --publish)')
  if ((pending || wipSince) && !providerBranch && !providerTag)
    throw new Error(
      `${pending ? '--pending' : '--wip-since'} needs --provider-branch or --provider-tag: for each branch or tag, the Broker knows which pacts are pending (需要 --provider-branch 或 --provider-tag)`,
    )
}

async function brokerOptions(options: VerifyOptions, url: string): Promise<BrokerOptions> {
  const { brokerToken: token, brokerUsername: username, brokerPassword: password, brokerCa, selector } = options
  const { pending, wipSince: workInProgressSince, publish, buildUrl } = options
  const selectors = selector && [...selector]
  const ca = brokerCa === undefined ? undefined : await certificatesIn(brokerCa)
  return { url, ...defined({ token, username, password, ca, selectors, pending, workInProgressSince, publish, buildUrl }) }
}

async function certificatesIn(file: string): Promise<string> {
  const text = await readFile('--broker-ca', file).catch((cause) => {
    throw new Error(`${errorMessage(cause)} (无法读取 CA 证书)`, { cause })
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw new Error(`--broker-ca ${file} has no certificate in PEM (不是 PEM 格式的证书)`)
}
