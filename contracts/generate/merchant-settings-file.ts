import { bundleDocument } from './bundle-document.ts'
import type { GeneratedFiles } from './document-files.ts'
import { inlinePropertyReferences, type Part, resolveReference } from './property-references.ts'

interface Setting {
  readonly name: string
  /** The name of the setting as an option, in camelCase. */
  readonly option: string
  readonly description: string
  /** `choice` is an enum; `numbers` is a list of merchant numbers. */
  readonly kind: 'boolean' | 'choice' | 'numbers'
  readonly choices: readonly unknown[] | undefined
  readonly default: unknown
}

/** Fields that are left out, because options and configuration files specify them in their own way. */
const IDENTITY = ['mchid', 'own_key']

/** Generates the merchant settings for options and configuration files from `MerchantChoice` in the control document. */
export async function merchantSettingsFile(root: URL): Promise<GeneratedFiles> {
  const document = inlinePropertyReferences(await bundleDocument(new URL('contracts/control/control.openapi.yaml', root)))
  const propertiesOf = (schema: string) => resolveReference(`#/components/schemas/${schema}/properties`, document) as Record<string, Part>
  const settings = Object.entries(propertiesOf('MerchantChoice'))
    .filter(([name]) => !IDENTITY.includes(name))
    .map(([name, property]) => settingOf(name, property, document))
  const conditions = settings.map(({ name }) => name).filter((name) => Object.hasOwn(propertiesOf('MerchantConditions'), name))
  return { 'contracts/control/merchant-settings.ts': asModule(settings, conditions) }
}

function settingOf(name: string, { $ref, ...own }: Part, document: object): Setting {
  const schema: Part = { ...(typeof $ref === 'string' && resolveReference($ref, document)), ...own }
  const { description, default: value, enum: choices } = schema
  const option = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const kind = kindOf(schema)
  if (!kind || value === undefined || description === undefined)
    throw new Error(`MerchantChoice.${name} must be a boolean, an enum or an array of merchant numbers, with a description and a default`)
  return { name, option, description: String(description), kind, choices: choices as Setting['choices'], default: value }
}

function kindOf({ type, enum: choices }: Part): Setting['kind'] | undefined {
  if (type === 'boolean') return 'boolean'
  if (Array.isArray(choices)) return 'choice'
  return type === 'array' ? 'numbers' : undefined
}

function asModule(settings: readonly Setting[], conditions: readonly string[]): string {
  return `// Generated from control.openapi.yaml by npm run generate. Do not edit.
import type { components } from './control.openapi.d.ts'

/** The settings of a merchant, as options. */
export interface MerchantOptions {
${settings.map(optionText).join('\n')}
}

/** The name of a setting in the control API and in a configuration file. */
export type MerchantSettingName = ${settings.map(({ name }) => text(name)).join(' | ')}

/** A setting: its option name and its allowed values. */
export type MerchantSetting = { readonly option: keyof MerchantOptions } & (
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'numbers' }
)

/** The settings by name. */
export const merchantSettings: Readonly<Record<MerchantSettingName, MerchantSetting>> = {
${settings.map(settingText).join('\n')}
}

/** The default settings of a merchant. */
export const merchantDefaults: Readonly<Required<Pick<components['schemas']['MerchantChoice'], MerchantSettingName>>> = {
${settings.map((setting) => `  ${setting.name}: ${text(setting.default)},`).join('\n')}
}

/** The settings that PATCH /__mock/merchants/{mchid} can change. */
export const merchantConditions: readonly (keyof components['schemas']['MerchantConditions'])[] = [
${conditions.map((name) => `  ${text(name)},`).join('\n')}
]
`
}

const TYPES = {
  boolean: () => 'boolean',
  choice: ({ choices = [] }: Setting) => choices.map(text).join(' | '),
  numbers: () => 'readonly string[]',
}

function optionText(setting: Setting): string {
  const value = [setting.default].flat().join(', ')
  return `  /** ${setting.description} Default: \`${value}\`. */\n  readonly ${setting.option}?: ${TYPES[setting.kind](setting)}`
}

function settingText({ name, option, kind, choices }: Setting): string {
  const fields = Object.entries({ option, kind, ...(choices && { choices }) })
  return `  ${name}: { ${fields.map(([key, field]) => `${key}: ${text(field)}`).join(', ')} },`
}

/** A value as source code in this project's style. */
function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join(', ')}]`
  return typeof value === 'string' ? `'${value}'` : String(value)
}
