import { rename, rm, writeFile } from 'node:fs/promises'

/**
 * Puts a new file in the place of one: whole or not at all, and for this user alone whatever was there.
 *
 * @param fresh The name under which it is written.
 */
export async function replaceFile(file: string, text: string, fresh: string = `${file}.${process.pid}.tmp`): Promise<void> {
  try {
    await rm(fresh, { force: true })
    await writeFile(fresh, text, { mode: 0o600, flag: 'wx' })
    await rename(fresh, file)
  } finally {
    await rm(fresh, { force: true })
  }
}
