import type { Command } from 'commander'
import { type MerchantSettingName, merchantDefaults } from '../../contracts/control/index.ts'
import { placeOf } from '../store/store-place.ts'
import { printable } from './printable.ts'
import { type Configuration, configure, readMerchants } from './settings/configuration.ts'
import { MERCHANT_FLAGS, type MerchantInFile, mchidOf } from './settings/merchant-in-file.ts'
import { nameInFile, type Settings, serverSettings } from './settings/settings.ts'

/** Prints the effective settings and the source of each setting. Does not start the server. */
export async function config(command: Command): Promise<void> {
  const configuration = await configure(command)
  // The server fails when a key or certificate file can't be read, so this command fails, too.
  await readMerchants(configuration)
  const { json = false } = command.opts<{ json?: boolean }>()
  process.stdout.write(json ? asJson(configuration) : asTable(configuration))
}

const SETTINGS = ['config', ...Object.keys(serverSettings)] as readonly (keyof Settings)[]
const OF_MERCHANT = Object.values(MERCHANT_FLAGS)

function asJson(configuration: Configuration): string {
  const { settings, merchants, origin } = configuration
  const rows = [...SETTINGS, ...OF_MERCHANT].map((setting) => [
    nameInFile(setting),
    { value: shown(settings, setting) ?? null, source: origin(setting).source },
  ])
  const described = merchants.map((merchant, index) => ({
    value: { mchid: mchidOf(merchant, index) ?? null, ...merchant },
    source: sourcesOf(configuration, index).join(', '),
  }))
  return `${printable(JSON.stringify({ ...Object.fromEntries(rows), merchants: described }))}\n`
}

function asTable(configuration: Configuration): string {
  const { settings, merchants, origin } = configuration
  const rows = [...SETTINGS, ...OF_MERCHANT.filter((setting) => settings[setting] !== undefined)].map((setting) => [
    nameInFile(setting),
    printable(String(shown(settings, setting) ?? '(none)')),
    origin(setting).source,
  ])
  const described = merchants.map((merchant, index) => [
    `merchants[${index}]`,
    inShort(merchant, index),
    sourcesInShort(configuration, index),
  ])
  return `${aligned(rows)}\n${aligned(described)}`
}

/** The value of a setting as it is printed. The control token and the store's password are hidden, because others may see the output. */
function shown(settings: Settings, setting: keyof Settings): Settings[keyof Settings] {
  const value = settings[setting]
  if (setting === 'store' && settings.store !== undefined) return placeOf(settings.store)
  return setting === 'controlToken' && value !== undefined ? '(set)' : value
}

function inShort(merchant: MerchantInFile, index: number): string {
  const { key, sub_mchids = [], sub_merchants = [], faults = [] } = merchant
  const counts = [counted(sub_mchids.length + sub_merchants.length, 'sub-merchant'), counted(faults.length, 'fault')]
  return [mchidOf(merchant, index) ?? '(any)', key && 'own key', ...settingsInShort(merchant), ...counts].filter(Boolean).join(', ')
}

function settingsInShort(merchant: MerchantInFile): (string | undefined)[] {
  const names = Object.keys(merchantDefaults) as MerchantSettingName[]
  return names.map((name) => {
    const value = merchant[name]
    if (value === undefined || value === merchantDefaults[name] || typeof value === 'object') return undefined
    if (typeof value === 'string') return value
    return value ? name : `not ${name}`
  })
}

function counted(count: number, noun: string): string | undefined {
  if (count === 0) return undefined
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Lists the sources of a merchant's settings. Flags and environment variables apply only to the first merchant. */
function sourcesOf({ settings, fromFile, origin }: Configuration, index: number): string[] {
  const given = index === 0 ? OF_MERCHANT.filter((setting) => settings[setting] !== undefined) : []
  const file = index < fromFile && settings.config !== undefined ? [settings.config] : []
  const sources = [...given.map((setting) => origin(setting).source), ...file]
  return sources.length > 0 ? sources : ['default']
}

/** Lists the same sources for the table. Flags and variables become `above`, because the lines above already show them. */
function sourcesInShort(configuration: Configuration, index: number): string {
  const sources = sourcesOf(configuration, index).map((source) => (/^(flag|env) /.test(source) ? 'above' : source))
  return [...new Set(sources)].join(', ')
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join('')
}
