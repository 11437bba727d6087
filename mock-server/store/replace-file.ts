import { open, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** How a file is replaced. */
export interface Replacement {
  /** The temporary name of the new file. */
  readonly fresh?: string
  /** Whether the new file is flushed to the disk, so that it survives a power cut. */
  readonly flush?: boolean
}

/** Replaces a file atomically. The new file has the mode 600, even if the old file had another mode. */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  { fresh = `${file}.${process.pid}.tmp`, flush = false }: Replacement = {},
): Promise<void> {
  try {
    await rm(fresh, { force: true })
    await writeFile(fresh, content, { mode: 0o600, flag: 'wx', flush })
    await rename(fresh, file)
    if (flush) await flushFolder(dirname(file))
  } finally {
    await rm(fresh, { force: true })
  }
}

/** Flushes a folder, if the operating system can do so. A rename in this folder then survives a power cut. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
