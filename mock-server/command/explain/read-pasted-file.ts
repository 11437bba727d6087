import { AsyncLocalStorage } from 'node:async_hooks'
import type { Buffer } from 'node:buffer'
import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import { bytesWithin } from '../../../contracts/read-regular-file.ts'

/** The largest file that a pasted command may name, in bytes. */
const FILE_LIMIT = 1024 * 1024

/** How many bytes all files of one paste may have together. A command can name the same file thousands of times. */
const FILES_LIMIT = 32 * FILE_LIMIT

/** How an error message introduces a file. In `curl's --data @file`, the program is `curl` and the sign is ` @`. */
interface Named {
  /** The program whose command names the file. */
  readonly program?: string
  /** The text between the option and the file. */
  readonly sign?: string
}

const forbidden = new AsyncLocalStorage<true>()

/** How many bytes have been read from the files that the paste names. */
const readSoFar = new AsyncLocalStorage<{ bytes: number }>()

/** Calls a function that reads a paste. The files that the paste names may have 32 MB in total; a file counts each time it is named. */
export function withFileLimit<Result>(work: () => Promise<Result>): Promise<Result> {
  return readSoFar.run({ bytes: 0 }, work)
}

/** Calls a function. During the call, {@link readPastedFile} refuses every file. This is for a paste that came over the network. */
export function withoutFiles<Result>(work: () => Promise<Result>): Promise<Result> {
  return forbidden.run(true, work)
}

/**
 * Reads a file that a pasted command names. Anyone may have written the command, so the file must be a regular file of up to 1 MB in the
 * current folder or below.
 *
 * @param option The option that names the file. The error message repeats it.
 * @param named How the error message introduces the file.
 * @throws {Error} When the file is refused or can't be read; the message names the option, the file and the reason.
 */
export async function readPastedFile(option: string, file: string, { program = 'curl', sign = ' @' }: Named = {}): Promise<Buffer> {
  const refuse = (reason: string, cause?: unknown) => new Error(`stdin: ${program}'s ${option}${sign}${file} ${reason}`, { cause })
  if (forbidden.getStore()) throw refuse('is not read here: write what it contains into the command')
  const [folder, path] = await Promise.all([realpath('.'), realpath(file)]).catch((cause: NodeJS.ErrnoException) => {
    throw refuse(`can't be read: ${cause.code === 'ENOENT' ? 'there is no such file (文件不存在)' : cause.message}`, cause)
  })
  const inside = relative(folder, path)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw refuse('is not read, because it is outside the current folder: copy the file here')
  // Without O_NONBLOCK, opening a pipe that nobody writes to would wait forever.
  await using handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause) => {
    throw refuse(`can't be read: ${cause.message}`, cause)
  })
  const status = await handle.stat()
  if (!status.isFile()) throw refuse('is not read, because it is not a regular file')
  const tooLarge = (size: string | number) => refuse(`is not read, because it has ${size} bytes: the limit is ${FILE_LIMIT}`)
  if (status.size > FILE_LIMIT) throw tooLarge(status.size)
  const read = readSoFar.getStore() ?? { bytes: 0 }
  read.bytes += status.size
  if (read.bytes > FILES_LIMIT)
    throw refuse(`is not read, because this file and the files before it have ${read.bytes} bytes: the limit is ${FILES_LIMIT}`)
  const bytes = await bytesWithin(FILE_LIMIT, handle).catch((cause) => {
    throw refuse(`can't be read: ${cause.message}`, cause)
  })
  read.bytes += bytes.length - status.size
  if (bytes.length > FILE_LIMIT) throw tooLarge(`more than ${FILE_LIMIT}`)
  return bytes
}
