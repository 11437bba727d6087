import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { packageJson } from './package-json.ts'
import { type StartOptions, start } from './start.ts'

/** Runs the command line; a wrong option, or what keeps the server from starting, is one line on stderr and exit code 1. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return
    const message = error instanceof Error ? error.message : String(error)
    console.error(message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '))
    process.exitCode = 1
  }
}

function createProgram(): Command {
  const program = new Command('wechatpay-goldplan-mock')
    .description('A local WeChat Pay APIv3 gateway for the gold plan (点金计划 本地沙箱).')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
  const startCommand = program
    .command('start', { isDefault: true })
    .description('Start the server and print how to call it (启动本地沙箱).')
    .option('--port <number>', 'port to listen on, 0 for any free one (端口)', port, 8920)
    .option('--host <address>', 'address to listen on (地址)', host, '127.0.0.1')
    .option('--json', 'print one line of JSON when ready (输出 JSON)')
    .option('--mchid <mchid>', 'run as this service provider (服务商商户号)')
    .option('--key <file>', 'its API private key, apiclient_key.pem (私钥)')
    .option('--cert <file>', 'its API certificate, apiclient_cert.pem (证书)')
    .option('--sub-mchid <sub_mchid...>', 'its sub-merchants (特约商户)')
    .allowExcessArguments(false)
    .action((options: StartOptions) => start(options))
  // The default command's options are what a reader of --help looks for.
  return program.addHelpText('after', () => `\n${startCommand.helpInformation()}`)
}

function port(text: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number <= 65_535) return number
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

function host(text: string): string {
  if (text !== '') return text
  throw new InvalidArgumentError('A host is an address or a name.')
}
