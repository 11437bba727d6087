import { Buffer } from 'node:buffer'
import { basename } from 'node:path'
import type { CurlOption } from './curl-options.ts'
import { type FormPart, multipartBody } from './multipart-body.ts'
import { readPastedFile } from './read-pasted-file.ts'

interface CurlForm {
  readonly contentType: string
  readonly body: Buffer
  readonly note?: string
}

/**
 * Builds the multipart body from curl's options `--form` and `--form-string`; returns `undefined` when there are none.
 *
 * @throws {Error} When a part has no name or would be read from stdin, or when the file of the signed part `meta` can't be read.
 * @see https://curl.se/docs/manpage.html#-F
 */
export async function curlForm(options: readonly CurlOption[]): Promise<CurlForm | undefined> {
  const given = options.filter(({ name }) => name === 'form' || name === 'form-string')
  if (given.length === 0) return undefined
  const parts = await Array.fromAsync(given, partOf)
  const missing = parts.flatMap((part) => ('missing' in part ? [part.missing] : []))
  const form = multipartBody(parts.filter((part) => 'content' in part))
  return missing.length > 0
    ? {
        ...form,
        note: `The form was read without ${missing.join(' and ')}: an uploaded file is not signed, so it does not have to be there (文件内容不签名).`,
      }
    : form
}

/** A part of the form, or the name of its file if the file could not be read. */
type ReadPart = FormPart | { readonly missing: string }

async function partOf({ name: option, rawName, value = '' }: CurlOption): Promise<ReadPart> {
  const [, name, content] = /^([^=]*)=(.*)$/s.exec(value) ?? []
  if (name === undefined || content === undefined)
    throw new Error(`stdin: curl's ${rawName} ${value.slice(0, 40)} has no name: write name=content`)
  if (option === 'form-string') return { name, content: Buffer.from(content) }
  const { text, settings } = partsOfContent(content.replace(/^[@<]/, ''))
  const contentType = settings.get('type')
  const fileName = settings.get('filename')
  if (!/^[@<]/.test(content)) return { name, fileName, contentType, content: Buffer.from(text) }
  const file = await fileOfPart(rawName, name, { sign: content.charAt(0), file: text })
  if (file === undefined) return { missing: text }
  return { name, content: file, contentType, fileName: content.startsWith('<') ? fileName : (fileName ?? basename(text)) }
}

interface NamedFile {
  /** The sign before the file name: `@` or `<`. */
  readonly sign: string
  readonly file: string
}

/** Reads the file of a part; `undefined` if it can't be read. Only the file of the signed part `meta` must be readable. */
async function fileOfPart(option: string, name: string, { sign, file }: NamedFile): Promise<Buffer | undefined> {
  if (file === '-')
    throw new Error(
      `stdin: curl's ${option} ${sign}- reads a part from stdin, which is not part of the paste: put its text into the command or into a file`,
    )
  const reading = readPastedFile(option, file, { sign: ` ${name}=${sign}` })
  return name === 'meta' ? reading : reading.catch(() => undefined)
}

/** Splits the value of a part, such as `{"a":1};type=application/json`, into text and settings. A text with `;` must be in quotes. */
function partsOfContent(content: string): { readonly text: string; readonly settings: ReadonlyMap<string, string> } {
  const quoted = /^\s*"((?:[^"\\]|\\.)*)"[^;]*/s.exec(content)
  const plain = /^\s*([^;]*)/.exec(content)
  const text = (quoted?.[1] === undefined ? undefined : unescaped(quoted[1])) ?? plain?.[1]?.trimEnd() ?? ''
  const rest = content.slice((quoted ?? plain)?.[0].length)
  const settings = rest.matchAll(SETTING)
  const values = Array.from(
    settings,
    ([, key = '', quotedValue, bare = '']) =>
      [key.toLowerCase(), quotedValue === undefined ? bare.trim() : unescaped(quotedValue)] as const,
  )
  return { text, settings: new Map(values) }
}

/** A setting after the text. A type can include a charset, as in `text/html;charset=utf-8`. */
const SETTING = /;\s*(type|filename)=\s*(?:"((?:[^"\\]|\\.)*)"|((?:[^;]|;\s*charset=)*))/gi

function unescaped(text: string): string {
  return text.replace(/\\([\\"])/g, '$1')
}
