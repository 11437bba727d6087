import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Creates a folder and its missing parent folders. It does not use Node's recursive `mkdir`, which can run forever, for example in /proc.
 *
 * @returns The folders that were created, the outermost first.
 * @throws {Error} When a folder can't be created.
 */
export async function makeFolder(path: string, mode?: number): Promise<readonly string[]> {
  if (await isFolder(path)) return []
  const parent = dirname(path)
  const outer = parent === path ? [] : await makeFolder(parent, mode)
  try {
    await mkdir(path, { mode })
    return [...outer, path]
  } catch (error) {
    // Another process may have just created the folder.
    if (await isFolder(path)) return outer
    const cause = error as NodeJS.ErrnoException
    throw cause.code === 'EEXIST' ? Object.assign(cause, { message: `${path} exists and is not a folder` }) : cause
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  )
}
