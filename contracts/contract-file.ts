import { readFileSync } from 'node:fs'
import process from 'node:process'

/** The URL protocol of a file in the single executable. {@link readContractFile} reads such a file. */
const ASSET = 'asset:'

/**
 * Returns the URL of a file in `contracts/`, given its path below that folder. In the single executable, the files of `contracts/` are
 * assets. Elsewhere, the relative path `../contracts/` leads to the folder. It works both from this source file and from the bundled
 * chunks, which are in `dist/chunks/` beside `dist/contracts/`.
 */
export function contractFile(name: string): URL {
  return executable() ? new URL(`${ASSET}${name}`) : new URL(`../contracts/${name}`, import.meta.url)
}

/** Reads a file as UTF-8. Takes a URL that {@link contractFile} returned, or any file URL. */
export function readContractFile(file: URL): string {
  return file.protocol === ASSET ? (executable()?.getAsset(file.pathname, 'utf8') ?? '') : readFileSync(file, 'utf8')
}

/** Returns the module `node:sea`, which reads assets, if this program is the single executable; `undefined` if not. */
export function executable(): typeof import('node:sea') | undefined {
  // The client also runs on Node versions that have no getBuiltinModule, such as 20.15.
  const sea = process.getBuiltinModule?.('node:sea')
  return sea?.isSea() ? sea : undefined
}
