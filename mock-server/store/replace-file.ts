import { rename, rm, writeFile } from 'node:fs/promises'

/**
 * Replaces a file atomically. Only this user may read the new file, whatever the mode of the old one.
 *
 * @param fresh The temporary name of the new file.
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
