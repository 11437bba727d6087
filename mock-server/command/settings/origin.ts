import type { Command } from 'commander'
import { nameInFile, type Settings } from './settings.ts'

/** Where the value of a setting comes from. */
interface Origin {
  /** `flag --port`, `env GOLDPLAN_MOCK_PORT`, the name of the configuration file, or `default`. */
  readonly source: string
  /** What messages call the setting: where the user set it (`--port`, `GOLDPLAN_MOCK_PORT` or `goldplan.yaml: port`), or the flag for a default. */
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
