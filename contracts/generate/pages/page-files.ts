import { readFile } from 'node:fs/promises'
import type { GeneratedFiles } from '../document-files.ts'
import { controlFieldsPart } from './control-fields.ts'
import { controlOperationsPart } from './control-operations.ts'
import { errorsPart } from './errors.ts'
import type { Language } from './markdown.ts'
import { operationsPart } from './operations.ts'
import { providerStatesPart } from './provider-states.ts'
import { SHOWN_PROGRAMS } from './tested-programs.ts'

/** A part of a page that is generated from the OpenAPI documents, from the code or from a tested program. */
interface GeneratedPart {
  /** The path of the page from the root, without `.md` or `.zh-CN.md`: `docs/errors`. */
  readonly page: string
  /** The name in the marker on the page: `<!-- generated: errors -->`. */
  readonly name: string
  readonly text: (language: Language, root: URL) => string | Promise<string>
}

const PARTS: readonly GeneratedPart[] = [
  { page: 'docs/control-api', name: 'control-operations', text: controlOperationsPart },
  { page: 'docs/control-api', name: 'control-fields', text: controlFieldsPart },
  { page: 'docs/errors', name: 'errors', text: errorsPart },
  { page: 'docs/pact', name: 'provider-states', text: providerStatesPart },
  { page: 'README', name: 'operations', text: operationsPart },
  ...SHOWN_PROGRAMS,
]

const ENDINGS: Readonly<Record<Language, string>> = { en: '.md', zh: '.zh-CN.md' }

/**
 * The pages with generated parts, in both languages. The text between `<!-- generated: NAME -->` and `<!-- end -->` is replaced; the rest of a page
 * does not change.
 *
 * @throws {Error} When a page lacks one of these markers.
 */
export async function pageFiles(root: URL): Promise<GeneratedFiles> {
  const files: Record<string, string> = {}
  for (const { page, name, text } of PARTS)
    for (const [language, ending] of Object.entries(ENDINGS)) {
      const path = `${page}${ending}`
      const before = files[path] ?? (await readFile(new URL(path, root), 'utf8'))
      files[path] = withPart(before, path, name, await text(language as Language, root))
    }
  return files
}

function withPart(page: string, path: string, name: string, text: string): string {
  const begin = `<!-- generated: ${name} -->`
  const end = '<!-- end -->'
  const [before, rest = ''] = page.split(begin)
  const after = rest.indexOf(end)
  if (after < 0) throw new Error(`${path} must have ${begin} with ${end} below it, so that its part can be written there`)
  return `${before}${begin}\n\n${text}\n${rest.slice(after)}`
}
