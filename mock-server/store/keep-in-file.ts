import { setImmediate, setTimeout } from 'node:timers/promises'
import { type SavedTenant, STATE_FILE_VERSION } from './records.ts'
import { replaceFile } from './replace-file.ts'
import type { Store } from './store.ts'

/** A store whose state is kept in a file. */
export interface KeptStore extends Store {
  /**
   * Writes all of it now.
   *
   * @throws {Error} When the file can't be written.
   */
  save(): Promise<void>
  /** Ends when every change is written. */
  flush(): Promise<void>
  /** Writes what has changed. Later changes are not written any more. */
  end(): Promise<void>
}

/**
 * Keeps the state of a store in a file. Each change is written soon, by one write of the whole state at a time.
 *
 * @param forFile What of a tenant goes into the file.
 * @param onFailure Told when the file can't be written; the next change tries again.
 */
export function keepInFile(
  store: Store,
  file: string,
  forFile: (saved: SavedTenant) => SavedTenant,
  onFailure: (error: unknown) => void,
): KeptStore {
  const { save, changed, flush, end } = createSaver(async () => {
    // Always the same name beside it: the next server replaces what a killed one leaves there.
    await replaceFile(file, await serialised(store, forFile), `${file}.tmp`).catch((cause) => {
      throw new Error(`The state file ${file} can't be written: ${cause.message}`, { cause })
    })
  }, onFailure)
  return {
    ...store,
    swap: async (key, ...change) => {
      const isWritten = await store.swap(key, ...change)
      // The file does not hold how many answers were signed.
      return key.kind === 'signed' ? isWritten : changed(isWritten)
    },
    replace: async (...replacement) => changed(await store.replace(...replacement)),
    remove: async (mchid) => changed(await store.remove(mchid)),
    save,
    flush,
    end,
  }
}

/** How long a write waits for further changes. */
const GATHER_MILLISECONDS = 50

/** Runs a write once after each change, or after several that come close together, and never two writes at a time. */
function createSaver(write: () => Promise<void>, onFailure: (error: unknown) => void) {
  let isDirty = false
  let hasEnded = false
  let writing: Promise<void> | undefined

  async function writeOnce(): Promise<void> {
    isDirty = false
    await write()
  }
  async function writeUntilClean(): Promise<void> {
    while (isDirty) {
      await setTimeout(GATHER_MILLISECONDS)
      await writeOnce().catch(onFailure)
    }
    writing = undefined
  }
  async function flush(): Promise<void> {
    await writing
  }

  return {
    flush,
    /** Only what was written has to go into the file. */
    changed(isWritten: boolean): boolean {
      if (!isWritten || hasEnded) return isWritten
      isDirty = true
      writing ??= writeUntilClean()
      return isWritten
    },
    async save(): Promise<void> {
      const first = writeOnce()
      writing = first.then(writeUntilClean, writeUntilClean)
      await first
    },
    async end(): Promise<void> {
      hasEnded = true
      await flush()
    },
  }
}

/** One tenant after another, so that calls are answered between them. */
async function serialised(store: Store, forFile: (saved: SavedTenant) => SavedTenant): Promise<string> {
  const merchants: string[] = []
  for (const mchid of await store.mchids()) {
    const [state, made] = await Promise.all([store.readAll(mchid), store.read({ mchid, kind: 'made' })])
    if (state) merchants.push(JSON.stringify(forFile({ state, made: made?.value ?? state })))
    await setImmediate()
  }
  return `{"wechatpay_goldplan_mock_state":${STATE_FILE_VERSION},"merchants":[${merchants.join(',\n')}]}\n`
}
