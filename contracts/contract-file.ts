/**
 * Where a file of `contracts/` is. The name is relative to that folder: the folder beside this one, both for the sources and for the chunks of
 * dist/.
 */
export function contractFile(name: string): URL {
  return new URL(`../contracts/${name}`, import.meta.url)
}
