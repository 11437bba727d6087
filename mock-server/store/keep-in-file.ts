import { setTimeout as setLater } from 'node:timers'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { StateFileLock } from './lock-state-file.ts'
import { type SavedTenant, STATE_FILE_VERSION } from './records.ts'
import { replaceFile } from './replace-file.ts'
import type { Store } from './store.ts'

/** A store whose state is kept in a file. After a failed write, `check` throws {@link StateFileNotWritten} until a write succeeds. */
export interface KeptStore extends Store {
  /**
   * Writes the whole state now.
   *
   * @throws {Error} When the file can't be written.
   */
  save(): Promise<void>
  /** Resolves when the running writes have ended. */
  flush(): Promise<void>
  /**
   * Resolves when the changes so far are written. After `end`, resolves at once.
   *
   * @throws {Error} When the file can't be written. The write is repeated later.
   */
  settled(): Promise<void>
  /**
   * Writes the pending changes. Changes after this call are not written.
   *
   * @throws {Error} When the file can't be written.
   */
  end(): Promise<void>
}

/** How a store is kept in a file. */
export interface KeepOptions {
  /** Whether callers wait for writes. If so, a write does not gather further changes, and ends when the file is on the disk. */
  readonly isAwaited?: boolean
  /** The lock of the file. `check` is called before each write, and `written` after it. When `check` rejects, the file is not written. */
  readonly lock?: Pick<StateFileLock, 'check' | 'written'> | undefined
}

/**
 * Keeps the state of a store in a file. A change is written shortly afterwards; each write contains the whole state.
 *
 * @param forFile Selects the part of a tenant that goes into the file.
 * @param onFailure Called when the file can't be written after a change; the write is then repeated. `save` and `end` throw instead.
 */
export function keepInFile(
  store: Store,
  file: string,
  forFile: (saved: SavedTenant) => SavedTenant,
  onFailure: (error: unknown) => void,
  { isAwaited = false, lock }: KeepOptions = {},
): KeptStore {
  const write = async () => {
    const content = await serialised(store, forFile)
    // The temporary file has a fixed name, so that a server replaces the temporary file that a killed server left.
    const replace = async () => {
      await lock?.check()
      await replaceFile(file, content, { fresh: `${file}.tmp`, flush: isAwaited })
      await lock?.written()
    }
    await replace().catch((cause) => {
      throw new StateFileNotWritten(file, cause)
    })
  }
  const { save, changed, flush, settled, end, check } = createSaver(write, onFailure, isAwaited ? 0 : GATHER_MILLISECONDS)
  return {
    ...store,
    swap: async (key, ...change) => {
      const isAccepted = await store.swap(key, ...change)
      // The count of signed answers is not in the state file, so a change of the count is not written.
      return key.kind === 'signed' ? isAccepted : changed(isAccepted)
    },
    replace: async (...replacement) => changed(await store.replace(...replacement)),
    remove: async (mchid) => changed(await store.remove(mchid)),
    async check() {
      check()
      await store.check()
    },
    save,
    flush,
    settled,
    end,
  }
}

/** Thrown when a state file can't be written, for example because the disk is full. This is not a bug of the server. */
export class StateFileNotWritten extends Error {
  override readonly name = 'StateFileNotWritten'
  /** The code of the error, such as ENOSPC. Unlike the message, it contains no path. */
  readonly code: string | undefined

  constructor(file: string, cause: NodeJS.ErrnoException) {
    const advice = cause.code === 'EBUSY' ? '; if it is a volume of its own, mount its folder instead' : ''
    super(`The state file ${file} can't be written: ${cause.message}${advice}`, { cause })
    this.code = cause.code
  }
}

const GATHER_MILLISECONDS = 50
/** How long after a failed write the next attempt starts. A change or a call of `settled` starts it earlier. */
const RETRY_MILLISECONDS = 1_000

/**
 * Gathers the changes of a short time into one write, and runs one write at a time. A failed write is repeated.
 *
 * @param gather How long a write waits to include further changes, in milliseconds.
 */
function createSaver(write: () => Promise<void>, onFailure: (error: unknown) => void, gather: number) {
  let changes = 0
  /** The number of changes that are written. */
  let written = 0
  let hasEnded = false
  let writing: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let attempt = createAttempt()
  /** Why the last write failed; `undefined` when it succeeded. */
  let failure: unknown

  async function writeOnce(): Promise<void> {
    const { resolve, reject } = attempt
    const upTo = changes
    try {
      await write()
      written = upTo
      failure = undefined
      resolve()
    } catch (error) {
      failure = error
      reject(error)
      throw error
    } finally {
      attempt = createAttempt()
    }
  }
  async function writeUntilClean(): Promise<void> {
    try {
      while (written < changes) {
        if (gather > 0) await setTimeout(gather)
        await writeOnce()
      }
    } catch (error) {
      onFailure(error)
      if (!hasEnded) retry = setLater(start, RETRY_MILLISECONDS).unref()
    }
    writing = undefined
  }
  function start(): void {
    clearTimeout(retry)
    writing ??= writeUntilClean()
  }
  async function flush(): Promise<void> {
    await writing
  }
  async function settled(): Promise<void> {
    const wanted = changes
    while (written < wanted && !hasEnded) {
      const { promise } = attempt
      start()
      await promise
    }
  }

  return {
    flush,
    settled,
    check(): void {
      if (failure !== undefined) throw failure
    },
    /** Schedules a write if the store accepted the change. Returns `isAccepted`. */
    changed(isAccepted: boolean): boolean {
      if (!isAccepted || hasEnded) return isAccepted
      changes += 1
      start()
      return isAccepted
    },
    async save(): Promise<void> {
      // The running write may hold an older state. Counting one more change makes `settled` wait for the next write.
      if (writing) {
        changes += 1
        return settled()
      }
      const first = writeOnce()
      writing = first.then(writeUntilClean, () => {
        writing = undefined
      })
      await first
    },
    async end(): Promise<void> {
      hasEnded = true
      clearTimeout(retry)
      await flush()
      if (written < changes) await writeOnce()
    },
  }
}

/** Creates the promise for the result of one write: the running write or, if none is running, the next one. */
function createAttempt(): PromiseWithResolvers<void> {
  const attempt = Promise.withResolvers<void>()
  // Often nobody awaits this promise. Without this handler, its rejection would end the process.
  attempt.promise.catch(() => undefined)
  return attempt
}

/** Returns the content of the state file. Tenants are serialised one at a time, so that the server can answer calls in between. */
async function serialised(store: Store, forFile: (saved: SavedTenant) => SavedTenant): Promise<string> {
  const merchants: string[] = []
  for (const mchid of await store.mchids()) {
    const [state, made] = await Promise.all([store.readAll(mchid), store.read({ mchid, kind: 'made' })])
    if (state) merchants.push(JSON.stringify(forFile({ state, made: made?.value ?? state })))
    await setImmediate()
  }
  return `{"wechatpay_goldplan_mock_state":${STATE_FILE_VERSION},"merchants":[${merchants.join(',\n')}]}\n`
}
