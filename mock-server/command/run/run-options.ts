import { type Command, Option } from 'commander'
import { withoutUserInfo } from '../http-url.ts'
import { asTyped } from '../typed-name.ts'
import { ENVIRONMENT_FORMS, type EnvironmentForm } from './print-environment.ts'

/** The options of `run` besides the settings of `start`. */
export interface RunOptions {
  readonly offline?: boolean
  readonly javaSockets?: boolean
  /** The URL of a running server. Without it, `run` starts a server. */
  readonly server?: string
  /** The form in which `run` prints the program's environment variables, instead of running a program. */
  readonly printEnv?: EnvironmentForm
}

/** Adds the options and the argument of `run` to a command. */
export function withRunOptions(command: Command): Command {
  return withNetworkOptions(command)
    .argument('[command...]', 'the program and its arguments, after --')
    .passThroughOptions()
    .optionsGroup('Running server (已启动的服务):')
    .addOption(new Option('--server <url>', 'use this server, started with --proxy (使用已有服务)').argParser(withoutUserInfo))
    .addOption(new Option('--print-env <form>', `${ENVIRONMENT_FORMS.join(', ')}: print the variables`).choices(ENVIRONMENT_FORMS))
    .addHelpText('after', asTyped(EXAMPLES))
}

/** Adds the options that control the network connections of the program. */
export function withNetworkOptions(command: Command): Command {
  return command
    .optionsGroup('Network (网络):')
    .option('--offline', 'connect only to this machine (只连本机)')
    .option('--java-sockets', 'for Java clients that ignore proxies (Java SOCKS)')
}

const EXAMPLES = `

Calls to WeChat Pay's hosts, such as https://api.mch.weixin.qq.com, reach a
local server (程序对微信支付域名的调用会到达本地沙箱，代码无需改动).
{port}, {url}, {mchid} and {folder} in the arguments are filled in.
Also takes the options of the command "start".
Exits with the program's code; 2 when it can't be started.
Examples (示例):
  wechatpay-goldplan-mock run -- go test ./...
  eval "$(wechatpay-goldplan-mock run --print-env sh)"`
