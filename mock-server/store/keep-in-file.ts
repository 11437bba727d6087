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
  /** Ends when what has changed is written. */
  flush(): Promise<void>
  /** Writes what has changed; what changes later is not written any more. */
  end(): Promise<void>
}

/** How long a write waits for further changes. */
const GATHER_MILLISECONDS = 50

/**
 * Keeps the state of a store in a file: each change is written soon, whole, by one write at a time.
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
  let isDirty = false
  let hasEnded = false
  let writing: Promise<void> | undefined

  async function save(): Promise<void> {
    isDirty = false
    // Always the same name beside it: what a killed server leaves there the next one replaces.
    await replaceFile(file, await serialised(store, forFile), `${file}.tmp`).catch((cause) => {
      throw new Error(`The state file ${file} can't be written: ${cause.message}`, { cause })
    })
  }
  async function saveUntilClean(): Promise<void> {
    while (isDirty) {
      await setTimeout(GATHER_MILLISECONDS)
      await save().catch(onFailure)
    }
    writing = undefined
  }
  /** Only what was written has to go into the file. */
  function changed(isWritten: boolean): boolean {
    if (!isWritten || hasEnded) return isWritten
    isDirty = true
    writing ??= saveUntilClean()
    return isWritten
  }

  return {
    ...store,
    swap: async (key, ...change) => {
      const isWritten = await store.swap(key, ...change)
      // The file does not hold how many answers were signed.
      return key.kind === 'signed' ? isWritten : changed(isWritten)
    },
    replace: async (...replacement) => changed(await store.replace(...replacement)),
    remove: async (mchid) => changed(await store.remove(mchid)),
    save: async () => {
      // One write at a time: this one first.
      const first = save()
      writing = first.then(saveUntilClean, saveUntilClean)
      await first
    },
    flush: async () => {
      await writing
    },
    end: async () => {
      hasEnded = true
      await writing
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
