import { dirname, isAbsolute, join } from 'node:path'
import { parseDocument } from 'yaml'
import type * as z from 'zod'
import { toDotPath } from 'zod/v4/core'
import { type ConfigurationFile, configurationSchema } from './configuration-schema.ts'
import { readFile } from './read-file.ts'

/**
 * Reads a configuration file, YAML or JSON; the files that it names are then found from the working directory.
 *
 * @param name What the user calls the setting that names the file.
 * @throws {Error} For the first thing that is wrong in it, with its place.
 */
export async function readConfigurationFile(name: string, file: string): Promise<ConfigurationFile> {
  const content = parse(file, await readFile(name, file))
  const { success, data, error } = configurationSchema.safeParse(content, { reportInput: true })
  if (!success) throw new Error(`${file}: ${error.issues.slice(0, 1).map(inWords)}`, { cause: error })
  return withFilesBeside(file, data)
}

function parse(file: string, text: string): unknown {
  try {
    const document = parseDocument(text, { stringKeys: true })
    for (const problem of [...document.errors, ...document.warnings]) throw problem
    // An empty file sets nothing.
    return document.toJS() ?? {}
  } catch (cause) {
    // The lines after the first show the file itself, which may hold the token.
    const [problem = ''] = String(cause instanceof Error ? cause.message : cause).split(/:?\n/)
    throw new Error(`${file}: ${problem}`, { cause })
  }
}

function inWords(issue: z.core.$ZodIssue): string {
  const place = toDotPath(issue.path)
  if (issue.code === 'unrecognized_keys')
    return `unknown key ${[place, ...issue.keys.slice(0, 1)].filter(Boolean).join('.')}. ${issue.message}`
  return `${[place, seen(issue)].filter(Boolean).join(' ')} is invalid. ${issue.message}`
}

/** Nothing that may be secret: not the token, not what is inside of something, not a file that is perhaps a key. */
function seen({ path, input }: z.core.$ZodIssue): string {
  if (path.length === 0) return 'the content'
  if (path[0] === 'control_token') return ''
  if (Array.isArray(input)) return '(a list)'
  if (typeof input === 'object' && input !== null) return `(${Object.keys(input).join(', ') || 'nothing'})`
  return JSON.stringify(input).slice(0, 60)
}

function withFilesBeside(file: string, { state, merchants, ...rest }: ConfigurationFile): ConfigurationFile {
  const beside = (path: string) => (isAbsolute(path) ? path : join(dirname(file), path))
  return {
    ...rest,
    ...(state && { state: beside(state) }),
    ...(merchants && {
      merchants: merchants.map(({ key, cert, ...others }) => ({
        ...others,
        ...(key && { key: beside(key) }),
        ...(cert && { cert: beside(cert) }),
      })),
    }),
  }
}
