import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/**
 * The files that paths stand for. Of a folder Pact itself takes only what names the provider that it is told, without a word on the rest;
 * here it stands for all the pact files in it. A file that is named in several ways is there once.
 *
 * @throws {Error} When there is nothing at a path, or JSON that is no pact, which Pact itself passes over.
 */
export async function pactFiles(paths: readonly string[]): Promise<string[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat()
  return [...new Map(files.map((file) => [isUrl(file) ? file : resolve(file), file])).values()]
}

function isUrl(path: string): boolean {
  return /^https?:\/\//.test(path)
}

async function filesAt(path: string): Promise<string[]> {
  if (isUrl(path)) return [path]
  const found = await stat(path).catch((cause) => {
    throw new Error(`There is no pact file at ${path} (没有此契约文件)`, { cause })
  })
  if (!found.isDirectory()) {
    if (await isPact(path)) return [path]
    throw new Error(`${path} is JSON, but no pact: it has no interactions (不是契约文件：没有 interactions)`)
  }
  const names = await readdir(path)
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(path, name))
  const kept = await Promise.all(files.map(isPact))
  return files.filter((_, index) => kept[index])
}

/** Of a file that is no JSON Pact says so. */
async function isPact(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8')
  try {
    const { interactions, messages } = JSON.parse(text) ?? {}
    return Array.isArray(interactions ?? messages)
  } catch {
    return true
  }
}
