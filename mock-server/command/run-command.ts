import { Command, CommanderError, Option } from 'commander'
import { packageJson } from '../package-json.ts'
import { withAuditOptions } from './audit/audit-options.ts'
import { checkCommandName } from './check-command-name.ts'
import { complaintOf } from './complaint.ts'
import { config } from './config.ts'
import { exitCodeOf } from './exit-code.ts'
import { withExplainOptions } from './explain/explain-options.ts'
import { health, withHealthOptions } from './health.ts'
import { withNotifyOptions } from './notify/notify-options.ts'
import { withRunOptions } from './run/run-options.ts'
import { withHiddenSettings, withSettings } from './settings/setting-options.ts'
import { shortHelp } from './short-help.ts'
import { start } from './start.ts'
import { asTyped, typedName } from './typed-name.ts'
import { withCheckOptions } from './vectors/check-options.ts'
import { withVerifyOptions } from './verify/verify-options.ts'

/** Runs a command line. After an error, prints one line to stderr and sets the exit code to 1 or 2. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return
    process.exitCode = JUDGES.includes(argv[2]) ? 2 : exitCodeOf(error)
    // Commander has printed the help, because a command such as `vectors` lacks its subcommand.
    if (error instanceof CommanderError && error.code === 'commander.help') return
    console.error(complaintOf(error))
  }
}

/** The commands that exit with 2 after an error, because 1 means that they found something wrong. */
const JUDGES: readonly unknown[] = ['explain', 'audit', 'notify']

function createProgram(): Command {
  const program = new Command(typedName())
    .enablePositionalOptions()
    .description('A local WeChat Pay APIv3 gateway for the gold plan (点金计划本地沙箱).')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .configureHelp(shortHelp)
    .helpOption('-h, --help', 'print this help or, after a command, its help (帮助)')
    .addHelpText('after', asTyped(GUIDE))
  withVersion(program).hook('preSubcommand', () => checkCommandName(program))
  addServerCommands(program.commandsGroup('Run the server (运行服务):'))
  addClientCommands(program.commandsGroup('Check a client (检查客户端):'))
  return program
}

const GUIDE = `

Examples (示例):
  wechatpay-goldplan-mock --port 8080
  wechatpay-goldplan-mock explain --key apiclient_cert.pem request.har
Read on: wechatpay-goldplan-mock start --help (全部启动选项)
         docs/README.md, docs/README.zh-CN.md (使用指南)`

/** Adds `--version` and its short forms: `-v`, which most programs have, and `-V`, which is commander's default. */
function withVersion(program: Command): Command {
  return program
    .version(packageJson.version, '-v, --version', 'print the version (版本)')
    .addOption(new Option('-V').hideHelp())
    .on('option:V', printVersion)
}

/** Prints the version and ends the run, as commander does for `--version`. */
function printVersion(): never {
  process.stdout.write(`${packageJson.version}\n`)
  throw new CommanderError(0, 'commander.version', packageJson.version)
}

// The code of most commands is imported only when the command is called, so that the server starts faster. The code of `verify` also needs
// an optional package.

function addServerCommands(program: Command): void {
  withSettings(program.command('start', { isDefault: true }))
    .description('Start the server and print how to call it (启动本地沙箱).')
    .summary('start the server; runs when no command is given (启动)')
    .option('--json', 'one JSON line when ready; log: --log-format json')
    .addOption(new Option('--print-credentials-only', 'print the credentials, start nothing').hideHelp())
    .addHelpText('after', asTyped(START))
    .action((_options, command: Command) => start(command))
  withRunOptions(withHiddenSettings(program.command('run')))
    .description('Run an unchanged program against a mock server (运行未改动的程序).')
    .summary('run a program whose calls reach a mock server (运行程序)')
    .action(async (_args, _options, command: Command) => (await import('./run/run.ts')).run(command))
  withHiddenSettings(program.command('config'))
    .description('Print the effective settings and where each comes from (查看配置).\nTakes the same options as start, and starts nothing.')
    .summary('print the effective settings and where each comes from (配置)')
    .option('--json', 'print one line of JSON (输出 JSON)')
    .addHelpText('after', asTyped(CONFIG))
    .action((_options, command: Command) => config(command))
  withHealthOptions(program.command('health'))
    .description('Ask a running server whether it is up (健康检查).')
    .summary('ask a running server whether it is up (健康检查)')
    .action((_options, command: Command) => health(command))
}

const START = `
Example: wechatpay-goldplan-mock --port 8080 (flag > variable > file)`

const CONFIG = `

Examples (示例):
  wechatpay-goldplan-mock config --config goldplan.yaml
  GOLDPLAN_MOCK_PORT=8080 wechatpay-goldplan-mock config --json
The options of start: wechatpay-goldplan-mock start --help (全部启动选项)`

function addClientCommands(program: Command): void {
  withExplainOptions(program.command('explain'))
    .description('Explain why the signature of a request is refused (签名诊断).')
    .summary('explain why the signature of a request is refused (签名诊断)')
    .action(async (_file, _options, command: Command) => (await import('./explain/explain.ts')).explain(command))
  addVectors(program)
  withAuditOptions(withHiddenSettings(program.command('audit')))
    .description('Give forged answers to a client; see which it believes (伪造应答检查).')
    .summary('check that a client believes no forged answer (伪造应答检查)')
    .action(async (_args, _options, command: Command) => (await import('./audit/audit.ts')).audit(command))
  addNotify(program)
  withVerifyOptions(program.command('verify'))
    .summary('verify pacts against the server (契约测试)')
    .action(async (_pacts, _options, command: Command) => (await import('./verify/verify.ts')).verify(command))
}

function addVectors(program: Command): void {
  const vectors = program
    .command('vectors')
    .description('Test your own signer (测试你的签名程序).')
    .summary('check your signer against the golden vectors (签名测试向量)')
    .helpCommand(false)
    .addHelpText('after', asTyped(VECTORS))
  withCheckOptions(vectors.command('check'))
    .description('Check a signer against the golden vectors (用测试向量检查签名程序).')
    .summary('check a signer against the golden vectors (检查签名程序)')
    .action(async (_options, command: Command) => (await import('./vectors/check-vectors.ts')).checkVectors(command))
}

const VECTORS = `

Example: wechatpay-goldplan-mock vectors check --cmd 'python3 sign.py'
Options: wechatpay-goldplan-mock vectors check --help (全部选项)`

function addNotify(program: Command): void {
  const notify = program
    .command('notify')
    .description('Check your handler of notifications (检查回调通知的处理程序).')
    .summary('send forged notifications to a handler (检查回调处理程序)')
    .helpCommand(false)
    .addHelpText('after', asTyped(NOTIFY))
  withNotifyOptions(withHiddenSettings(notify.command('check')))
    .description('Send valid and forged notifications to a handler (检查回调处理程序).')
    .summary('check that a handler believes no forged notification (检查)')
    .action(async (_options, command: Command) => (await import('./notify/check-handler.ts')).checkHandler(command))
}

const NOTIFY = `

Example (示例):
  wechatpay-goldplan-mock notify check --url http://127.0.0.1:3000/notify
Options: wechatpay-goldplan-mock notify check --help (全部选项)`
