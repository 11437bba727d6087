import type { Command } from 'commander'
import { defined } from '../../../contracts/defined.ts'
import type { BrokerOptions } from '../../../contracts/pact/index.ts'
import type { VerifyOptions } from './verify-options.ts'

/**
 * The Broker of the flag or, when no pacts are given, of the environment variable; `undefined` without a Broker.
 *
 * @throws {Error} When its URL is invalid, when an option needs another one, or when there are neither pacts nor a Broker.
 */
export function brokerOf(command: Command): BrokerOptions | undefined {
  const options = command.opts<VerifyOptions>()
  const isNamed = isGiven(command, 'brokerUrl')
  if (!isNamed && command.args.length > 0) return withoutBroker(command)
  if (!isNamed && !options.brokerUrl)
    throw new Error('There is nothing to verify: give pact files or --broker-url (请指定契约文件或 --broker-url)')
  check(options, isNamed ? '--broker-url' : 'PACT_BROKER_BASE_URL')
  return brokerOptions(options)
}

/** Whether an option is on the command line. A variable may be meant for other runs. */
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

/** Refuses options that would have no effect. */
function withoutBroker(command: Command): undefined {
  const names = OF_BROKER.filter((name) => isGiven(command, name))
  if (names.length === 0) return
  const flags = command.options.filter((option) => names.some((name) => name === option.attributeName())).map(({ long }) => long)
  const text = `${flags.join(', ')} can only be used with a Broker: give --broker-url; PACT_BROKER_BASE_URL is ignored when pact files are given`
  throw new Error(`${text} (这些选项需要 --broker-url；已指定契约文件时不使用 PACT_BROKER_BASE_URL)`)
}

function check({ brokerUrl = '', publish, providerVersion, buildUrl }: VerifyOptions, source: string): void {
  if (!/^https?:$/.test(URL.parse(brokerUrl)?.protocol ?? ''))
    throw new Error(`${source} must be an http or https URL; got ${JSON.stringify(brokerUrl)} (须为 http 或 https 地址)`)
  if (publish && !providerVersion)
    throw new Error('--publish needs --provider-version: the Broker keeps results by version (--publish 需要 --provider-version)')
  if (buildUrl !== undefined && !publish)
    throw new Error('--build-url needs --publish: it is published with the results (--build-url 需要 --publish)')
}

function brokerOptions(options: VerifyOptions): BrokerOptions {
  const { brokerUrl: url = '', brokerToken: token, brokerUsername: username, brokerPassword: password, selector } = options
  const { pending, wipSince: workInProgressSince, publish, buildUrl } = options
  const selectors = selector && [...selector]
  return { url, ...defined({ token, username, password, selectors, pending, workInProgressSince, publish, buildUrl }) }
}
