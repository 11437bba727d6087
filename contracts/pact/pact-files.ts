import { readdir, stat } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import { errorMessage } from '../error-message.ts'
import { readRegularFile } from '../read-regular-file.ts'
import { withoutPasswords } from '../without-passwords.ts'
import { readDocument } from './hal-document.ts'
import { isPact, type KnownPacts } from './known-pacts.ts'
import { refuseDeep } from './refuse-deep.ts'

/** Where the pacts are that a run verifies: paths of files, and URLs. */
export interface PactPlaces {
  readonly files: readonly string[]
  readonly urls: readonly string[]
}

/**
 * Finds the pacts at these paths and URLs, without duplicates. Replaces a folder by the pact files in it. If Pact itself read the folder,
 * it would silently skip files that name another provider.
 *
 * @throws {Error} When a path leads to no pact, a file can't be read, a URL is not valid, or `pacts` refuses a pact.
 */
export async function findPacts(paths: readonly string[], pacts: KnownPacts): Promise<PactPlaces> {
  const urls = paths.filter(isUrl)
  const wrong = urls.find((url) => !URL.canParse(url))
  if (wrong !== undefined) throw new Error(`${withoutPasswords(wrong)} is not a valid URL (网址有误)`)
  const files = new Map<string, string>()
  for (const path of paths.filter((path) => !isUrl(path)))
    for (const file of await filesAt(path, pacts)) files.set(resolve(file), noUrl(file))
  return { files: [...files.values()], urls: [...new Set(urls)] }
}

function isUrl(path: string): boolean {
  return /^https?:\/\//i.test(path)
}

/**
 * Puts `./` before a file name such as `https:example.com.json`. Pact would take that name for a URL, and send the token of the Pact Broker
 * to that URL.
 */
function noUrl(file: string): string {
  return /https?:/i.test(file) && !isAbsolute(file) ? `./${file}` : file
}

async function filesAt(path: string, pacts: KnownPacts): Promise<string[]> {
  const found = await stat(path).catch((cause) => {
    throw new Error(`There is no pact file at ${path} (没有此契约文件)`, { cause })
  })
  if (!found.isDirectory()) {
    if (await isPactFile(path, pacts, refuseDeep)) return [path]
    throw new Error(`${path} is JSON but not a pact: it has no interactions (不是契约文件：没有 interactions)`)
  }
  const files: string[] = []
  // One after the other, because the number of open files is limited.
  for (const name of await readdir(path))
    if (name.endsWith('.json') && (await isPactFile(join(path, name), pacts))) files.push(join(path, name))
  if (files.length > 0) return files
  throw new Error(
    `The folder ${path} has no pact file; folders inside it are not read: name them, or give ${join(path, '**', '*.json')} to the command verify (文件夹中没有契约文件)`,
  )
}

/**
 * Whether a JSON file is a pact. If it is one, adds it to `pacts`, which checks it.
 *
 * @param refuse Checks the JSON even if it is no pact. By default only pacts are checked, because a folder may have other files.
 */
async function isPactFile(file: string, pacts: KnownPacts, refuse: typeof refuseDeep = () => undefined): Promise<boolean> {
  const text = await textOf(file)
  const parsed = parsedJson(text, file)
  refuse(parsed, file)
  if (!isPact(parsed)) return false
  pacts.add(readDocument(text, file) ?? parsed, file)
  return true
}

/** Parses the JSON of a file. The error says why parsing failed. Pact's own error would say only that it failed. */
function parsedJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const isMarked = /^(?:\ufeff|\ufffd\ufffd)/.test(text)
    const reason = isMarked ? 'save it as UTF-8 without a byte order mark (请存为无 BOM 的 UTF-8)' : errorMessage(cause)
    throw new Error(`${file} is not JSON: ${reason} (不是 JSON)`, { cause })
  }
}

/** The largest pact, in bytes. */
const PACT_BYTES = 50 * 1024 * 1024

async function textOf(file: string): Promise<string> {
  return readRegularFile(file, PACT_BYTES).then(String, (cause) => {
    throw new Error(`${file} can't be read: ${errorMessage(cause)} (无法读取文件)`, { cause })
  })
}
