import { mkdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { errorMessage } from '../error-message.ts'

/** The folder that exists while a test writes its pact. */
const LOCK = '.writing'
const PAUSE_MILLISECONDS = 10
/** After this many pauses, about 10 seconds, the process that made the lock counts as killed. Writing takes milliseconds. */
const PATIENCE = 1000

/** Lets one test at a time write to a folder of pacts. Disposing of the lock lets the next one write. */
export interface FolderLock extends AsyncDisposable {
  /**
   * Takes the lock, after waiting for other tests that write to the folder, in this process or in another.
   *
   * @throws {Error} When the folder can't be written.
   */
  take(): Promise<void>
}

/**
 * Creates a lock for a folder of pacts. Pact reads a pact file, adds an interaction and writes the file. When two processes do this at the same
 * time, the interaction of one process is lost without an error. Test runners run test files in several processes.
 */
export function folderLock(dir: string): FolderLock {
  const lock = join(dir, LOCK)
  let isTaken = false
  return {
    async take() {
      await acquire(dir, lock).catch((cause) => {
        throw new Error(`No pact can be written to ${dir}: ${errorMessage(cause)} (无法写入契约)`, { cause })
      })
      isTaken = true
    },
    async [Symbol.asyncDispose]() {
      if (isTaken) await rmdir(lock).catch(() => undefined)
    },
  }
}

async function acquire(dir: string, lock: string): Promise<void> {
  await mkdir(dir, { recursive: true })
  for (let pauses = 0, last = 0; !(await makeUnlessThere(lock)); pauses += 1) {
    const time = await timeOf(lock)
    if (time !== last) pauses = 0
    last = time
    if (pauses > PATIENCE) await rmdir(lock).catch(() => undefined)
    await wait(PAUSE_MILLISECONDS)
  }
}

async function makeUnlessThere(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function timeOf(lock: string): Promise<number> {
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: 0 }))
  return mtimeMs
}
