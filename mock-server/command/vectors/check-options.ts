import { type Command, InvalidArgumentError, Option } from 'commander'
import { LONGEST_TIMER } from '../../../contracts/longest-timer.ts'
import { milliseconds } from '../../tenant/clock.ts'
import { asTyped } from '../typed-name.ts'

/** The options of `vectors check`, as given. */
export interface CheckOptions {
  readonly cmd: string
  readonly only?: string
  /** Milliseconds. */
  readonly timeout: number
  readonly json?: boolean
}

/** Adds the options of `vectors check` to a command. */
export function withCheckOptions(command: Command): Command {
  return command
    .optionsGroup('Signer (签名程序):')
    .addOption(new Option('--cmd <command>', 'its command line; required (命令行)').argParser(notBlank).makeOptionMandatory())
    .addOption(new Option('--timeout <duration>', 'limit for each request (时限)').argParser(duration).default(10_000, '10s'))
    .optionsGroup('Requests and output (请求与输出):')
    .option('--only <text>', 'only requests with this text in their names (筛选)')
    .option('--json', 'print a line of JSON for each request (输出 JSON)')
    .addHelpText('after', asTyped(PROTOCOL))
}

const PROTOCOL = `

The command line runs once for each request. It reads one JSON object of strings
from stdin: mchid, serial_no, private_key, method, target, timestamp, nonce_str
and body. It prints the Authorization header in one line and exits with 0
(每个请求运行一次：从标准输入读取 JSON，输出一行 Authorization，退出码为 0).

Example: wechatpay-goldplan-mock vectors check --cmd 'python3 sign.py'`

function notBlank(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('The command line is empty.')
  return text
}

/** Reads a duration such as `10s` as milliseconds. */
export function duration(text: string): number {
  const time = /^\d{1,10}(?:ms|s|m|h)$/.test(text) ? milliseconds(text) : 0
  if (time < 1 || time > LONGEST_TIMER)
    throw new InvalidArgumentError('A duration is a whole number and a unit (ms, s, m or h), from 1ms to 596h, such as 500ms, 10s or 2m.')
  return time
}
