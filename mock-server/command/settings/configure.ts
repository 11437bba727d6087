import type { Command } from 'commander'
import { checkMerchants, checkSettings } from './check-settings.ts'
import type { Configuration } from './configuration.ts'
import type { ConfigurationFile, MerchantSettings } from './configuration-schema.ts'
import { nameInFile, originOf } from './origin.ts'
import type { Settings } from './settings.ts'

/**
 * Settles what holds: the flags, then the environment variables, then the configuration file, then the defaults.
 *
 * @throws {Error} For the first thing that is wrong, by the name that the user knows it by.
 */
export async function configure(command: Command): Promise<Configuration> {
  const origin = (setting: keyof Settings) => originOf(command, setting)
  const { merchants: described = [], ...file } = await readFileOf(command, origin)
  fillIn(command, file)
  const settings = command.opts<Settings>()
  checkSettings(settings, origin)
  const [first = {}, ...others] = described
  const merchants = [asGiven(first, settings), ...others]
  checkMerchants(merchants, settings)
  return { settings, merchants, fromFile: described.length, origin }
}

async function readFileOf(command: Command, origin: Configuration['origin']): Promise<ConfigurationFile> {
  const { config } = command.opts<Settings>()
  if (config === undefined) return {}
  // Most starts have no file, and need no YAML.
  const { readConfigurationFile } = await import('./read-configuration-file.ts')
  return readConfigurationFile(origin('config').name, config)
}

/** A value of the file counts where no flag and no variable has given one. */
function fillIn(command: Command, file: Readonly<Record<string, unknown>>): void {
  for (const option of command.options) {
    const setting = option.attributeName()
    const value = file[nameInFile(setting)]
    const given = ['cli', 'env'].includes(command.getOptionValueSource(setting) ?? '')
    if (value !== undefined && !given) command.setOptionValueWithSource(setting, value, 'config')
  }
}

/** The first service provider of the file, as the flags and the variables change it: who it is, they replace as a whole. */
function asGiven(first: MerchantSettings, { mchid, key, cert, subMchid }: Settings): MerchantSettings {
  return { ...first, ...(mchid !== undefined && { mchid, key, cert }), ...(subMchid && { sub_mchids: subMchid }) }
}
