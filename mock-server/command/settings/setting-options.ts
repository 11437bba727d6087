import { type Command, InvalidArgumentError, Option } from 'commander'
import type * as z from 'zod'
import {
  filePath,
  handlerHost,
  hostName,
  LOG_LEVELS,
  merchantId,
  type Settings,
  serverSettings,
  subMerchantId,
  urlMapping,
} from './settings.ts'

/** The prefix of the environment variables that set options. */
export const VARIABLE_PREFIX = 'GOLDPLAN_MOCK_'

const FOLDER = './.wechatpay-mock'

/** Adds every setting to a command, as a flag and as an environment variable. */
export function withSettings(command: Command): Command {
  for (const [heading, options] of settingGroups()) {
    command.optionsGroup(heading)
    for (const option of options) command.addOption(option)
  }
  return command
}

/** Adds the settings to a command, but hides them from its help. */
export function withHiddenSettings(command: Command): Command {
  for (const [, options] of settingGroups()) for (const option of options) command.addOption(option.hideHelp())
  return command
}

/** The port when `--tls` is given without a port. It is text, because commander parses it like a value from the command line. */
const TLS_PORT = '8443'

/**
 * The options of the settings, by their headings in the help. The help must fit on one screen. So some options are hidden, and the line of
 * another option names them.
 */
function settingGroups(): (readonly [heading: string, options: readonly Option[]])[] {
  return [
    ['Server (服务):', serverOptions()],
    ['Service provider (服务商):', merchantOptions()],
    ['Journal and log (请求记录与日志):', recordOptions()],
  ]
}

function serverOptions(): Option[] {
  const { port, host, proxy, tls, publicUrl, strict, console, open, stateSync, outputDir, stopWithParent, workers } = serverSettings
  return [
    setting('--config <file>', 'settings in YAML or JSON (配置文件)').argParser(checkedBy(filePath)),
    setting('--port <number>', 'port; 0 takes any free one (端口)').argParser(numeric(port)).default(8920),
    setting('--host <address>', 'address to listen on (地址)').argParser(checkedBy(host)).default('127.0.0.1', '127.0.0.1'),
    setting('--proxy [boolean]', 'also a proxy (代理); --tls [port]: also TLS').argParser(yesOrNo(proxy)).default(false),
    setting('--tls [port]', 'port for TLS (TLS 端口)').argParser(numeric(tls)).preset(TLS_PORT).hideHelp(),
    setting('--public-url <url>', 'base_url behind a proxy; --allow-host <name...>').argParser(checkedBy(publicUrl)),
    setting('--allow-host <name...>', 'other Host names for /__mock (主机名)').argParser(listOf(hostName)).hideHelp(),
    setting('--notify-allow <host...>', 'other hosts for notifications (回调主机)').argParser(listOf(handlerHost)).hideHelp(),
    setting('--notify-map <from=to...>', 'local URLs for public ones (回调地址)').argParser(listOf(urlMapping)).hideHelp(),
    setting('--strict [boolean]', 'only as documented (严格); --open, --no-console').argParser(yesOrNo(strict)).default(false),
    // The token is checked later, because an error message of commander would show the token.
    setting('--control-token <token>', 'token for /__mock from other machines (令牌)'),
    setting('--console [boolean]', 'a page for browsers (控制台)').argParser(yesOrNo(console)).default(true).hideHelp(),
    new Option('--no-console').hideHelp(),
    setting('--open [boolean]', 'opens the page in a browser (打开浏览器)').argParser(yesOrNo(open)).default(false).hideHelp(),
    setting('--state <file>', 'state (状态); --state-sync; --store <url>: Redis').argParser(checkedBy(filePath)),
    setting('--state-sync [boolean]', 'write, then answer (先写后答)').argParser(yesOrNo(stateSync)).default(false).hideHelp(),
    // The URL is checked later, because an error message of commander would show its password.
    setting('--store <url>', 'a Redis that servers share (共享存储)').hideHelp(),
    setting('--output-dir <folder>', 'keys, or "none" (密钥)').argParser(checkedBy(outputDir)).default(FOLDER, '.wechatpay-mock'),
    setting('--stop-with-parent [boolean]', 'stops when its parent is gone; --workers <number>')
      .argParser(yesOrNo(stopWithParent))
      .default(false),
    setting('--workers <number>', 'processes, or auto (进程数)').argParser(numeric(workers)).default(1).hideHelp(),
  ]
}

function merchantOptions(): Option[] {
  return [
    setting('--mchid <mchid>', 'its merchant ID; --print-credentials-only (商户号)').argParser(checkedBy(merchantId)),
    setting('--key <file>', 'its private key; --cert <file>: its certificate').argParser(checkedBy(filePath)),
    setting('--cert <file>', 'its API certificate, apiclient_cert.pem (证书)').argParser(checkedBy(filePath)).hideHelp(),
    setting('--sub-mchid <sub_mchid...>', 'its sub-merchants; --notify-map, --notify-allow').argParser(listOf(subMerchantId)),
  ]
}

function recordOptions(): Option[] {
  const { journalLimit, journalBytes, logFormat, logLevel } = serverSettings
  return [
    setting('--journal-limit <number>', 'entries; --journal-bytes: size').argParser(numeric(journalLimit)).default(1000),
    setting('--journal-bytes <number>', 'bytes kept in all (字节数)').argParser(numeric(journalBytes)).default(16_777_216).hideHelp(),
    setting('--log-format <format>', 'pretty or json')
      .argParser(checkedBy(logFormat))
      .default(formatForStderr(), 'pretty in a terminal')
      .hideHelp(),
    setting('--log-level <level>', LOG_LEVELS.join(', ')).argParser(checkedBy(logLevel)).default('info', 'info'),
  ]
}

function setting(flags: string, description: string): Option {
  const option = new Option(flags, description)
  return option.env(`${VARIABLE_PREFIX}${option.name().toUpperCase().replaceAll('-', '_')}`)
}

function formatForStderr(): Settings['logFormat'] {
  return process.stderr.isTTY ? 'pretty' : 'json'
}

/** Creates a parser for the value of an option. The parser throws the error message of the schema. */
export function checkedBy<Value>(schema: z.ZodType<Value>): (text: string) => Value {
  return (text) => checked(schema, text)
}

function numeric<Value>(schema: z.ZodType<Value>) {
  return (text: string) => checked(schema, /^\d+$/.test(text) ? Number(text) : text)
}

/** Creates a parser for `true` and `false`. A flag without a value means true. */
function yesOrNo(schema: z.ZodType<boolean>) {
  const words: Readonly<Record<string, boolean>> = { true: true, false: false }
  return (text: string) => checked(schema, words[text] ?? text)
}

/** Creates a parser for a list. A flag can be repeated, and can take several values. Commas separate values in a variable and in a flag. */
function listOf(item: z.ZodType<string>) {
  return (text: string, previous: readonly string[] = []): readonly string[] => [
    ...previous,
    ...text.split(',').map((part) => checked(item, part.trim())),
  ]
}

function checked<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  throw new InvalidArgumentError(error.issues[0]?.message ?? error.message)
}
