import { Command, CommanderError, Help, type Option } from 'commander'
import { packageJson } from '../package-json.ts'
import { config } from './config.ts'
import { withExplainOptions } from './explain/explain-options.ts'
import { withSettings } from './settings/settings.ts'
import { start } from './start.ts'
import { withCheckOptions } from './vectors/check-options.ts'
import { withVerifyOptions } from './verify/verify-options.ts'

/** Runs the command line; a wrong option, or what keeps the server from starting, is one line on stderr and exit code 1. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return
    process.exitCode = 1
    // Of a command that wants another one the help was printed.
    if (error instanceof CommanderError && error.code === 'commander.help') return
    const message = error instanceof Error ? error.message : String(error)
    console.error(message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '))
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
    .description('Print what holds and where it comes from; start nothing (查看配置).')
    .option('--json', 'print one line of JSON (输出 JSON)')
    .action((_options, command: Command) => config(command))
  for (const command of program.commands) command.addHelpText('after', SOURCES)
  withExplainOptions(program.command('explain'))
    .description('Say why the signature of a request is refused (签名诊断).')
    .action((_options, command: Command) => explain(command))
  const vectors = program.command('vectors').description('Test your own signer (测试你的签名程序).')
  withCheckOptions(vectors.command('check'))
    .description('Let a command sign the golden vectors, and judge it (用测试向量检查签名程序).')
    .action((_options, command: Command) => checkVectors(command))
  withVerifyOptions(program.command('verify'))
    .description('Verify pacts against the server (契约测试验证).')
    .action((_pacts, _options, command: Command) => verify(command))
  // The default command's options are what a reader of --help looks for.
  return program.addHelpText('after', () => `\n${startCommand.helpInformation()}${SOURCES}`)
}

/** Its parsers are loaded when they are needed, so that the server starts no later. */
async function explain(command: Command): Promise<void> {
  const module = await import('./explain/explain.ts')
  await module.explain(command)
}

/** Loaded when it is needed, too. */
async function checkVectors(command: Command): Promise<void> {
  const module = await import('./vectors/check-vectors.ts')
  await module.checkVectors(command)
}

/** Pact is an optional package, and takes long to load. */
async function verify(command: Command): Promise<void> {
  const module = await import('./verify/verify.ts')
  await module.verify(command)
}

const SOURCES = `
Each option but --json may also be an environment variable, GOLDPLAN_MOCK_PORT
for --port, or stand in the file of --config. A flag goes before a variable, a
variable before the file (命令行选项优先于环境变量，环境变量优先于配置文件).`

/** One sentence on the variables in the place of one line for each. */
function withoutVariable(option: Option): string {
  return new Help().optionDescription(Object.assign(Object.create(option), { envVar: undefined }))
}
