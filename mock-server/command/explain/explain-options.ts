import { type Command, InvalidArgumentError, Option } from 'commander'
import { asTyped } from '../typed-name.ts'

/** The options of the command `explain`. */
export interface ExplainOptions {
  /** The file to read instead of stdin. */
  readonly file?: string
  readonly authorization?: string
  readonly method?: string
  readonly target?: string
  readonly body?: string
  readonly contentType?: string
  readonly key?: readonly string[]
  readonly serial?: readonly string[]
  /** Milliseconds since 1970. */
  readonly now?: number
  readonly json?: boolean
  readonly refusal?: string
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
    .argument('[file]', 'read this file instead of stdin (文件)')
    .optionsGroup('Request (请求):')
    .option('--authorization <value>', 'its Authorization header (认证信息)')
    .option('--method <method>', 'default: GET, or POST with a --body (请求方法)')
    .option('--target <path>', 'its path and query, or its URL (请求路径)')
    .option('--body <text>', 'its body, @file, or @- for stdin (请求体)')
    .option('--content-type <type>', 'its Content-Type header, for an upload (内容类型)')
    .optionsGroup('Key and time (密钥与时间):')
    .addOption(new Option('--key <file>', 'certificate or public key; can be repeated (证书)').argParser(appended))
    .addOption(new Option('--serial <serial>', 'serial number of a public key (证书序列号)').argParser(appended))
    .addOption(new Option('--now <time>', 'check the timestamp against this time (时间)').argParser(milliseconds))
    .optionsGroup('Answer or notification (应答与回调):')
    .option('--refusal <file>', 'the 401 of a request, or - for stdin (401 应答)')
    .option('--response', "why an answer can't be verified (应答验签)")
    .option('--callback', "why a callback can't be verified or read (回调通知)")
    .addOption(new Option('--cert <file>', 'platform certificate; can be repeated (平台证书)').argParser(appended))
    .addOption(new Option('--public-key <id=file>', 'WeChat Pay public key; can be repeated (公钥)').argParser(appended))
    .option('--apiv3-key <text>', 'decrypts a notification; or @file (APIv3密钥)')
    .option('--message <text>', 'what you signed or verified: text or @file (签名串)')
    .optionsGroup('Output (输出):')
    .option('--json', 'print a line of JSON for each request (输出 JSON)')
    .addHelpText('after', asTyped(EXAMPLES))
}

const EXAMPLES = `

Without --authorization it reads requests from a file or stdin, in any of these
forms (不带 --authorization 时，从文件或标准输入读取以下任一形式的请求):
  curl for bash, cmd, PowerShell   curl -X POST https://… -H '…' -d '{…}'
  curl with an upload (上传)       curl https://… -F 'meta={…}' -F 'file=@a.jpg'
  PowerShell                       irm https://… -Method POST -Headers @{…}
  JavaScript                       fetch("https://…", {"method": "POST", …})
  raw HTTP (HTTP 原文)             POST /v3/… HTTP/1.1
  HAR of a browser                 {"log": {"entries": […]}}
  Postman collection               {"info": {…}, "item": […]}
  exception of wechatpay-java      … HttpRequest[{"httpMethod":"POST",…}]
  Guzzle's log in PHP              >>>>>>>> POST /v3/… HTTP/1.1
  headers that Go printed          POST https://… map[Authorization:[…]] {…}
  Authorization header, its format WECHATPAY2-SHA256-RSA2048 mchid="…",…
Without --key it uses the shipped development certificate (自带的开发证书).
It exits with 0 if all requests are valid, 1 if one is not, and 2 if it can't
judge: no key or body, bad input or option (退出码：0 有效，1 无效，2 无法判断).
Examples (示例):
  wechatpay-goldplan-mock explain --key apiclient_cert.pem request.har
  wechatpay-goldplan-mock explain --refusal 401.json --message @signed.txt
  wechatpay-goldplan-mock explain --response --cert cert.pem answer.txt`

function appended(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value]
}

function milliseconds(text: string): number {
  if (/^\d{1,11}$/.test(text)) return Number(text) * 1000
  // A time without a time zone is refused, because its meaning would depend on the time zone of the machine.
  const time = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new InvalidArgumentError('A time is in seconds since 1970, or like 2026-01-31T08:30:00Z.')
  return time
}
