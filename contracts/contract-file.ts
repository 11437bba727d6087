import { readFileSync } from 'node:fs'
import process from 'node:process'

/** The URL protocol of a file in the single executable. {@link readContractFile} reads such a file. */
const ASSET = 'asset:'

/**
 * Returns the URL of a file in `contracts/`, given its path below that folder. The relative path `../contracts/` works both from this source file and
 * from the bundled chunks, which are in `dist/chunks/` beside `dist/contracts/`. The single executable has the files of `contracts/`
 * as assets.
 */
export function contractFile(name: string): URL {
  return executable() ? new URL(`${ASSET}${name}`) : new URL(`../contracts/${name}`, import.meta.url)
}

/** Reads the file at a URL from {@link contractFile}, or at a file URL, as UTF-8. */
export function readContractFile(file: URL): string {
  return file.protocol === ASSET ? (executable()?.getAsset(file.pathname, 'utf8') ?? '') : readFileSync(file, 'utf8')
}

/** Node's access to the assets of the single executable; `undefined` elsewhere. */
export function executable(): typeof import('node:sea') | undefined {
  // The client also runs on Node versions that have no getBuiltinModule, such as 20.15.
  const sea = process.getBuiltinModule?.('node:sea')
  return sea?.isSea() ? sea : undefined
}
