import { Command, CommanderError, Help, type Option } from 'commander'
import { errorMessage } from '../../contracts/error-message.ts'
import { packageJson } from '../package-json.ts'
import { config } from './config.ts'
import { withExplainOptions } from './explain/explain-options.ts'
import { withSettings } from './settings/settings.ts'
import { start } from './start.ts'
import { withCheckOptions } from './vectors/check-options.ts'
import { withVerifyOptions } from './verify/verify-options.ts'

/** Runs a command line. On a wrong option, or when the server can't start, it prints one line to stderr and exits with 1. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return
    process.exitCode = 1
    // The help was printed: the command line names no subcommand.
    if (error instanceof CommanderError && error.code === 'commander.help') return
    console.error(
      errorMessage(error)
        .replace(/^error: /, '')
        .replace(/\s*\n\s*/g, ' '),
    )
  }
}

function createProgram(): Command {
  const program = new Command('wechatpay-goldplan-mock')
    .description('A local WeChat Pay APIv3 gateway for the gold plan (点金计划 本地沙箱).')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ optionDescription: withoutVariable })
  const startCommand = withSettings(program.command('start', { isDefault: true }))
    .description('Start the server and print how to call it (启动本地沙箱).')
    .option('--json', 'print one line of JSON when ready (输出 JSON)')
    .action((_options, command: Command) => start(command))
  withSettings(program.command('config'))
    .description('Print the effective settings and where each comes from (查看配置).')
    .option('--json', 'print one line of JSON (输出 JSON)')
    .action((_options, command: Command) => config(command))
  for (const command of program.commands) command.addHelpText('after', SOURCES)
  withExplainOptions(program.command('explain'))
    .description('Explain why the signature of a request is refused (签名诊断).')
    .action((_options, command: Command) => explain(command))
  const vectors = program.command('vectors').description('Test your own signer (测试你的签名程序).')
  withCheckOptions(vectors.command('check'))
    .description('Check a signer against the golden vectors (用测试向量检查签名程序).')
    .action((_options, command: Command) => checkVectors(command))
  withVerifyOptions(program.command('verify'))
    .description('Verify pacts against the server (契约测试验证).')
    .action((_pacts, _options, command: Command) => verify(command))
  // Most readers of --help look for the options of the default command.
  return program.addHelpText('after', () => `\n${startCommand.helpInformation()}${SOURCES}`)
}

/** Loads the command when it is asked for, so that the server starts no later. */
async function explain(command: Command): Promise<void> {
  const module = await import('./explain/explain.ts')
  await module.explain(command)
}

/** Loads the command when it is asked for, too. */
async function checkVectors(command: Command): Promise<void> {
  const module = await import('./vectors/check-vectors.ts')
  await module.checkVectors(command)
}

/** Loads the command when it is asked for: Pact is an optional package and takes long to load. */
async function verify(command: Command): Promise<void> {
  const module = await import('./verify/verify.ts')
  await module.verify(command)
}

const SOURCES = `
Each option except --json can also be set by an environment variable, --port by
GOLDPLAN_MOCK_PORT, or in the --config file. Flags override variables, variables
override the file (命令行选项优先于环境变量，环境变量优先于配置文件).`

/** The description of an option without its environment variable: one sentence below covers them all. */
function withoutVariable(option: Option): string {
  return new Help().optionDescription(Object.assign(Object.create(option), { envVar: undefined }))
}
