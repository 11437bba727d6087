/**
 * The URL of a file in `contracts/`, given its path below that folder. `../contracts/` is right both here and for the bundled chunks, which are in
 * `dist/chunks/` beside `dist/contracts/`.
 */
export function contractFile(name: string): URL {
  return new URL(`../contracts/${name}`, import.meta.url)
}
