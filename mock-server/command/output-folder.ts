import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorMessage } from '../../contracts/error-message.ts'
import { isLeftBehind, lockStateFile, StateFileInUse } from '../store/lock-state-file.ts'
import { makeFolder } from './make-folder.ts'
import { markFolder } from './mark-folder.ts'
import { notWritten } from './write-credentials.ts'

/** With this value of `--output-dir`, nothing is written. */
const NONE = 'none'

/** The folder in which the command writes keys, certificates, and files that make clients trust the server. */
export interface OutputFolder {
  /** `undefined` when nothing is written. */
  readonly path: string | undefined
  /** Why the folder that the user wants can't be used. */
  readonly problem?: string
  /** Removes the folders that were created for the output, if they are still empty. For commands that end without writing anything. */
  undo(): Promise<void>
}

/** Creates the folder that the user wants. Marks it as a folder whose files this program may replace. */
export async function outputFolder(wanted: string): Promise<OutputFolder> {
  if (wanted === NONE) return { path: undefined, undo: async () => undefined }
  let created: readonly string[] = []
  let unmark = async (): Promise<void> => undefined
  const undo = async () => {
    await unmark().catch(() => undefined)
    for (const path of created.toReversed()) await rmdir(path).catch(() => undefined)
  }
  try {
    created = await makeFolder(wanted, 0o700)
    await access(wanted, constants.W_OK)
    unmark = await markFolder(wanted)
    return { path: wanted, undo }
  } catch (cause) {
    return { path: undefined, problem: errorMessage(cause), undo }
  }
}

/** Like {@link outputFolder}, but creates a temporary folder when `outputFolder` returns none. Disposing removes the temporary folder. */
export async function folderForProgram(
  wanted: string,
): Promise<AsyncDisposable & { readonly path: string; readonly isTemporary: boolean }> {
  const { path, undo } = await outputFolder(wanted)
  if (path !== undefined) return { path, isTemporary: false, [Symbol.asyncDispose]: undo }
  const temporary = await mkdtemp(join(tmpdir(), 'wechatpay-mock-'))
  return { path: temporary, isTemporary: true, [Symbol.asyncDispose]: () => rm(temporary, { recursive: true, force: true }) }
}

/** A folder that one server has claimed. */
export interface ClaimedFolder {
  readonly path: string
  /** Names the server that already uses the wanted folder, such as `process 4711`. Missing when no server uses it. */
  readonly other?: string
  /** Gives up the claim, so that another server can use the folder. */
  release(): Promise<void>
}

/**
 * Claims a folder for one server until that server stops or is killed. When another server uses the folder, claims a subfolder instead,
 * named after this server's port. The subfolder is removed when this server stops. If this server is killed, the next server to start
 * removes it.
 *
 * @param url The address of this server.
 * @throws {Error} When the folder can't be written.
 */
export async function claimFolder(folder: string, url: string): Promise<ClaimedFolder> {
  await removeLeftFolders(folder)
  try {
    return { path: folder, release: (await lockStateFile(join(folder, LOCKED))).release }
  } catch (error) {
    if (!(error instanceof StateFileInUse)) throw notWritten(folder, error instanceof Error ? (error.cause ?? error) : error)
    const path = folderOfPort(folder, url)
    await mkdir(path, { recursive: true })
    // A server on another machine may share the folder and have the same port. Both servers then use the subfolder.
    const lock = await lockStateFile(join(path, LOCKED)).catch(() => undefined)
    return { path, other: error.user, release: async () => lock?.release().then(() => rm(path, { recursive: true, force: true })) }
  }
}

/** The name of the lock in a folder, without its extension. */
const LOCKED = 'server'

/** Removes the subfolders of servers that were killed. Subfolders without a lock stay, because `run --server` writes to such subfolders. */
async function removeLeftFolders(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (/^\d{1,5}$/.test(name) && (await isLeftBehind(join(path, LOCKED)))) await rm(path, { recursive: true, force: true })
  }
}

/** The path of one server's subfolder, in a folder that several servers share. */
export function folderOfPort(folder: string, url: string): string {
  return join(folder, /:(\d+)\/?$/.exec(url)?.[1] ?? '80')
}
