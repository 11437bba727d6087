import { type Command, InvalidArgumentError, Option } from 'commander'
import * as z from 'zod'
import { isHost } from '../../notifications/allowed-hosts.ts'
import { isRedisUrl } from '../../store/store-place.ts'

/** The settings of the command, from flags, environment variables and the configuration file. */
export interface Settings {
  /** The configuration file. */
  readonly config?: string
  readonly port: number
  readonly host: string
  /** Whether the server is also a proxy that answers calls to WeChat Pay's hosts itself. */
  readonly proxy: boolean
  /** The port for TLS. */
  readonly tls?: number
  readonly strict: boolean
  /** The `base_url` for clients that reach the server through another address. */
  readonly publicUrl?: string
  /** Other host names by which this machine may call the control API. */
  readonly allowHost?: readonly string[]
  /** Hosts besides this machine, by name or IP address, that notifications may be sent to. */
  readonly notifyAllow?: readonly string[]
  /** Mappings `public=local`: notifications for URLs under the public URL are sent to the local URL. */
  readonly notifyMap?: readonly string[]
  readonly controlToken?: string
  /** Whether a browser gets the console page. */
  readonly console: boolean
  /** Whether the console is opened in the user's browser. */
  readonly open: boolean
  readonly state?: string
  readonly stateSync: boolean
  /** The URL of a Redis that several servers share. It may contain a password. */
  readonly store?: string
  readonly journalLimit: number
  readonly journalBytes: number
  /** The folder for keys and certificates, or `none`. */
  readonly outputDir: string
  /** Whether the server stops when the process that started it is gone. */
  readonly stopWithParent: boolean
  /** The number of processes that answer; `auto` means one for each core. */
  readonly workers: number | 'auto'
  readonly logFormat: LogFormat
  readonly logLevel: LogLevel
  readonly mchid?: string
  readonly key?: string
  readonly cert?: string
  readonly subMchid?: readonly string[]
}

/** How the log is written. */
export type LogFormat = 'pretty' | 'json'

/** The levels in order. Each level also logs what the levels before it log. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** The environment variable of each setting begins with this. */
export const VARIABLE_PREFIX = 'GOLDPLAN_MOCK_'

const FOLDER = './.wechatpay-mock'

const PORT = 'A port is a whole number from 0 to 65535.'
const JOURNAL_LIMIT = 'A journal limit is a whole number of entries, 0 or more.'
const JOURNAL_BYTES = 'A journal limit is a whole number of bytes, 0 or more.'
const WORKERS = 'A number of workers is a whole number from 1 to 256, or auto.'
const STORE =
  'A store is redis:// or, for TLS, rediss:// and a host, such as redis://user:password@redis.example:6379/0, with %25 for a % in the password.'
const PUBLIC_URL = 'A public URL is http:// or https:// and a host, with an optional port and no path.'
const HOST_NAME = 'A host name has letters, digits, hyphens and dots, and no port.'
const HOST = 'A host is a name of letters, digits, hyphens, underscores and dots, or an IP address, without a port.'
const NOTIFY_MAP = 'A mapping is two http:// or https:// URLs with = between them, without query and password.'
const SWITCH = 'It must be true or false.'
const QUOTED = 'It must be a string: put it in quotes.'

/** A path in a flag, a variable or a configuration file. */
export const filePath: z.ZodType<string> = nonEmpty('Give the path of a file.')
export const merchantId: z.ZodType<string> = z.string(QUOTED).regex(/^\d{1,32}$/, 'A merchant ID is 1 to 32 digits.')
export const subMerchantId: z.ZodType<string> = z.string(QUOTED).regex(/^\d{1,32}$/, "A sub-merchant's ID is 1 to 32 digits.")

/** The settings of the first service provider. */
export type MerchantFlag = 'mchid' | 'key' | 'cert' | 'subMchid'

/** The settings of the server. In a configuration file they are at the top level. */
export type ServerSetting = Exclude<keyof Settings, 'config' | MerchantFlag>

/** The schemas of these settings, for values from a flag, a variable or the file. Each error message is a sentence that says what is allowed. */
export const serverSettings: { readonly [Setting in ServerSetting]-?: z.ZodType<NonNullable<Settings[Setting]>> } = {
  port: z.int(PORT).min(0, PORT).max(65_535, PORT),
  host: nonEmpty('A host is an address or a name.'),
  proxy: z.boolean(SWITCH),
  tls: z.int(PORT).min(0, PORT).max(65_535, PORT),
  strict: z.boolean(SWITCH),
  publicUrl: z.string(PUBLIC_URL).regex(/^https?:\/\/[^\s/?#@]+$/, PUBLIC_URL),
  allowHost: z.array(hostName(), 'It must be a list.'),
  notifyAllow: z.array(handlerHost(), 'It must be a list.'),
  notifyMap: z.array(urlMapping(), 'It must be a list.'),
  // Clients send the token in a header, which can't have a line break and loses spaces at its ends.
  controlToken: z
    .string('A control token is a string: put it in quotes.')
    .regex(/^[\x21-\x7e]+$/, 'A control token is one or more visible ASCII characters, without spaces.'),
  console: z.boolean(SWITCH),
  open: z.boolean(SWITCH),
  state: filePath,
  stateSync: z.boolean(SWITCH),
  store: z.string(STORE).refine(isRedisUrl, STORE),
  journalLimit: z.int(JOURNAL_LIMIT).min(0, JOURNAL_LIMIT),
  journalBytes: z.int(JOURNAL_BYTES).min(0, JOURNAL_BYTES),
  outputDir: nonEmpty('Give the path of a folder, or none.'),
  stopWithParent: z.boolean(SWITCH),
  workers: z.union([z.int(WORKERS).min(1, WORKERS).max(256, WORKERS), z.literal('auto')], WORKERS),
  logFormat: choice(['pretty', 'json']),
  logLevel: choice(LOG_LEVELS),
}

/** A schema that accepts one of several words. */
export function choice<const Word extends string>(words: readonly Word[]): z.ZodType<Word> {
  return z.enum(words, `Allowed choices are ${words.join(', ')}.`)
}

function hostName(): z.ZodType<string> {
  return z.string(HOST_NAME).regex(/^[a-z\d]([a-z\d.-]*[a-z\d])?$/i, HOST_NAME)
}

function handlerHost(): z.ZodType<string> {
  return z.string(HOST).refine(isHost, HOST)
}

function urlMapping(): z.ZodType<string> {
  return z.string(NOTIFY_MAP).regex(/^https?:\/\/[^\s=?#@]+=https?:\/\/[^\s=?#@]+$/, NOTIFY_MAP)
}

function nonEmpty(wanted: string): z.ZodType<string> {
  return z.string(wanted).min(1, wanted)
}

/** Adds every setting to a command, as a flag and as an environment variable. */
export function withSettings(command: Command): Command {
  for (const [heading, options] of settingGroups()) {
    command.optionsGroup(heading)
    for (const option of options) command.addOption(option)
  }
  return command
}

/** Adds all settings to a command, but hides them from its help, which refers to the help of `start` instead. */
export function withHiddenSettings(command: Command): Command {
  for (const [, options] of settingGroups()) for (const option of options) command.addOption(option.hideHelp())
  return command
}

/** The port when `--tls` is given without a port. It is text, because commander parses it like a value from the command line. */
const TLS_PORT = '8443'

/**
 * The options of all settings, grouped by their headings in the help. The help names some of them only in the line of another option, so that the
 * help fits on one screen.
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
    setting('--allow-host <name...>', 'other Host names for /__mock (主机名)').argParser(listOf(hostName())).hideHelp(),
    setting('--notify-allow <host...>', 'other hosts for notifications (回调主机)').argParser(listOf(handlerHost())).hideHelp(),
    setting('--notify-map <from=to...>', 'local URLs for public ones (回调地址)').argParser(listOf(urlMapping())).hideHelp(),
    setting('--strict [boolean]', 'as documented (严格); --open, --no-console (网页)').argParser(yesOrNo(strict)).default(false),
    // Checked later: commander's message would show the token.
    setting('--control-token <token>', 'token for /__mock from other machines (令牌)'),
    setting('--console [boolean]', 'a page for browsers (控制台)').argParser(yesOrNo(console)).default(true).hideHelp(),
    new Option('--no-console').hideHelp(),
    setting('--open [boolean]', 'opens the page in a browser (打开浏览器)').argParser(yesOrNo(open)).default(false).hideHelp(),
    setting('--state <file>', 'a file (状态); --state-sync; --store <url>: Redis').argParser(checkedBy(filePath)),
    setting('--state-sync [boolean]', 'write, then answer (先写后答)').argParser(yesOrNo(stateSync)).default(false).hideHelp(),
    // Checked later: commander's message would show the password.
    setting('--store <url>', 'a Redis that servers share (共享存储)').hideHelp(),
    setting('--output-dir <folder>', 'keys, or none (密钥)').argParser(checkedBy(outputDir)).default(FOLDER, '.wechatpay-mock'),
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
    setting('--journal-limit <number>', 'entries; --journal-bytes in all').argParser(numeric(journalLimit)).default(1000),
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

function formatForStderr(): LogFormat {
  return process.stderr.isTTY ? 'pretty' : 'json'
}

/** Creates a parser for the value of an option, which throws the error message of the schema. */
export function checkedBy<Value>(schema: z.ZodType<Value>): (text: string) => Value {
  return (text) => checked(schema, text)
}

function numeric<Value>(schema: z.ZodType<Value>) {
  return (text: string) => checked(schema, /^\d+$/.test(text) ? Number(text) : text)
}

/** A parser for `true` and `false`. A flag may also have no value, which means true; a variable always has a value. */
function yesOrNo(schema: z.ZodType<boolean>) {
  const words: Readonly<Record<string, boolean>> = { true: true, false: false }
  return (text: string) => checked(schema, words[text] ?? text)
}

/** A flag can be repeated, and can take several values. In a variable, commas separate the values, which also works in a flag. */
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

/** Where the value of a setting comes from. */
export interface Origin {
  /** `flag --port`, `env GOLDPLAN_MOCK_PORT`, the name of the configuration file, or `default`. */
  readonly source: string
  /** The name under which the user gave the setting, for messages: `--port`, `GOLDPLAN_MOCK_PORT`, `goldplan.yaml: port`. */
  readonly name: string
}

/** Returns where the value of a setting comes from. */
export type OriginOf = (setting: keyof Settings) => Origin

/** The origins of a command's settings. */
export function originOf(command: Command): OriginOf {
  return (setting) => {
    const { long: flag = '', envVar: variable = '' } = command.options.find((option) => option.attributeName() === setting) ?? {}
    const { config: file = '' } = command.opts<Settings>()
    const origins: Record<string, Origin> = {
      cli: { source: `flag ${flag}`, name: flag },
      env: { source: `env ${variable}`, name: variable },
      config: { source: file, name: `${file}: ${nameInFile(setting)}` },
    }
    return origins[command.getOptionValueSource(setting) ?? ''] ?? { source: 'default', name: flag }
  }
}

/** The name of a setting in a configuration file: `journal_limit` for `journalLimit`. */
export function nameInFile(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
