import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readRegularFile } from '../../contracts/read-regular-file.ts'
import { replaceFile } from '../store/replace-file.ts'

const NAME = '.gitignore'
const CONTENT = '*\n'
const OWN = `the ${NAME} by which this program knows its own folder`

/** The name of the temporary file in which another process of this program is just writing the mark. */
const BEING_WRITTEN = /^\.gitignore\.\d+\.tmp$/

/** The mark of a folder: the name and the content of a file in it. Git ignores a marked folder, and this program may later replace its files. */
export const MARK: Readonly<Record<string, string>> = { [NAME]: CONTENT }

/**
 * Marks a folder as one whose files this program may replace. Without a mark, it could replace the user's own `apiclient_key.pem`.
 *
 * @returns A function that removes the mark, if this call made it and there is nothing else in the folder.
 * @throws {Error} When the folder has files but no mark, or can't be written.
 */
export async function markFolder(folder: string): Promise<() => Promise<void>> {
  // Another process of this program may be writing the mark and then its files. So this function lists the files first and then looks for the mark.
  const [name] = (await readdir(folder)).filter((entry) => !BEING_WRITTEN.test(entry))
  if (await isMarked(folder)) return async () => undefined
  if (name !== undefined) throw new Error(`it has files, such as ${name}, but not ${OWN}; give a new or empty folder`)
  await replaceFile(join(folder, NAME), CONTENT)
  return async () => {
    if ((await readdir(folder)).every((entry) => entry === NAME)) await rm(join(folder, NAME), { force: true })
  }
}

async function isMarked(folder: string): Promise<boolean> {
  return readRegularFile(join(folder, NAME), CONTENT.length).then(
    (bytes) => String(bytes) === CONTENT,
    () => false,
  )
}
