import type { Buffer } from 'node:buffer'
import { readFile as read } from 'node:fs/promises'

const READING_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
}

/**
 * Reads a file that a setting names.
 *
 * @param name What the user calls that setting.
 * @throws {Error} When it can't be read; says which and why.
 */
export async function readFile(name: string, file: string): Promise<string> {
  return String(await readBytes(name, file))
}

/**
 * Reads a file that a setting names, as bytes.
 *
 * @throws {Error} As {@link readFile}.
 */
export async function readBytes(name: string, file: string): Promise<Buffer> {
  // A key that is given instead of its file must not get into a log.
  if (file.includes('-----BEGIN')) throw new Error(`${name} is the PEM itself: name the file that holds it`)
  return read(file).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${name} ${file} can't be read: ${READING_ERRORS[cause.code ?? ''] ?? cause.message}`, { cause })
  })
}
