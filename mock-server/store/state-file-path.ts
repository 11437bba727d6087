import { lstat, readlink, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { broken } from './read-state-file.ts'

/**
 * Finds the file that contains the state. A symbolic link is followed, so that a write replaces its target and the link stays.
 *
 * @returns The path of a regular file. The file may not exist yet, but its folder exists.
 * @throws {Error} When there can be no state file at this path.
 */
export async function stateFilePath(file: string): Promise<string> {
  try {
    const isLink = (await lstat(file)).isSymbolicLink()
    const path = isLink ? await realpath(file) : file
    const stats = await stat(path)
    if (stats.isFile()) return path
    throw broken(file, stats.isDirectory() ? 'it is a folder' : 'it is not a regular file')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return missingFile(file, error)
    const reason = REASONS[code]
    throw reason ? broken(file, reason, error) : error
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ELOOP: 'its path has too many symbolic links, or one that leads back to itself',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'this user may not enter a folder of its path',
  ENAMETOOLONG: 'its path or a name in it is too long',
}

async function missingFile(file: string, cause: unknown): Promise<string> {
  const target = await readlink(file).catch(() => undefined)
  if (target !== undefined) throw broken(file, `it is a symbolic link to ${target}, which does not exist`, cause)
  const folder = dirname(file)
  if (await stat(folder).catch(() => undefined)) return file
  throw broken(file, `there is no folder ${folder}`, cause)
}
