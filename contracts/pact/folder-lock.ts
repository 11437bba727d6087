import { mkdir, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { errorMessage } from '../error-message.ts'

/** The name of the lock. The lock is a folder that exists while a test writes its pact. */
const LOCK = '.writing'
const PAUSE_MILLISECONDS = 10
/**
 * A lock that stays unchanged for this many pauses, about 10 seconds, is removed. The process that made the lock was probably killed,
 * because writing a pact takes only milliseconds.
 */
const PATIENCE = 1000

/** Lets one test at a time write to a folder of pacts. Disposing of the lock lets the next test write. */
export interface FolderLock extends AsyncDisposable {
  /**
   * Waits until no other test writes to the folder, and takes the lock. The other tests may run in this process or in another process.
   *
   * @throws {Error} When the folder can't be written.
   */
  take(): Promise<void>
}

/**
 * Creates a lock for a folder of pacts. Test runners run test files in several processes. In each process, Pact reads a pact file, adds an
 * interaction and writes the file. If two processes did this at the same time, the interaction of one process would be lost without an
 * error.
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
