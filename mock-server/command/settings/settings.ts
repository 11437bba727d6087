import { type Command, InvalidArgumentError, Option } from 'commander'
import type * as z from 'zod'
import * as values from './setting-values.ts'

/** The settings of the command, as flags and variables give them. */
export interface Settings {
  readonly config?: string
  readonly port: number
  readonly host: string
  readonly controlToken?: string
  readonly state?: string
  readonly journalLimit: number
  readonly workers: number
  readonly logFormat: values.LogFormat
  readonly logLevel: values.LogLevel
  readonly mchid?: string
  readonly key?: string
  readonly cert?: string
  readonly subMchid?: readonly string[]
}

/** Gives a command every setting, as a flag and as an environment variable. */
export function withSettings(command: Command): Command {
  for (const option of settingOptions()) command.addOption(option)
  return command
}

function settingOptions(): Option[] {
  const { port, host, file, journalLimit, workers, logFormat, logLevel, mchid } = values
  return [
    setting('--config <file>', 'settings in YAML or JSON (配置文件)').argParser(as(file)),
    setting('--port <number>', 'port to listen on, 0 for any free one (端口)').argParser(numeric(port)).default(8920),
    setting('--host <address>', 'address to listen on (地址)').argParser(as(host)).default('127.0.0.1'),
    setting('--control-token <token>', 'what /__mock asks of other machines (令牌)'),
    setting('--state <file>', 'keep the state in this file (状态文件)').argParser(as(file)),
    setting('--journal-limit <number>', 'entries a merchant (条数)').argParser(numeric(journalLimit)).default(1000),
    setting('--workers <number>', 'processes; as yet 1 (进程数)').argParser(numeric(workers)).default(1),
    setting('--log-format <format>', 'pretty or json (日志)')
      .argParser(as(logFormat))
      .default(formatForStderr(), 'pretty in a terminal, else json'),
    setting('--log-level <level>', `${values.LOG_LEVELS.join(', ')} (级别)`)
      .argParser(as(logLevel))
      .default('info'),
    setting('--mchid <mchid>', 'run as this service provider (服务商商户号)').argParser(as(mchid)),
    setting('--key <file>', 'its API private key, apiclient_key.pem (私钥)').argParser(as(file)),
    setting('--cert <file>', 'its API certificate, apiclient_cert.pem (证书)').argParser(as(file)),
    setting('--sub-mchid <sub_mchid...>', 'its sub-merchants (特约商户)').argParser(subMchids),
  ]
}

function setting(flags: string, description: string): Option {
  const option = new Option(flags, description)
  return option.env(`GOLDPLAN_MOCK_${option.name().toUpperCase().replaceAll('-', '_')}`)
}

function formatForStderr(): values.LogFormat {
  return process.stderr.isTTY ? 'pretty' : 'json'
}

function as<Value>(schema: z.ZodType<Value>) {
  return (text: string) => checked(schema, text)
}

function numeric(schema: z.ZodType<number>) {
  return (text: string) => checked(schema, /^\d+$/.test(text) ? Number(text) : text)
}

/** The flag may be repeated or take several; its variable has commas. */
function subMchids(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, ...text.split(',').map((part) => checked(values.subMchid, part.trim()))]
}

function checked<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  throw new InvalidArgumentError(error.issues[0]?.message ?? error.message)
}
