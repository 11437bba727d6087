import { type Command, Option } from 'commander'
import { httpUrl } from '../http-url.ts'
import { asTyped } from '../typed-name.ts'
import { duration } from '../vectors/check-options.ts'

/** The options of `notify check` besides the settings of `start`. */
export interface NotifyOptions {
  /** The address of the handler. */
  readonly url: string
  readonly event: string
  /** JSON, or `@` and the path of a file with JSON. */
  readonly resource?: string
  /** Whether the notifications are signed with the WeChat Pay public key. Otherwise, the merchant's `verification` decides. */
  readonly publicKey?: boolean
  /** The limit for each answer, in milliseconds. */
  readonly timeout: number
  readonly only?: string
  readonly json?: boolean
  readonly junit?: string
}

/** Adds the options of `notify check` to a command. */
export function withNotifyOptions(command: Command): Command {
  return command
    .optionsGroup('Handler and notification (通知处理程序与通知):')
    .addOption(new Option('--url <url>', 'address of the handler; required (地址)').argParser(httpUrl).makeOptionMandatory())
    .option('--event <type>', 'event_type (事件类型)', 'TRANSACTION.SUCCESS')
    .option('--resource <json>', 'the decrypted resource, or @file (解密后的内容)')
    .option('--public-key', 'sign with the public key (用微信支付公钥签名)')
    .optionsGroup('Cases and output (用例与输出):')
    .addOption(new Option('--timeout <duration>', 'limit for each answer (时限)').argParser(duration).default(5_000, '5s'))
    .option('--only <text>', 'only cases with this text in ID or title (筛选)')
    .option('--json', 'print one line of JSON (输出 JSON)')
    .option('--junit <file>', 'write the results for CI (JUnit 报告)')
    .addHelpText('after', asTyped(EXAMPLES))
}

const EXAMPLES = `
The handler verifies with the keys that the start command writes to a folder.
Exits with 1 if a forgery was believed or a valid notification was refused,
2 if that is unknown, otherwise 0 (退出码).
Example (示例):
  wechatpay-goldplan-mock notify check --url http://127.0.0.1:3000/notify`
