import type { Configuration } from './configuration.ts'
import type { Settings } from './settings.ts'

/** The parts of the first service provider that flags and variables give. */
const SETTINGS: Readonly<Record<string, keyof Settings>> = { mchid: 'mchid', key: 'key', cert: 'cert', sub_mchids: 'subMchid' }

/** What the user calls a part of a service provider: `--key`, `GOLDPLAN_MOCK_KEY`, `goldplan.yaml: merchants[1].key`. */
export function nameOfPart({ settings, origin }: Pick<Configuration, 'settings' | 'origin'>, index: number, part: string): string {
  const setting = index === 0 ? SETTINGS[part] : undefined
  if (setting && (settings[setting] !== undefined || settings.config === undefined)) return origin(setting).name
  return `${settings.config ? `${settings.config}: ` : ''}merchants[${index}].${part}`
}
