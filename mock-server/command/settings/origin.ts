import type { Command } from 'commander'
import type { Settings } from './settings.ts'

/** Where the value of a setting comes from. */
export interface Origin {
  /** `flag --port`, `env GOLDPLAN_MOCK_PORT`, the name of the configuration file, or `default`. */
  readonly source: string
  /** What the user calls the setting, for a message about it: `--port`, `GOLDPLAN_MOCK_PORT`, `goldplan.yaml: port`. */
  readonly name: string
}

/** Where the value of a command's setting comes from. */
export function originOf(command: Command, setting: keyof Settings): Origin {
  const { long: flag = '', envVar: variable = '' } = command.options.find((option) => option.attributeName() === setting) ?? {}
  const { config: file = '' } = command.opts<Settings>()
  const origins: Record<string, Origin> = {
    cli: { source: `flag ${flag}`, name: flag },
    env: { source: `env ${variable}`, name: variable },
    config: { source: file, name: `${file}: ${nameInFile(setting)}` },
  }
  return origins[command.getOptionValueSource(setting) ?? ''] ?? { source: 'default', name: flag }
}

/** `journal_limit` for `journalLimit`. */
export function nameInFile(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
