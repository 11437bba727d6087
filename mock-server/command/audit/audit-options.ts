import { type Command, InvalidArgumentError, Option } from 'commander'
import { httpUrl, withoutUserInfo } from '../http-url.ts'
import { type RunOptions, withNetworkOptions } from '../run/run-options.ts'
import { asTyped } from '../typed-name.ts'
import { duration } from '../vectors/check-options.ts'

/** The options of the command `audit`. The command also accepts the settings of `start`, which are not in this interface. */
export interface AuditOptions extends RunOptions {
  /** The address of the application. A request to this address makes the application call WeChat Pay. */
  readonly url?: string
  readonly method?: string
  /** The body of the request to `url`: text, or `@` and the path of a file. */
  readonly data?: string
  /** The headers of the request to `url`, as lines such as `Cookie: id=1`. */
  readonly header?: readonly string[]
  /** The mock server that the application already calls. */
  readonly server?: string
  /** The time limit for each case of the audit, in milliseconds. */
  readonly timeout: number
  readonly only?: string
  readonly json?: boolean
  readonly junit?: string
}

/** Adds the options and the argument of `audit` to a command. */
export function withAuditOptions(command: Command): Command {
  command
    .argument('[command...]', 'a program that makes one call, after --')
    .passThroughOptions()
    .optionsGroup('A running application (已在运行的应用):')
    .addOption(new Option('--url <url>', 'a request here makes it call WeChat Pay (地址)').argParser(httpUrl))
    .option('--method <method>', 'of that request; GET, or POST with --data (方法)')
    .option('--data <text>', 'the body to send, or @file (请求体)')
    .addOption(new Option('--header <line>', 'such as "Cookie: id=1"; can be repeated (请求头)').argParser(appendedHeader))
    .addOption(new Option('--server <url>', 'mock server that it calls (沙箱地址)').argParser((text) => withoutUserInfo(httpUrl(text))))
  return withNetworkOptions(command)
    .optionsGroup('Cases and output (用例与输出):')
    .addOption(new Option('--timeout <duration>', 'limit for each case (时限)').argParser(duration).default(60_000, '60s'))
    .option('--only <text>', 'only cases with this text in ID or title (筛选)')
    .option('--json', 'print one line of JSON (输出 JSON)')
    .option('--junit <file>', 'write the results for CI (JUnit 报告)')
    .addHelpText('after', asTyped(EXAMPLES))
}

function appendedHeader(line: string, before: readonly string[] = []): readonly string[] {
  if (!/^[\w!#$%&'*+.^`|~-]+:/.test(line)) throw new InvalidArgumentError('A header is a name, a colon and a value.')
  return [...before, line]
}

const EXAMPLES = `
Exits with 1 if a forged answer was believed, 2 if that is unknown, otherwise 0.
Example: wechatpay-goldplan-mock audit -- python3 open.py
         wechatpay-goldplan-mock audit --url http://127.0.0.1:3000/open
           --method POST --server http://127.0.0.1:8920 --mchid 1900000100`
