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

/** Where the command writes keys, certificates and trust files. */
export interface OutputFolder {
  /** `undefined` when nothing is written. */
  readonly path: string | undefined
  /** Why the folder that the user wants can't be used. */
  readonly problem?: string
  /** Removes the folders that were created for the output and are still empty, for a command that ends without writing anything. */
  undo(): Promise<void>
}

/** Creates the folder that the user wants, and marks it as the program's own. */
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

/** Like {@link outputFolder}, but if that function gives no folder, creates a temporary folder, which is removed at the end. */
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
  /** The other server that uses the wanted folder, in words, if there is one: `process 4711`. */
  readonly other?: string
  /** Lets the next server use the folder. */
  release(): Promise<void>
}

/**
 * Claims a folder for one server until that server stops or is killed. When another server uses the folder, returns a subfolder that is named after
 * this server's port and removed when this server stops. If this server is killed, the next server removes the subfolder.
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
    // A server on another machine that shares the folder may have the same port.
    const lock = await lockStateFile(join(path, LOCKED)).catch(() => undefined)
    return { path, other: error.user, release: async () => lock?.release().then(() => rm(path, { recursive: true, force: true })) }
  }
}

/** The name of the lock in a folder, without its extension. */
const LOCKED = 'server'

/** Removes the folders of servers that were killed. Folders without a lock stay, because `run --server` writes to them. */
async function removeLeftFolders(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (/^\d{1,5}$/.test(name) && (await isLeftBehind(join(path, LOCKED)))) await rm(path, { recursive: true, force: true })
  }
}

/** The subfolder of one server in a folder that several servers share. */
export function folderOfPort(folder: string, url: string): string {
  return join(folder, /:(\d+)\/?$/.exec(url)?.[1] ?? '80')
}
