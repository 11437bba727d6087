import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The files that paths stand for. Of a folder Pact itself takes only what names the provider that it is told, without a word on the rest;
 * here it stands for all the pact files in it.
 *
 * @throws {Error} When there is nothing at a path.
 */
export async function pactFiles(paths: readonly string[]): Promise<string[]> {
  return (await Promise.all(paths.map(filesAt))).flat()
}

async function filesAt(path: string): Promise<string[]> {
  if (/^https?:\/\//.test(path)) return [path]
  const found = await stat(path).catch((cause) => {
    throw new Error(`There is no pact file at ${path}`, { cause })
  })
  if (!found.isDirectory()) return [path]
  const names = await readdir(path)
  return names.filter((name) => name.endsWith('.json')).map((name) => join(path, name))
}
