import { type Command, InvalidArgumentError, Option } from 'commander'
import * as z from 'zod'
import { filterProblem } from '../../../contracts/filter-problem.ts'
import { selectorProblem } from '../../../contracts/selector-problem.ts'
import { checkedBy } from '../settings/setting-options.ts'
import { asTyped } from '../typed-name.ts'

/** The options of the command `verify`. */
export interface VerifyOptions {
  readonly brokerUrl?: string
  readonly brokerToken?: string
  readonly brokerUsername?: string
  readonly brokerPassword?: string
  /** A file with certificates in PEM. */
  readonly brokerCa?: string
  readonly selector?: readonly Readonly<Record<string, unknown>>[]
  readonly pending?: boolean
  readonly wipSince?: string
  readonly provider?: string
  readonly providerVersion?: string
  readonly providerBranch?: string
  readonly providerTag?: readonly string[]
  readonly consumer?: readonly string[]
  readonly filterDescription?: string
  readonly filterState?: string
  readonly logLevel?: (typeof LOG_LEVELS)[number]
  readonly publish?: boolean
  readonly buildUrl?: string
  /** The time at which the server's clock stops, in seconds since 1970. Requests are sent with their recorded signatures. */
  readonly asRecorded?: number
  readonly junit?: string
}

/**
 * Adds the arguments and options of `verify` to a command. Options that are seldom used are hidden from the help and described in docs/pact.md. The
 * environment variables have the same names as in Pact's own tools.
 */
export function withVerifyOptions(command: Command): Command {
  command.argument('[pacts...]').description(DESCRIPTION).addHelpText('after', asTyped(EXAMPLES))
  return withRunOptions(withResultOptions(withBrokerOptions(command)))
}

function withBrokerOptions(command: Command): Command {
  return command
    .optionsGroup('Pacts of a Broker (来自 Broker 的契约):')
    .addOption(new Option('--broker-url <url>', 'its address; or PACT_BROKER_BASE_URL (地址)').env('PACT_BROKER_BASE_URL'))
    .addOption(new Option('--broker-token <token>', 'bearer token (令牌)').env('PACT_BROKER_TOKEN'))
    .addOption(new Option('--broker-username <name>', 'user name (用户名)').env('PACT_BROKER_USERNAME').hideHelp())
    .addOption(new Option('--broker-password <password>', 'password (密码)').env('PACT_BROKER_PASSWORD').hideHelp())
    .addOption(new Option('--broker-ca <file>', 'CA of its certificate, in PEM (CA 证书)').hideHelp())
    .addOption(new Option('--selector <json>', `such as '{"mainBranch":true}'; can be repeated`).argParser(appendedSelector))
    .option('--pending', 'accept pacts that never passed (允许新契约失败)')
    .addOption(new Option('--wip-since <date>', 'also verify work in progress since this day').argParser(checkedBy(DAY)).hideHelp())
}

function withResultOptions(command: Command): Command {
  return command
    .optionsGroup('Results for the Broker (提交验证结果):')
    .option('--publish', 'publish the results (上传)')
    .option('--provider <name>', 'name of the provider; wechatpay-goldplan')
    .option('--provider-version <version>', 'its version, such as a Git commit')
    .option('--provider-branch <branch>', 'its branch (分支)')
    .addOption(new Option('--provider-tag <tag>', 'its tag; can be repeated (标签)').argParser(appended).hideHelp())
    .addOption(new Option('--build-url <url>', 'page of the CI run').hideHelp())
}

function withRunOptions(command: Command): Command {
  return command
    .optionsGroup('Run (运行):')
    .addOption(new Option('--as-recorded <seconds>', 'keep recorded signatures; stop the clock here').argParser(checkedBy(SECONDS)))
    .addOption(new Option('--consumer <name>', 'only its pacts; can be repeated (消费者)').argParser(appended))
    .addOption(new Option('--filter-description <regex>', 'only these interactions').env('PACT_DESCRIPTION').argParser(expression))
    .addOption(new Option('--filter-state <regex>', 'only with this provider state').env('PACT_PROVIDER_STATE').argParser(expression))
    .addOption(new Option('--log-level <level>', "of Pact's log (日志级别)").choices(LOG_LEVELS).hideHelp())
    .option('--junit <file>', 'write the results for CI (JUnit 报告)')
}

const DESCRIPTION = `Verify pact files, folders, globs or URLs against a mock server (契约测试).
Needs @pact-foundation/pact. Exits with 0 when all pass, else with 1.`

const DAY = z.iso.date('The day is a date, like 2026-01-31 (须为日期).')
const SECONDS = z
  .string()
  .regex(/^\d{1,10}$/, 'The time is in seconds since 1970, like the timestamp of Authorization (须为秒级时间戳).')
  .transform(Number)

const EXAMPLES = `
Example: wechatpay-goldplan-mock verify 'pacts/*.json' --junit pact.xml
         wechatpay-goldplan-mock verify --broker-url https://broker.example
All options (全部选项): docs/pact.md`

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const

function appended(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text]
}

/** @throws {InvalidArgumentError} When the text is not a regular expression that Pact can read. */
function expression(text: string): string {
  const problem = filterProblem(text)
  if (problem) throw new InvalidArgumentError(problem)
  return text
}

/** @throws {InvalidArgumentError} When the text is not a selector that Pact passes on to the Broker as it is. */
function appendedSelector(text: string, previous: VerifyOptions['selector'] = []): NonNullable<VerifyOptions['selector']> {
  const selector = parsed(text)
  const problem = selectorProblem(selector)
  if (problem) throw new InvalidArgumentError(problem)
  return [...previous, selector as Record<string, unknown>]
}

/** The JSON in a text; the text itself when it is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
