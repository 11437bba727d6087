import { readBytes } from './read-file.ts'

/**
 * Reads a key or a certificate from a file that a setting names.
 *
 * @param pemOf Checks what the file contains, by its bytes, because binary files can't be recognised as text.
 * @throws {Error} When the file can't be read or contains something else; the message names the setting.
 */
export async function readKey(name: string, file: string, pemOf: (bytes: Uint8Array, name: string) => string): Promise<string> {
  const bytes = await readBytes(name, file)
  pemOf(bytes, name)
  return String(bytes)
}
