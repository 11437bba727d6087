import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

/**
 * What the licences of the bundled packages ask to be told with their code: which they are, and the text.
 *
 * Ours, because the one plugin of esbuild for it tells of one version of a package only, and of what is left out as well.
 */
export async function thirdPartyLicences({ outputs }: Metafile): Promise<string> {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs).filter((file) => inputs[file]?.bytesInOutput))
  const folders = files.flatMap((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [])
  const licences = await Promise.all([...new Set(folders)].map(licenceOf))
  // A package of one version may be there several times.
  return [...new Set(licences)].sort().join(`\n${'-'.repeat(80)}\n\n`)
}

async function licenceOf(folder: string): Promise<string> {
  const { name, version, license, licenses } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  // An old manifest has a list.
  const heading = `${name} ${version}: ${license ?? licenses?.map(({ type }: { type: string }) => type).join(', ')}`
  return `${[heading, ...texts.map((text) => text.trim())].join('\n\n')}\n`
}
