import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readRegularFile } from '../../contracts/read-regular-file.ts'
import { replaceFile } from '../store/replace-file.ts'

const NAME = '.gitignore'
const CONTENT = '*\n'
const OWN = `the ${NAME} by which this program knows its own folder`

/** Matches the temporary name of a new `.gitignore` that another process of this program may be writing. */
const BEING_WRITTEN = /^\.gitignore\.\d+\.tmp$/

/** The name and the content of the file that marks a folder. Git ignores a marked folder, and this program may replace the files in it. */
export const MARK: Readonly<Record<string, string>> = { [NAME]: CONTENT }

/**
 * Marks a folder, so that this program may replace the files in it. Refuses a folder that has files but no mark, because they may be the
 * user's files, such as `apiclient_key.pem`.
 *
 * @returns A function that removes the mark, if this call wrote the mark and the folder has no other files.
 * @throws {Error} When the folder has files but no mark, or can't be written.
 */
export async function markFolder(folder: string): Promise<() => Promise<void>> {
  // List the files first, and then look for the mark. In the opposite order, another process of this program could write the mark and its
  // files in between. This function would then see files without a mark.
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
