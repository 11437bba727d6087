import { type Command, InvalidArgumentError, Option } from 'commander'
import * as z from 'zod'
import { checkedBy } from '../settings/settings.ts'

/** The options of `verify`, as given. */
export interface VerifyOptions {
  readonly brokerUrl?: string
  readonly brokerToken?: string
  readonly brokerUsername?: string
  readonly brokerPassword?: string
  readonly selector?: readonly Readonly<Record<string, unknown>>[]
  readonly pending?: boolean
  readonly wipSince?: string
  readonly provider?: string
  readonly providerVersion?: string
  readonly providerBranch?: string
  readonly publish?: boolean
  readonly buildUrl?: string
  /** Seconds since 1970. */
  readonly asRecorded?: number
  readonly junit?: string
}

/** Adds the arguments and options of `verify` to a command. Its environment variables are those of Pact's own tools. */
export function withVerifyOptions(command: Command): Command {
  return command
    .argument('[pacts...]', 'pact files, folders, globs or URLs (契约文件)')
    .addOption(new Option('--broker-url <url>', 'fetch pacts from this Pact Broker').env('PACT_BROKER_BASE_URL'))
    .addOption(new Option('--broker-token <token>', 'bearer token for the Broker').env('PACT_BROKER_TOKEN'))
    .addOption(new Option('--broker-username <name>', 'user name for the Broker').env('PACT_BROKER_USERNAME'))
    .addOption(new Option('--broker-password <password>', 'password for the Broker').env('PACT_BROKER_PASSWORD'))
    .addOption(new Option('--selector <json>', 'consumer version selector, repeatable').argParser(appendedSelector))
    .option('--pending', 'accept pacts that never passed (允许新契约失败)')
    .addOption(new Option('--wip-since <date>', 'verify work in progress since this day').argParser(checkedBy(DAY)))
    .option('--provider <name>', 'provider at the Broker; wechatpay-goldplan')
    .option('--provider-version <version>', 'provider version, such as a Git commit')
    .option('--provider-branch <branch>', 'provider branch')
    .option('--publish', 'publish the results (上传验证结果)')
    .option('--build-url <url>', 'page of the CI run, published with them')
    .addOption(new Option('--as-recorded <seconds>', 'keep recorded signatures; stop the clock here').argParser(checkedBy(SECONDS)))
    .option('--junit <file>', 'write the results for CI (JUnit 报告)')
    .addHelpText('after', EXAMPLES)
}

const DAY = z.iso.date('The day is a date, like 2026-01-31 (须为日期).')
const SECONDS = z
  .string()
  .regex(/^\d{1,10}$/, 'The time is in seconds since 1970, like the timestamp of Authorization (须为秒级时间戳).')
  .transform(Number)

const EXAMPLES = `
Starts a server of its own, and needs the package @pact-foundation/pact.
Exit code: 0 when all interactions hold, else 1 (全部通过为 0，否则为 1).

  wechatpay-goldplan-mock verify 'pacts/*.json' --junit pact.xml
  wechatpay-goldplan-mock verify --broker-url https://broker.example.com \\
    --selector '{"mainBranch":true}' --provider-version $GIT_COMMIT --publish`

function appendedSelector(text: string, previous: VerifyOptions['selector'] = []): NonNullable<VerifyOptions['selector']> {
  const selector = parsed(text)
  if (typeof selector === 'object' && selector !== null && !Array.isArray(selector))
    return [...previous, selector as Record<string, unknown>]
  throw new InvalidArgumentError('A selector is a JSON object, like {"mainBranch":true} (须为 JSON 对象).')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
