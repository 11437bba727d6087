import { readBytes } from './read-file.ts'

/**
 * Reads a key or a certificate from a file that a setting names.
 *
 * @param pemOf Throws unless the file contains the wanted PEM. It gets bytes, not text, so that it can recognise a binary file.
 * @throws {Error} When the file can't be read or contains something else; the message names the setting.
 */
export async function readKey(name: string, file: string, pemOf: (bytes: Uint8Array, name: string) => string): Promise<string> {
  const bytes = await readBytes(name, file)
  pemOf(bytes, name)
  return String(bytes)
}
