import type { Command } from 'commander'
import { defined } from '../../../contracts/defined.ts'
import type { BrokerOptions } from '../../../contracts/pact/index.ts'
import type { VerifyOptions } from './verify-options.ts'

/**
 * The Broker that is meant: that of the flag, or that of the variable where no pacts are named; `undefined` for none.
 *
 * @throws {Error} When it is no URL, when an option needs what is not there, or when there are neither pacts nor a Broker.
 */
export function brokerOf(command: Command): BrokerOptions | undefined {
  const options = command.opts<VerifyOptions>()
  const isNamed = isGiven(command, 'brokerUrl')
  if (!isNamed && command.args.length > 0) return withoutBroker(command)
  if (!isNamed && !options.brokerUrl) throw new Error('Name pact files, or a --broker-url (请指定契约文件或 --broker-url)')
  check(options, isNamed ? '--broker-url' : 'PACT_BROKER_BASE_URL')
  return brokerOptions(options)
}

/** On the command line: a variable may be there for other runs. */
function isGiven(command: Command, name: keyof VerifyOptions): boolean {
  return command.getOptionValueSource(name) === 'cli'
}

const OF_BROKER: readonly (keyof VerifyOptions)[] = [
  'brokerToken',
  'brokerUsername',
  'brokerPassword',
  'selector',
  'pending',
  'wipSince',
  'provider',
  'providerVersion',
  'providerBranch',
  'publish',
  'buildUrl',
]

/** What would have no effect is refused. */
function withoutBroker(command: Command): undefined {
  const names = OF_BROKER.filter((name) => isGiven(command, name))
  if (names.length === 0) return
  const flags = command.options.filter((option) => names.some((name) => name === option.attributeName())).map(({ long }) => long)
  const text = `Only a Broker takes ${flags.join(', ')}: name a --broker-url; beside pact files PACT_BROKER_BASE_URL does not count`
  throw new Error(`${text} (这些选项需要 --broker-url；已指定契约文件时不使用 PACT_BROKER_BASE_URL)`)
}

function check({ brokerUrl = '', publish, providerVersion, buildUrl }: VerifyOptions, source: string): void {
  if (!/^https?:$/.test(URL.parse(brokerUrl)?.protocol ?? ''))
    throw new Error(`${source} must be an http or https URL; got ${JSON.stringify(brokerUrl)} (须为 http 或 https 地址)`)
  if (publish && !providerVersion)
    throw new Error('--publish needs --provider-version: what came of it is kept under a version (--publish 需要 --provider-version)')
  if (buildUrl !== undefined && !publish)
    throw new Error('--build-url needs --publish: it is told with what came of it (--build-url 需要 --publish)')
}

function brokerOptions(options: VerifyOptions): BrokerOptions {
  const { brokerUrl: url = '', brokerToken: token, brokerUsername: username, brokerPassword: password, selector } = options
  const { pending, wipSince: workInProgressSince, publish, buildUrl } = options
  const selectors = selector && [...selector]
  return { url, ...defined({ token, username, password, selectors, pending, workInProgressSince, publish, buildUrl }) }
}
