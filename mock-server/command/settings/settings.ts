import * as z from 'zod'
import { isOrigin } from '../../mock-server-options.ts'
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
  /** The number of processes that answer; `auto` means one for each available core. */
  readonly workers: number | 'auto'
  readonly logFormat: 'pretty' | 'json'
  readonly logLevel: LogLevel
  readonly mchid?: string
  readonly key?: string
  readonly cert?: string
  readonly subMchid?: readonly string[]
}

/** The levels in order. Each level also logs what the levels before it log. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const PORT = 'A port is a whole number from 0 to 65535.'
const JOURNAL_LIMIT = 'A journal limit is a whole number of entries, 0 or more.'
const JOURNAL_BYTES = 'A journal limit is a whole number of bytes, 0 or more.'
const WORKERS = 'A number of workers is a whole number from 1 to 256, or auto.'
const STORE =
  'A store is redis:// or, for TLS, rediss:// and a host, such as redis://user:password@redis.example:6379/0, with %25 for a % in the password.'
const PUBLIC_URL = 'A public URL is http:// or https:// and a host, with an optional port and no path.'
const HOST_NAME = 'A host name has letters, digits, hyphens and dots, and no port.'
const HOST = 'A host is a name of letters, digits, hyphens, underscores and dots, or an IP address, without a port.'
const NOTIFY_MAP = 'A mapping is two http:// or https:// URLs with = between them; neither URL may contain =, ?, # or @.'
const SWITCH = 'It must be true or false.'
const QUOTED = 'It must be a string: put it in quotes.'

/** A path in a flag, a variable or a configuration file. */
export const filePath: z.ZodType<string> = nonEmpty('Give the path of a file.')
export const merchantId: z.ZodType<string> = z.string(QUOTED).regex(/^\d{1,32}$/, 'A merchant ID is 1 to 32 digits.')
export const subMerchantId: z.ZodType<string> = z.string(QUOTED).regex(/^\d{1,32}$/, "A sub-merchant's ID is 1 to 32 digits.")

/** Another host name of the server, for `allowHost`. */
export const hostName: z.ZodType<string> = z.string(HOST_NAME).regex(/^[a-z\d]([a-z\d.-]*[a-z\d])?$/i, HOST_NAME)
/** A host that notifications may be sent to. */
export const handlerHost: z.ZodType<string> = z.string(HOST).refine(isHost, HOST)
/** A public URL and the local URL that notifications for it are sent to. */
export const urlMapping: z.ZodType<string> = z.string(NOTIFY_MAP).regex(/^https?:\/\/[^\s=?#@]+=https?:\/\/[^\s=?#@]+$/, NOTIFY_MAP)

/** The names of the settings that describe the first service provider. */
export type MerchantFlag = 'mchid' | 'key' | 'cert' | 'subMchid'

/** The names of the settings of the server. In a configuration file, these settings are at the top level. */
type ServerSetting = Exclude<keyof Settings, 'config' | MerchantFlag>

/** The schemas of the server's settings, for values from a flag, a variable or the file. */
export const serverSettings: { readonly [Setting in ServerSetting]-?: z.ZodType<NonNullable<Settings[Setting]>> } = {
  port: z.int(PORT).min(0, PORT).max(65_535, PORT),
  host: nonEmpty('A host is an address or a name.'),
  proxy: z.boolean(SWITCH),
  tls: z.int(PORT).min(0, PORT).max(65_535, PORT),
  strict: z.boolean(SWITCH),
  publicUrl: z.string(PUBLIC_URL).refine(isOrigin, PUBLIC_URL),
  allowHost: z.array(hostName, 'It must be a list.'),
  notifyAllow: z.array(handlerHost, 'It must be a list.'),
  notifyMap: z.array(urlMapping, 'It must be a list.'),
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

function nonEmpty(wanted: string): z.ZodType<string> {
  return z.string(wanted).min(1, wanted)
}

/** The name of a setting in a configuration file: `journal_limit` for `journalLimit`. */
export function nameInFile(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
