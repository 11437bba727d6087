import { Buffer } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

const READING_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file (文件不存在)',
  EISDIR: 'it is a folder (这是文件夹)',
  EACCES: 'this user may not read it (没有读取权限)',
}

/**
 * Reads a file that a setting names.
 *
 * @param name The name of the setting in error messages, such as `--cert`.
 * @param limit The largest size of the file, in megabytes.
 * @throws {Error} When the file can't be read, is too large or is in UTF-16, or when the setting is a key instead of a path.
 */
export async function readFile(name: string, file: string, limit?: number): Promise<string> {
  const bytes = await readBytes(name, file, limit)
  // PowerShell 5 writes UTF-16 with `>`.
  if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2)))
    throw new Error(`${name} ${file} is in UTF-16: save it as UTF-8 (请保存为 UTF-8)`)
  return String(bytes)
}

/**
 * Reads a file that a setting names, as bytes.
 *
 * @throws {Error} Under the same conditions as {@link readFile}, except that the file may be in UTF-16.
 */
export async function readBytes(name: string, file: string, limit: number = MEGABYTES_LIMIT): Promise<Buffer> {
  // If `file` is a key instead of a path, an error message that quotes it would write the key into a log.
  if (file.includes('-----BEGIN')) throw new Error(`${name} is a PEM instead of a path: give the path of its file`)
  return read(file, limit).catch((cause: NodeJS.ErrnoException) => {
    if (BASE64_KEY.test(file)) throw new Error(`${name} looks like base64 instead of a path: give the path of its file`)
    throw new Error(`${name} ${file} can't be read: ${READING_ERRORS[cause.code ?? ''] ?? cause.message}`, { cause })
  })
}

/** A key in base64, without the first and the last line of a PEM. Paths are unlikely to match. */
const BASE64_KEY = /^[\w+/=-]{200,}$/

/** The default limit, in megabytes. Without a limit, reading a device such as /dev/zero would never end. */
const MEGABYTES_LIMIT = 4

/** The path that a shell passes for `<(command)`, and the path of stdin. Both may lead to a pipe that a program writes to. */
const HANDED_OVER = /^\/dev\/(?:fd\/\d+|stdin)$/

async function read(file: string, limit: number): Promise<Buffer> {
  // Opening a pipe that nobody writes to would wait forever.
  if (!HANDED_OVER.test(file) && (await stat(file)).isFIFO()) throw new Error('it is a pipe and not a file (这是管道)')
  const chunks: Buffer[] = []
  const most = limit * 1024 * 1024
  // `end` is inclusive, so this reads one byte more than the limit allows.
  for await (const chunk of createReadStream(file, { end: most })) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  if (bytes.length > most) throw new Error(`it has more than ${limit} MB`)
  return bytes
}
