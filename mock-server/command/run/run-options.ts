import type { Command } from 'commander'
import { asTyped } from '../typed-name.ts'

/** The options of `run` besides the settings of `start`. */
export interface RunOptions {
  readonly offline?: boolean
  readonly javaSockets?: boolean
}

/** Adds the options and the argument of `run` to a command. */
export function withRunOptions(command: Command): Command {
  return command
    .argument('<command...>', 'the program and its arguments, after --')
    .passThroughOptions()
    .optionsGroup('Network (网络):')
    .option('--offline', 'let no connection out except to this machine (断网)')
    .option('--java-sockets', 'for Java clients that ignore proxies (Java SOCKS)')
    .addHelpText('after', asTyped(EXAMPLES))
}

const EXAMPLES = `

Calls to https://api.mch.weixin.qq.com and the other four hosts of WeChat Pay
reach a local server (对微信支付域名的调用会到达本地沙箱，代码无需改动).
{port}, {url}, {mchid} and {folder} in the arguments are filled in.
Takes the options of start as well.
Exits with the program's code; 2 when it can't be started.
Examples (示例):
  wechatpay-goldplan-mock run -- go test ./...
  wechatpay-goldplan-mock run --offline -- mvn test`
