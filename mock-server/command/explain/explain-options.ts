import { type Command, InvalidArgumentError, Option } from 'commander'
import { asTyped } from '../typed-name.ts'

/** The options of `explain`, as given. */
export interface ExplainOptions {
  readonly authorization?: string
  readonly method?: string
  readonly target?: string
  readonly body?: string
  readonly key?: readonly string[]
  readonly serial?: readonly string[]
  /** Milliseconds since 1970. */
  readonly now?: number
  readonly json?: boolean
  readonly response?: boolean
  readonly callback?: boolean
  readonly cert?: readonly string[]
  readonly publicKey?: readonly string[]
  readonly apiv3Key?: string
  readonly message?: string
}

/** Adds the options of `explain` to a command. */
export function withExplainOptions(command: Command): Command {
  return command
    .optionsGroup('Request (请求):')
    .option('--authorization <value>', 'its Authorization header (认证信息)')
    .option('--method <method>', 'default: GET, or POST with a --body (请求方法)')
    .option('--target <path>', 'its path and query, or its URL (请求路径)')
    .option('--body <text>', 'its body, @file, or @- for stdin (请求体)')
    .optionsGroup('Key and time (密钥与时间):')
    .addOption(new Option('--key <file>', 'certificate or public key; can be repeated (证书)').argParser(appended))
    .addOption(new Option('--serial <serial>', 'serial number of a public key (证书序列号)').argParser(appended))
    .addOption(new Option('--now <time>', 'check the timestamp against this time (时间)').argParser(milliseconds))
    .optionsGroup('Answer or notification on stdin (应答与回调):')
    .option('--response', "why an answer can't be verified (应答验签)")
    .option('--callback', "why it can't be verified or decrypted (回调验签解密)")
    .addOption(new Option('--cert <file>', 'platform certificate; may be repeated (平台证书)').argParser(appended))
    .addOption(new Option('--public-key <id=file>', 'WeChat Pay public key; can be repeated (公钥)').argParser(appended))
    .option('--apiv3-key <text>', 'to decrypt the notification (APIv3密钥)')
    .option('--message <text>', 'what you verified: text or @file (验签名串)')
    .optionsGroup('Output (输出):')
    .option('--json', 'print a line of JSON for each request (输出 JSON)')
    .addHelpText('after', asTyped(EXAMPLES))
}

const EXAMPLES = `

Without --authorization it reads curl commands or a HAR from stdin
(不带 --authorization 时从标准输入读取 curl 命令或 HAR).
Without --key it uses the shipped development certificate (自带的开发证书).
Examples (示例):
  wechatpay-goldplan-mock explain --key apiclient_cert.pem < request.har
  wechatpay-goldplan-mock explain --response --cert cert.pem < answer.txt
  wechatpay-goldplan-mock explain --target /v3/certificates \\
    --authorization 'WECHATPAY2-SHA256-RSA2048 mchid="1900000100",…'`

function appended(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

function milliseconds(text: string): number {
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1000
  // A time without a zone would depend on the time zone of the machine.
  const time = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new InvalidArgumentError('A time is in seconds since 1970, or like 2026-01-31T08:30:00Z.')
  return time
}
