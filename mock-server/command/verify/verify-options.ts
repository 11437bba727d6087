import { type Command, InvalidArgumentError, Option } from 'commander'

/** The options of verify, as they were given. */
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

/** Gives a command the arguments and the options of verify; the variables are those that Pact's own tools read. */
export function withVerifyOptions(command: Command): Command {
  return command
    .argument('[pacts...]', 'pact files, folders, globs or URLs (契约文件)')
    .addOption(new Option('--broker-url <url>', 'fetch pacts from this Pact Broker').env('PACT_BROKER_BASE_URL'))
    .addOption(new Option('--broker-token <token>', 'its bearer token').env('PACT_BROKER_TOKEN'))
    .addOption(new Option('--broker-username <name>', 'or a name').env('PACT_BROKER_USERNAME'))
    .addOption(new Option('--broker-password <password>', 'and a password').env('PACT_BROKER_PASSWORD'))
    .addOption(new Option('--selector <json>', 'which consumer versions, repeatable').argParser(appendedSelector))
    .option('--pending', 'let pacts fail that never passed (允许未通过过的契约失败)')
    .addOption(new Option('--wip-since <date>', 'verify work in progress from this day on').argParser(day))
    .option('--provider <name>', 'its name at the Broker; wechatpay-goldplan')
    .option('--provider-version <version>', 'its version there, as a Git commit')
    .option('--provider-branch <branch>', 'its branch there')
    .option('--publish', 'tell the Broker what came of it (上传验证结果)')
    .option('--build-url <url>', 'where the run can be looked at')
    .addOption(new Option('--as-recorded <seconds>', 'sign nothing anew; stop the clock here').argParser(seconds))
    .option('--junit <file>', 'write the results for CI (JUnit 报告)')
    .addHelpText('after', EXAMPLES)
}

const EXAMPLES = `
Starts a server of its own, and needs the package @pact-foundation/pact.
Exit code: 0 when every interaction holds, else 1 (全部通过为 0，否则为 1).

  wechatpay-goldplan-mock verify 'pacts/*.json' --junit pact.xml
  wechatpay-goldplan-mock verify --broker-url https://broker.example.com \\
    --selector '{"mainBranch":true}' --provider-version $GIT_COMMIT --publish`

function appendedSelector(text: string, previous: VerifyOptions['selector'] = []): NonNullable<VerifyOptions['selector']> {
  const selector = parsed(text)
  if (typeof selector === 'object' && selector !== null && !Array.isArray(selector))
    return [...previous, selector as Record<string, unknown>]
  throw new InvalidArgumentError('A selector is a JSON object, as {"mainBranch":true} (须为 JSON 对象).')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function seconds(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('The time is in seconds since 1970, as the timestamp of Authorization (须为秒级时间戳).')
}

function day(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && isThere(text)) return text
  throw new InvalidArgumentError('The day is a date, as 2026-01-31 (须为日期).')
}

/** `Date` makes March of the 30th of February. */
function isThere(date: string): boolean {
  const time = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date)
}
