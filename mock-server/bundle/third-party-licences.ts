import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

const require = createRequire(import.meta.url)

/**
 * Lists the bundled packages with the texts of their licences. These texts must be published together with the bundle. A package without
 * a licence text gets the standard text of the licence that it declares.
 *
 * @throws {Error} When a bundled package contains no licence text, and there is no standard text for what it declares.
 */
export async function thirdPartyLicences({ outputs }: Metafile): Promise<string> {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs).filter((file) => inputs[file]?.bytesInOutput))
  const folders = files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [])
  const licences = await Promise.all([...new Set(folders)].map(licenceOf))
  // Removes duplicates, because npm may have installed the same version of a package several times.
  return [...new Set(licences)].sort().join(`\n${'-'.repeat(80)}\n\n`)
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  /** Old manifests have this instead of `license`. */
  readonly licenses?: readonly { readonly type: string }[]
  readonly author?: Person
  readonly contributors?: readonly Person[]
}

type Person = string | { readonly name: string }

async function licenceOf(folder: string): Promise<string> {
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort()
  const own = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const texts = own.length > 0 ? own : standardTexts(manifest)
  return `${[`${manifest.name} ${manifest.version}: ${declared(manifest)}`, ...texts.map((text) => text.trim())].join('\n\n')}\n`
}

function declared({ license, licenses = [] }: Manifest): string {
  return license ?? licenses.map(({ type }) => type).join(' OR ')
}

function standardTexts(manifest: Manifest): string[] {
  const names = declared(manifest).match(/[\w.+-]+/g) ?? []
  const licences = names.filter((name) => !['AND', 'OR'].includes(name))
  if (licences.length === 0) throw new Error(`${manifest.name} ${manifest.version} is bundled, but has no licence`)
  return [standardNote(manifest), ...licences.map((name) => standardText(name, manifest))]
}

/** A note above the standard text. It names the authors, because the standard text does not name them. */
function standardNote({ author, contributors = [] }: Manifest): string {
  const authors = [author, ...contributors].flatMap((person) => (typeof person === 'object' ? person.name : (person ?? [])))
  const note = 'The package contains no licence text; this is the standard one.'
  return authors.length > 0 ? `${note} Authors of the package: ${authors.join(', ')}` : note
}

function standardText(licence: string, manifest: Manifest): string {
  try {
    return require(`spdx-license-list/licenses/${licence}.json`).licenseText
  } catch (cause) {
    const { name, version } = manifest
    throw new Error(
      `${name} ${version} is bundled, but its licence is ${declared(manifest)}, and there is no standard text for ${licence}`,
      { cause },
    )
  }
}
