import { Buffer } from 'node:buffer'
import type { HeaderLine } from './header-lines.ts'

/** Headers as Go prints an `http.Header` with `%v`, and the text around them. */
export interface GoHeaders {
  readonly headers: readonly HeaderLine[]
  readonly before: string
  readonly after: string
}

/** Matches `map[Accept:[application/json] Authorization:[WECHATPAY2-…]]`. A value has no brackets, so matching takes linear time. */
const MAP = /\bmap\[(?:[A-Za-z][\w-]{0,63}:\[[^[\]\r\n]*\] ?)+\]/g
const FIELD = /([A-Za-z][\w-]{0,63}):\[([^[\]]*)\]/g

/**
 * Finds headers that Go printed; `undefined` when there are none.
 *
 * @param wanted The name of a header that must be among them, in lower case.
 * @see https://pkg.go.dev/fmt
 */
export function goHeaders(text: string, wanted: string): GoHeaders | undefined {
  for (const found of text.matchAll(MAP)) {
    const headers = Array.from(found[0].slice(4).matchAll(FIELD), ([, name = '', value = '']): HeaderLine => [name, value])
    if (headers.some(([name]) => name.toLowerCase() === wanted))
      return { headers, before: text.slice(0, found.index), after: text.slice(found.index + found[0].length) }
  }
  return undefined
}

/** Matches the label that programs write before a body in a log, such as `request body:`. */
const BODY = /(?:^|[^\w])(?:(?:response|resp|request|req|raw)[_ ]?)?(?:body|data|content)["']?\s{0,4}[:=]\s{0,4}/i

/** Returns the body that was logged after or before the headers. It may be JSON, a quoted string (`%q`) or a list of bytes (`%v`). */
export function goBody({ before, after }: GoHeaders): Buffer | undefined {
  for (const [text, isAfter] of [
    [after, true],
    [before, false],
  ] as const) {
    const name = BODY.exec(text)
    const body = written(name ? text.slice(name.index + name[0].length) : isAfter ? text.replace(/^[\s,;|]+/, '') : '')
    if (body) return body
  }
  return undefined
}

function written(text: string): Buffer | undefined {
  const bytes = /^\[(\d{1,3}(?: \d{1,3})*)\]/.exec(text)?.[1]
  if (bytes !== undefined) return Buffer.from(bytes.split(' ').map(Number))
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(text)?.[0]
  if (quoted !== undefined) return fromQuoted(quoted)
  // What Go prints for an `io.Reader`, such as `{0xc00012a000}`, is not the body.
  return /^(?:\{\s*["}]|\[\s*[{"\]])/.test(text) ? Buffer.from(withoutLineBreak(upToHeaders(text))) : undefined
}

/** Parses a string that Go wrote with `%q` as if it were JSON. Returns `undefined` when the string has an escape of Go that JSON lacks. */
function fromQuoted(text: string): Buffer | undefined {
  try {
    return Buffer.from(JSON.parse(text) as string)
  } catch {
    return undefined
  }
}

/** Removes the label of the headers, such as `request headers:`, from the end of a text that was logged before them. */
function upToHeaders(text: string): string {
  return text.replace(/[\s,;|]*(?:\b(?:response|resp|request|req)[_. ]?)?\bheaders?["']?\s{0,4}[:=]?\s{0,4}$/i, '')
}

/** Removes the line break at the end of a log, which does not belong to the body. */
function withoutLineBreak(text: string): string {
  return text.replace(/\r?\n$/, '')
}
