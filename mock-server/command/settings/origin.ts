import type { Command } from 'commander'
import { nameInFile, type Settings } from './settings.ts'

/** Where the value of a setting comes from. */
interface Origin {
  /** `flag --port`, `env GOLDPLAN_MOCK_PORT`, the name of the configuration file, or `default`. */
  readonly source: string
  /** The name of the setting in messages: `--port`, `GOLDPLAN_MOCK_PORT` or `goldplan.yaml: port`. For a default, it is the flag. */
  readonly name: string
}

/** Returns where the value of a setting comes from. */
export type OriginOf = (setting: keyof Settings) => Origin

/** Returns a function that looks up where a setting of the command comes from. */
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
