import { setTimeout as setLater } from 'node:timers'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { type SavedTenant, STATE_FILE_VERSION } from './records.ts'
import { replaceFile } from './replace-file.ts'
import type { Store } from './store.ts'

/** A store whose state is kept in a file. */
export interface KeptStore extends Store {
  /**
   * Writes the whole state now.
   *
   * @throws {Error} When the file can't be written.
   */
  save(): Promise<void>
  /** Resolves when every change is written. */
  flush(): Promise<void>
  /**
   * Writes pending changes; later changes are no longer written.
   *
   * @throws {Error} When the file can't be written.
   */
  end(): Promise<void>
}

/**
 * Keeps the state of a store in a file. A change is written shortly afterwards, as one write of the whole state.
 *
 * @param forFile Selects the part of a tenant that goes into the file.
 * @param onFailure Called when the file can't be written. The write is repeated until it succeeds.
 */
export function keepInFile(
  store: Store,
  file: string,
  forFile: (saved: SavedTenant) => SavedTenant,
  onFailure: (error: unknown) => void,
): KeptStore {
  const { save, changed, flush, end } = createSaver(async () => {
    // The temporary file always has the same name, so the next server replaces one that a killed server left.
    await replaceFile(file, await serialised(store, forFile), `${file}.tmp`).catch((cause) => {
      throw new Error(`The state file ${file} can't be written: ${cause.message}`, { cause })
    })
  }, onFailure)
  return {
    ...store,
    swap: async (key, ...change) => {
      const isWritten = await store.swap(key, ...change)
      // The count of signed answers is not in the file.
      return key.kind === 'signed' ? isWritten : changed(isWritten)
    },
    replace: async (...replacement) => changed(await store.replace(...replacement)),
    remove: async (mchid) => changed(await store.remove(mchid)),
    save,
    flush,
    end,
  }
}

/** How long a write waits to include further changes. */
const GATHER_MILLISECONDS = 50
/** How long after a failed write the next attempt comes, unless a change triggers it before. */
const RETRY_MILLISECONDS = 1_000

/** Runs one write after a change or after several changes in a short time; never two writes at once. A failed write is repeated. */
function createSaver(write: () => Promise<void>, onFailure: (error: unknown) => void) {
  let isDirty = false
  let hasEnded = false
  let writing: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined

  async function writeOnce(): Promise<void> {
    isDirty = false
    await write().catch((error) => {
      isDirty = true
      throw error
    })
  }
  async function writeUntilClean(): Promise<void> {
    try {
      while (isDirty) {
        await setTimeout(GATHER_MILLISECONDS)
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

  return {
    flush,
    /** Schedules a write if the store accepted the change. */
    changed(isWritten: boolean): boolean {
      if (!isWritten || hasEnded) return isWritten
      isDirty = true
      start()
      return isWritten
    },
    async save(): Promise<void> {
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
      if (isDirty) await writeOnce()
    },
  }
}

/** Serialises one tenant at a time, so that calls are answered in between. */
async function serialised(store: Store, forFile: (saved: SavedTenant) => SavedTenant): Promise<string> {
  const merchants: string[] = []
  for (const mchid of await store.mchids()) {
    const [state, made] = await Promise.all([store.readAll(mchid), store.read({ mchid, kind: 'made' })])
    if (state) merchants.push(JSON.stringify(forFile({ state, made: made?.value ?? state })))
    await setImmediate()
  }
  return `{"wechatpay_goldplan_mock_state":${STATE_FILE_VERSION},"merchants":[${merchants.join(',\n')}]}\n`
}
