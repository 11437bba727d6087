import { dirname, isAbsolute, join } from 'node:path'
import { type ErrorCode, parseDocument } from 'yaml'
import * as z from 'zod'
import { toDotPath } from 'zod/v4/core'
import { type MerchantSetting, merchantSettings } from '../../../contracts/control/index.ts'
import { defined } from '../../../contracts/defined.ts'
import { errorMessage } from '../../../contracts/error-message.ts'
import { isTooDeep, NESTING_LIMIT } from '../../../contracts/nesting.ts'
import { documentFlaw } from './document-flaw.ts'
import type { MerchantInFile } from './merchant-in-file.ts'
import { readFile } from './read-file.ts'
import { choice, filePath, merchantId, nameInFile, serverSettings, subMerchantId } from './settings.ts'

/** The content of a configuration file: the settings of the server by their names in the file, and the service providers. */
export interface ConfigurationFile {
  readonly state?: string | undefined
  readonly output_dir?: string | undefined
  readonly merchants?: readonly MerchantInFile[] | undefined
  readonly [setting: string]: unknown
}

/**
 * The largest configuration file, in megabytes: enough for 20,000 sub-merchants. The YAML parser took one to two seconds for a file of this
 * size.
 */
const MEGABYTES_LIMIT = 1

/**
 * Reads a configuration file in YAML or JSON. A relative path in the file starts at the folder of the file. The path is returned with this
 * folder in front.
 *
 * @param name How the user gave the file, for error messages: the flag `--config` or its environment variable.
 * @throws {Error} When the file can't be read or has a mistake. The message names only the first mistake and its place.
 */
export async function readConfigurationFile(name: string, file: string): Promise<ConfigurationFile> {
  const content = parse(file, await readFile(name, file, MEGABYTES_LIMIT))
  const { success, data, error } = configurationSchema.safeParse(content, { reportInput: true })
  if (!success) throw new Error(`${file}: ${error.issues.slice(0, 1).map(inWords)}`, { cause: error })
  return withPathsFrom(dirname(file), data as ConfigurationFile)
}

function parse(file: string, text: string): unknown {
  try {
    const document = parseDocument(text, YAML)
    for (const problem of [...document.errors, ...document.warnings]) throw OWN_WORDS[problem.code] ?? problem
    const flaw = documentFlaw(document, text)
    if (flaw !== undefined) throw new Error(flaw)
    const content: unknown = document.toJS()
    if (isTooDeep(content)) throw TOO_DEEP
    // An empty file sets nothing.
    return content ?? {}
  } catch (cause) {
    // Only the first line of the message is used. The other lines quote the file, which may contain the control token.
    const [problem = ''] = errorMessage(cause).split(/:?\n/)
    throw new Error(`${file}: ${problem}`, { cause })
  }
}

/** With these options, a tag or a `%YAML` line can't create an object that JSON does not have, such as a set. */
const YAML = { schema: 'core', resolveKnownTags: false, stringKeys: true, uniqueKeys: false } as const

const TOO_DEEP = new Error(`the content has more than ${NESTING_LIMIT} levels`)

/** Our messages for some errors of the yaml package. The messages of the package for these errors give advice to a programmer. */
const OWN_WORDS: Readonly<Partial<Record<ErrorCode, Error>>> = {
  RESOURCE_EXHAUSTION: TOO_DEEP,
  MULTIPLE_DOCS: new Error('the file has more than one document: keep one, without a line --- between the settings (只能有一个文档)'),
}

/** A list of records. Their fields are not checked here, because the server checks them as it checks records from the control API. */
const records = z.array(z.record(z.string(), z.unknown(), 'It must be a record of the control API.'), 'It must be a list.')

const merchantSchema = known({
  mchid: merchantId,
  key: filePath,
  cert: filePath,
  ...Object.fromEntries(Object.entries(merchantSettings).map(([name, setting]) => [name, schemaOf(setting)])),
  sub_merchants: records,
  faults: records,
}).refine(
  ({ mchid, key, cert }) => (key ?? cert) === undefined || [mchid, key, cert].every(Boolean),
  'Give mchid, key and cert together, only mchid, or none of them.',
)

const configurationSchema = known({
  ...Object.fromEntries(Object.entries(serverSettings).map(([setting, schema]) => [nameInFile(setting), schema])),
  merchants: z
    .array(merchantSchema, 'It must be a list of service providers.')
    .min(1, 'It must be a list with at least one service provider.'),
})

function schemaOf(setting: MerchantSetting): z.ZodType {
  if (setting.kind === 'boolean') return z.boolean('It must be true or false.')
  if (setting.kind === 'choice') return choice(setting.choices)
  return z.array(subMerchantId, 'It must be a list.').min(1, 'It must be a list with at least one entry.')
}

function known<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const keys = `The known keys are ${Object.keys(shape).join(', ')}.`
  return z
    .strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? keys : `It must consist of keys and values. ${keys}`) })
    .partial()
}

function inWords(issue: z.core.$ZodIssue): string {
  const place = toDotPath(issue.path)
  if (issue.code === 'unrecognized_keys')
    return `unknown key ${[place, issue.keys[0]?.slice(0, 60) || '""'].filter(Boolean).join('.')}. ${issue.message}`
  return `${[place, seen(issue)].filter(Boolean).join(' ')} is invalid. ${issue.message}`
}

/** Shows a wrong value for an error message, but never a value that may be a secret. */
function seen({ path, input }: z.core.$ZodIssue): string {
  if (path.length === 0) return 'the content'
  if (path[0] === 'control_token' || path[0] === 'store') return ''
  if (Array.isArray(input)) return '(a list)'
  if (typeof input === 'object' && input !== null) return `(${Object.keys(input).join(', ').slice(0, 60) || 'nothing'})`
  // JSON shows an infinite number as null.
  return typeof input === 'number' ? String(input) : JSON.stringify(input).slice(0, 60)
}

function withPathsFrom(folder: string, { state, output_dir, merchants, ...rest }: ConfigurationFile): ConfigurationFile {
  const path = (relative: string | undefined) => relative && (isAbsolute(relative) ? relative : join(folder, relative))
  return defined({
    ...rest,
    state: path(state),
    output_dir: output_dir === 'none' ? output_dir : path(output_dir),
    merchants: merchants?.map((merchant) => defined({ ...merchant, key: path(merchant.key), cert: path(merchant.cert) })),
  })
}
