/**
 * Returns the URL of a file in `contracts/`, given its path below that folder. The relative path `../contracts/` works both from this source file and
 * from the bundled chunks, which are in `dist/chunks/` beside `dist/contracts/`.
 */
export function contractFile(name: string): URL {
  return new URL(`../contracts/${name}`, import.meta.url)
}
