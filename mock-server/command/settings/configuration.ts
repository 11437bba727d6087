import type { Command } from 'commander'
import { defined } from '../../../contracts/defined.ts'
import { certificatePem, privateKeyPem } from '../../../contracts/index.ts'
import type { OwnMerchant } from '../../tenant/own-merchant.ts'
import { checkMerchants, checkSettings, checkVariables } from './check-settings.ts'
import type { ConfigurationFile } from './configuration-file.ts'
import { MERCHANT_FLAGS, type MerchantInFile, NAMES_IN_FILE } from './merchant-in-file.ts'
import { type OriginOf, originOf } from './origin.ts'
import { readBytes } from './read-file.ts'
import { nameInFile, type Settings } from './settings.ts'

/** The effective settings of a command, and where each setting comes from. */
export interface Configuration {
  readonly settings: Settings
  /** The service providers, at least one. The command prints and writes the credentials of the first. */
  readonly merchants: readonly MerchantInFile[]
  /** How many of the service providers the configuration file describes. */
  readonly fromFile: number
  readonly origin: OriginOf
}

/**
 * Returns the effective settings of a command. Flags override environment variables, environment variables override the
 * configuration file, and the file overrides the defaults.
 *
 * @throws {Error} For the first setting that is wrong. The message names the flag, environment variable or key in the file that the
 * user set.
 */
export async function configure(command: Command): Promise<Configuration> {
  checkVariables(
    process.env,
    command.options.flatMap(({ envVar }) => envVar ?? []),
  )
  const origin = originOf(command)
  const { merchants: described = [], ...file } = await readFileOf(command, origin)
  fillIn(command, file)
  const settings = command.opts<Settings>()
  checkSettings(settings, origin)
  const [first = {}, ...others] = described
  const merchants = [withFlags(first, settings), ...others]
  checkMerchants(merchants, settings)
  return { settings, merchants, fromFile: described.length, origin }
}

async function readFileOf(command: Command, origin: OriginOf): Promise<ConfigurationFile> {
  const { config } = command.opts<Settings>()
  if (config === undefined) return {}
  // The module is loaded on demand, because most starts have no file and need no YAML parser.
  const { readConfigurationFile } = await import('./configuration-file.ts')
  return readConfigurationFile(origin('config').name, config)
}

/** Sets the options that the file gives, except those that a flag or a variable has set. */
function fillIn(command: Command, file: ConfigurationFile): void {
  for (const option of command.options) {
    const setting = option.attributeName()
    const value = file[nameInFile(setting)]
    const isSet = ['cli', 'env'].includes(command.getOptionValueSource(setting) ?? '')
    if (value !== undefined && !isSet) command.setOptionValueWithSource(setting, value, 'config')
  }
}

/**
 * Applies flags and environment variables to the first service provider of the file. With `--mchid`, its key and certificate in the file
 * are not used: they come from `--key` and `--cert`, or are missing.
 */
function withFlags(first: MerchantInFile, { mchid, key, cert, subMchid }: Settings): MerchantInFile {
  return { ...first, ...(mchid !== undefined && { mchid, key, cert }), ...(subMchid && { sub_mchids: subMchid }) }
}

/**
 * Returns the name that messages use for a part of a service provider. The name is the place where the user set the part: `--key`,
 * `GOLDPLAN_MOCK_KEY` or `goldplan.yaml: merchants[1].key`.
 */
export function nameOfPart({ settings, origin }: Configuration, index: number, part: keyof MerchantInFile): string {
  const flag = index === 0 ? MERCHANT_FLAGS[part] : undefined
  if (flag && (settings[flag] !== undefined || settings.config === undefined)) return origin(flag).name
  return `${settings.config ? `${settings.config}: ` : ''}merchants[${index}].${part}`
}

/**
 * Returns the service providers as options of the mock server, with the content of their key and certificate files.
 *
 * @throws {Error} When a file can't be read, or does not contain the wanted key or certificate.
 */
export async function readMerchants(configuration: Configuration): Promise<OwnMerchant[]> {
  return Promise.all(
    configuration.merchants.map((merchant, index) => readMerchant(merchant, (part) => nameOfPart(configuration, index, part))),
  )
}

async function readMerchant(merchant: MerchantInFile, nameOf: (part: 'key' | 'cert') => string): Promise<OwnMerchant> {
  const { key, cert } = merchant
  const read = {
    ...merchant,
    key: key && (await readKey(nameOf('key'), key, privateKeyPem)),
    cert: cert && (await readKey(nameOf('cert'), cert, certificatePem)),
  }
  // The server checks sub-merchants and faults, as it does for the control API.
  return defined(Object.fromEntries(Object.entries(NAMES_IN_FILE).map(([option, name]) => [option, read[name]]))) as OwnMerchant
}

/**
 * Reads a key or a certificate from a file that a setting names.
 *
 * @param pemOf Throws an error unless the bytes contain the wanted PEM. It gets bytes, because it recognises a binary file by them.
 * @throws {Error} When the file can't be read or does not contain the wanted PEM; the message names the setting.
 */
async function readKey(name: string, file: string, pemOf: (bytes: Uint8Array, name: string) => string): Promise<string> {
  const bytes = await readBytes(name, file)
  pemOf(bytes, name)
  return String(bytes)
}
