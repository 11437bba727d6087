import { Buffer } from 'node:buffer'
import type { ScriptCursor } from './powershell-cursor.ts'
import { characterOf, escaped, joined, Unknown, unclosed, type Value } from './powershell-values.ts'
import { PASTE_LIMIT } from './read-stdin.ts'

// PowerShell treats typographic quotes as straight quotes: U+2018 to U+201B as single quotes, and U+201C to U+201E as double quotes.
// https://github.com/PowerShell/PowerShell/blob/master/src/System.Management.Automation/engine/parser/CharTraits.cs
const SINGLE = String.raw`'\u2018-\u201b`
const DOUBLE = String.raw`"\u201c-\u201e`

const IS_SINGLE = new RegExp(`[${SINGLE}]`)
const IS_DOUBLE = new RegExp(`[${DOUBLE}]`)
const SINGLE_QUOTED = new RegExp(`[${SINGLE}]((?:[^${SINGLE}]|[${SINGLE}]{2})*)[${SINGLE}]`, 'y')
const TWO_SINGLE = new RegExp(`[${SINGLE}]([${SINGLE}])`, 'g')
const TWO_DOUBLE = new RegExp(`^[${DOUBLE}]{2}$`)
const END_OF_DOUBLE = new RegExp(`[${DOUBLE}](?![${DOUBLE}])`, 'y')
const IN_DOUBLE = new RegExp(`[^\`${DOUBLE}$]+|[${DOUBLE}]{2}`, 'y')
const SINGLE_HERE = new RegExp(`@[${SINGLE}][ \\t]*\\n`, 'y')
const END_OF_SINGLE_HERE = new RegExp(`\\n[${SINGLE}]@`, 'g')
const DOUBLE_HERE = new RegExp(`@[${DOUBLE}][ \\t]*\\n`, 'y')
const END_OF_DOUBLE_HERE = new RegExp(`\\n[${DOUBLE}]@`, 'y')
const IN_DOUBLE_HERE = /[^`$\n]+|\n/y
const BARE = new RegExp(
  `(?:\`[^\\n]|[^\\s${SINGLE}${DOUBLE}\`$(){};|@&]|@(?![${SINGLE}${DOUBLE}{\\w])|(?<=[\\w:/.=-])[@&{}](?=[^\\s${SINGLE}${DOUBLE}({]))+`,
  'y',
)

/** Matches the first character of a word that is not bare text: a quote, `@`, `$` or an opening round bracket. */
export const BEGINS_VALUE: RegExp = new RegExp(`[${SINGLE}${DOUBLE}@$(]`, 'y')

/** Reads the texts, variables, hash tables and expressions of a PowerShell script. A value that it can't compute is {@link Unknown}. */
export class ValueReader {
  readonly #script: ScriptCursor
  readonly #variables = new Map<string, Value>()
  /** How many values and characters have been filled in for variables so far. */
  #filledIn = 0

  constructor(script: ScriptCursor) {
    this.#script = script
  }

  /** Reads the value of an assignment and keeps it for later uses of the variable. */
  assign(variable: string): void {
    this.#variables.set(variable.toLowerCase(), this.#statementValue())
  }

  /** Makes the value of a variable unknown. */
  forget(variable: string): void {
    this.#variables.set(variable.toLowerCase(), new Unknown(`$${variable}`))
  }

  #valueOf(name: string): Value | undefined {
    const value = this.#variables.get(name)
    this.#count(value)
    return value
  }

  /**
   * Counts a value that is filled in for a variable. The count is limited, because a short script can double a text again and again.
   *
   * @throws {Error} When the count is above the limit.
   */
  #count(value: Value | undefined): void {
    this.#filledIn += 1 + (typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 0)
    if (this.#filledIn > PASTE_LIMIT)
      throw new Error(`stdin: the PowerShell script has variables that add more than ${PASTE_LIMIT} characters to it`)
    if (value instanceof Map) for (const part of value.values()) this.#count(part)
  }

  /** Reads a piece of a word: a value, or characters that are not in quotes. The cursor moves on by at least one character. */
  piece(): Value {
    const bare = this.#script.take(BARE)?.[0]
    if (bare !== undefined) return bare.replace(/`(.)/gs, (_, sign: string) => escaped(sign))
    // `takeOne` reads a character that has no special meaning here, such as a dollar sign before a space.
    return this.#primary() ?? this.#script.takeOne()
  }

  /** Reads the rest of an assignment and returns its value. The value is unknown if anything but the end of the statement follows it. */
  #statementValue(): Value {
    const start = this.#script.at
    const value = this.#expression()
    this.#script.skipSpaces()
    if (this.#script.isAtEnd || this.#script.sees(/[\n;)}]/y)) return value
    this.#skipStatement()
    return new Unknown(this.#script.since(start))
  }

  /** Skips the rest of a statement. A semicolon or line break within brackets or quotes does not end the statement. */
  #skipStatement(): void {
    while (!this.#script.isAtEnd && !this.#script.sees(/[\n;)}]/y)) {
      this.#script.skipSpaces()
      if (!this.#script.sees(/[\n;)}]/y) && !this.#script.isAtEnd) this.piece()
    }
  }

  /** Reads an expression: one value, or several texts with plus signs between them. A sum that begins with a number is unknown. */
  #expression(): Value {
    const start = this.#script.at
    const isNumber = this.#script.sees(NUMBER)
    const values = [this.#operand()]
    while (this.#script.take(/[ \t]*\+\s*/y)) values.push(this.#operand())
    return isNumber && values.length > 1 ? new Unknown(this.#script.since(start)) : joined(values)
  }

  #operand(): Value {
    const number = this.#script.take(NUMBER)?.[0]
    if (number !== undefined) return String(BigInt(number))
    const start = this.#script.at
    return this.#primary() ?? this.#unknownFrom(start)
  }

  #unknownFrom(start: number): Unknown {
    this.#script.take(/[^\n;)}]{1,200}/y)
    return new Unknown(this.#script.since(start))
  }

  #primary(): Value | undefined {
    const sign = this.#script.next
    if (IS_SINGLE.test(sign)) return this.#singleQuoted()
    if (IS_DOUBLE.test(sign)) return this.#doubleQuoted()
    if (sign === '@') return this.#hereText() ?? this.#hashtable() ?? this.#splatted()
    if (sign === '$') return this.#subexpression() ?? this.#variable()
    if (sign === '(') return this.#bracketed(/\(\s*/y)
    return sign === '[' ? this.#typed() : undefined
  }

  #singleQuoted(): string {
    const found = this.#script.take(SINGLE_QUOTED)
    if (!found) throw unclosed('a single quote')
    return (found[1] ?? '').replace(TWO_SINGLE, '$1')
  }

  #doubleQuoted(): Value {
    this.#script.takeOne()
    return this.#textUntil(END_OF_DOUBLE, IN_DOUBLE)
  }

  /** Reads a here-string. The quotes in it are text. Its first and last line breaks belong to the delimiters. */
  #hereText(): Value | undefined {
    if (this.#script.take(SINGLE_HERE)) {
      const value = this.#script.takeUntil(END_OF_SINGLE_HERE, this.#script.at - 1)
      if (value === undefined) throw unclosed("@'")
      return value
    }
    return this.#script.take(DOUBLE_HERE) ? this.#textUntil(END_OF_DOUBLE_HERE, IN_DOUBLE_HERE) : undefined
  }

  /** Reads text up to what `end` matches. Replaces escapes, variables and expressions in the text with their values. */
  #textUntil(end: RegExp, plain: RegExp): Value {
    const pieces: Value[] = []
    while (!this.#script.take(end)) {
      const text = this.#script.take(plain)?.[0]
      if (text !== undefined) pieces.push(TWO_DOUBLE.test(text) ? text.slice(1) : text)
      else pieces.push(this.#escape() ?? this.#subexpression() ?? this.#variable() ?? this.#dollar())
    }
    return joined(pieces)
  }

  #escape(): string | undefined {
    const [, code, sign] = this.#script.take(/`(?:u\{([\da-f]{1,6})\}|(.))/isy) ?? []
    if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff))
    return sign === undefined ? undefined : escaped(sign)
  }

  #dollar(): string {
    if (!this.#script.take(/\$/y)) throw unclosed('a double quote')
    return '$'
  }

  #subexpression(): Value | undefined {
    return this.#script.sees(/\$\(/y) ? this.#bracketed(/\$\(\s*/y) : undefined
  }

  #variable(): Value | undefined {
    const found = this.#script.take(/\$(?:\{([^}\n]{1,200})\}|((?:\w+:)?\w+))/y)
    if (!found) return undefined
    const name = (found[1] ?? found[2] ?? '').toLowerCase()
    return this.#valueOf(name) ?? CONSTANTS[name] ?? new Unknown(found[0])
  }

  /** Reads a variable with `@` instead of `$`. PowerShell passes each entry of its hashtable as a parameter. */
  #splatted(): Value | undefined {
    const [, name = ''] = this.#script.take(/@(\w+)/y) ?? []
    return name === '' ? undefined : (this.#valueOf(name.toLowerCase()) ?? new Unknown(`@${name}`))
  }

  /** Reads an expression in round brackets. The value is unknown if a part of the expression can't be read. */
  #bracketed(opening: RegExp): Value {
    return this.#script.nested(() => {
      const start = this.#script.at
      this.#script.skip(opening)
      const value = this.#expression()
      this.#script.skip(/\s+/y)
      if (this.#script.take(/\)/y)) return value
      while (!this.#script.isAtEnd && !this.#script.sees(/\)/y)) {
        this.#script.skip(/[\s;|}]+/y)
        if (!this.#script.sees(/\)/y) && !this.#script.isAtEnd) this.piece()
      }
      if (!this.#script.take(/\)/y)) throw unclosed('a round bracket')
      return new Unknown(this.#script.since(start))
    })
  }

  #hashtable(): Value | undefined {
    if (!this.#script.sees(/@\{/y)) return undefined
    return this.#script.nested(() => {
      this.#script.skip(/@\{/y)
      const entries = new Map<string, Value>()
      for (this.#script.skip(/[\s;]+/y); !this.#script.take(/\}/y); this.#script.skip(/[\s;]+/y)) {
        const name = this.#script.take(/[\w-]+/y)?.[0] ?? this.#primary()
        if (typeof name !== 'string' || !this.#script.take(/\s*=\s*/y)) throw this.#script.isAtEnd ? unclosed('@{') : new Error(NO_ENTRY)
        entries.set(name, this.#statementValue())
      }
      return entries
    })
  }

  /** Reads a value with a type before it: `[char]20013`, `[ordered]@{…}`, or a call that returns the UTF-8 bytes of a text. */
  #typed(): Value | undefined {
    const start = this.#script.at
    if (this.#script.take(/\[char\]\s*/iy)) return characterOf(this.#operand())
    if (this.#script.take(/\[(?:ordered|string|hashtable)\]\s*/iy)) return this.#primary() ?? this.#unknownFrom(start)
    if (!this.#script.take(/\[(?:System\.)?Text\.(?:UTF8)?Encoding\]::(?:UTF8|new\(\))\.GetBytes(?=\()/iy)) return this.#unknownFrom(start)
    const value = this.#bracketed(/\(\s*/y)
    return typeof value === 'string' ? Buffer.from(value) : value
  }
}

const NUMBER = /(?:0x[\da-f]+|\d+)(?![\w.])/iy

const CONSTANTS: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: '' }

const NO_ENTRY = 'stdin: an entry of @{ in the PowerShell script is not name = value'
