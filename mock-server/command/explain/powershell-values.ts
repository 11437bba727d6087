import type { Buffer } from 'node:buffer'
import { shortened } from '../log/log-line.ts'

/** The value of an expression in a PowerShell script. */
export type Value = string | Buffer | ReadonlyMap<string, Value> | Unknown

/** A value that `ValueReader` can't compute. The script is refused only if the request that it sends needs this value. */
export class Unknown {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** Returns the character that a backtick and `sign` mean in a PowerShell text. For example, a backtick and `t` mean a tab. */
export function escaped(sign: string): string {
  return ESCAPES[sign] ?? sign
}

/** Returns what `[char]` makes of a value: the character with this number, or an unknown value. */
export function characterOf(value: Value): Value {
  return typeof value === 'string' && /^\d{1,5}$/.test(value) ? String.fromCharCode(Number(value)) : new Unknown('[char]')
}

/** Joins values to one text. If there is only one value, returns this value, even if it is not a text. */
export function joined(values: readonly Value[]): Value {
  const [first] = values
  if (values.length === 1 && first !== undefined) return first
  const other = values.find((value) => typeof value !== 'string')
  if (other === undefined) return values.join('')
  return other instanceof Unknown ? other : new Unknown('a value in a text')
}

/** The error about a quote or a bracket that is not closed. */
export function unclosed(what: string): Error {
  return new Error(`stdin: the PowerShell script has ${what} that is not closed: copy all of it (请完整复制)`)
}

/** Returns the source of an unknown value, shortened for a message. */
export function sourceOf({ source }: Unknown): string {
  return shortened(source.replace(/\s+/g, ' '), 40)
}
