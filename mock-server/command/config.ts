import type { Command } from 'commander'
import type { Configuration } from './settings/configuration.ts'
import { configure } from './settings/configure.ts'
import { describeMerchant, MERCHANT_SETTINGS, mchidOf, sourcesOfMerchant } from './settings/describe-merchant.ts'
import { nameInFile } from './settings/origin.ts'
import { readMerchants } from './settings/read-merchants.ts'
import type { Settings } from './settings/settings.ts'

/** Prints what holds and where each of it comes from; starts nothing. */
export async function config(command: Command): Promise<void> {
  const configuration = await configure(command)
  // For what is wrong with their files.
  await readMerchants(configuration)
  const { json = false } = command.opts<{ json?: boolean }>()
  process.stdout.write(json ? asJson(configuration) : asTable(configuration))
}

const SETTINGS = [
  'config',
  'port',
  'host',
  'controlToken',
  'state',
  'journalLimit',
  'workers',
  'logFormat',
  'logLevel',
] satisfies (keyof Settings)[]

function asJson(configuration: Configuration): string {
  const { settings, merchants, origin } = configuration
  const rows = [...SETTINGS, ...MERCHANT_SETTINGS].map((setting) => [
    nameInFile(setting),
    { value: shown(settings, setting) ?? null, source: origin(setting).source },
  ])
  const described = merchants.map((merchant, index) => ({
    value: { mchid: mchidOf(merchant, index) ?? null, ...merchant },
    source: sourcesOfMerchant(configuration, index).join(', '),
  }))
  return `${JSON.stringify({ ...Object.fromEntries(rows), merchants: described })}\n`
}

function asTable(configuration: Configuration): string {
  const { settings, merchants, origin } = configuration
  const rows = [...SETTINGS, ...MERCHANT_SETTINGS.filter((setting) => settings[setting] !== undefined)].map((setting) => [
    nameInFile(setting),
    String(shown(settings, setting) ?? '(none)'),
    origin(setting).source,
  ])
  const described = merchants.map((merchant, index) => [
    `merchants[${index}]`,
    describeMerchant(merchant, index),
    inShort(configuration, index),
  ])
  return `${aligned(rows)}\n${aligned(described)}`
}

/** The token is not shown: who looks over a shoulder or into a log would have it. */
function shown(settings: Settings, setting: keyof Settings): Settings[keyof Settings] {
  const value = settings[setting]
  return setting === 'controlToken' && value !== undefined ? '(set)' : value
}

/** What flags and variables give the first service provider has lines of its own. */
function inShort(configuration: Configuration, index: number): string {
  const sources = sourcesOfMerchant(configuration, index).map((source) => (/^(flag|env) /.test(source) ? 'above' : source))
  return [...new Set(sources)].join(', ')
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join('')
}
