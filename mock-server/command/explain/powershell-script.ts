import { Buffer } from 'node:buffer'
import { characterOf, escaped, joined, Unknown, unclosed, type Value } from './powershell-values.ts'

/** A command with its words. A word in quotes is never the name of a parameter. */
export interface PowerShellCommand {
  readonly name: string
  readonly words: readonly Word[]
}

/** A word of a command. */
export interface Word {
  readonly value: Value
  /** Whether the word begins with a character that is not in quotes. */
  readonly isBare: boolean
}

const NESTING_LIMIT = 100

/**
 * Reads a PowerShell script: the commands with these names, and the variables that they use. Nothing is executed.
 *
 * @throws {Error} When a quote or a bracket is not closed.
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
export function powerShellCommands(script: string, names: RegExp): PowerShellCommand[] {
  const text = script.replaceAll('\r\n', '\n').replace(/^(?:PS [^>\n]*>|>>) ?/gm, '')
  return new ScriptReader(text).commands().filter(({ name }) => names.test(name))
}

/** Reads a script from its beginning to its end. */
class ScriptReader {
  readonly #text: string
  readonly #variables = new Map<string, Value>()
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** All commands of the script. */
  commands(): PowerShellCommand[] {
    const commands: PowerShellCommand[] = []
    for (this.#skip(/[\s;|&(){}]+/y); this.#at < this.#text.length; this.#skip(/[\s;|&(){}]+/y)) {
      const variable = this.#take(/\$([\w:]+)[ \t]*=\s*/y)?.[1] ?? this.#take(/\[[\w.]+\]\s*\$([\w:]+)[ \t]*=\s*/y)?.[1]
      if (variable !== undefined && !this.#sees(/[A-Za-z&]/y)) this.#variables.set(variable.toLowerCase(), this.#statementValue())
      else commands.push(this.#command())
    }
    return commands
  }

  #command(): PowerShellCommand {
    this.#skip(/&\s*/y)
    const [first, ...words] = this.#words()
    return { name: typeof first?.value === 'string' ? first.value : '', words }
  }

  #words(): Word[] {
    const words: Word[] = []
    for (this.#skipSpaces(); !this.#endsCommand() && !this.#sees(/\{/y); this.#skipSpaces()) words.push(this.#word())
    return words
  }

  #endsCommand(): boolean {
    return this.#at >= this.#text.length || this.#sees(/[\n;|)}]|&&/y)
  }

  /** Reads a word: pieces that follow each other without a space. */
  #word(): Word {
    const isBare = !this.#sees(/['"@$(]/y)
    const pieces: Value[] = []
    const start = this.#at
    while (!this.#endsCommand() && !this.#sees(/[ \t]|`\n/y)) {
      pieces.push(this.#piece())
      if (this.#at === start) throw unclosed('a word')
    }
    return { isBare, value: joined(pieces) }
  }

  #piece(): Value {
    const bare = this.#take(/(?:`[^\n]|[^\s'"`$(){};|@&]|@(?!['"{\w])|(?<=[\w:/.=-])[@&{}](?=[^\s'"({]))+/y)?.[0]
    if (bare !== undefined) return bare.replace(/`(.)/gs, (_, sign: string) => escaped(sign))
    return this.#primary() ?? this.#sign()
  }

  /** A character without a meaning here, such as a dollar sign before a space. */
  #sign(): string {
    this.#at += 1
    return this.#text.charAt(this.#at - 1)
  }

  /** The value of an assignment, up to the end of the statement. */
  #statementValue(): Value {
    const start = this.#at
    const value = this.#expression()
    this.#skipSpaces()
    if (this.#at >= this.#text.length || this.#sees(/[\n;)}]/y)) return value
    this.#skipStatement()
    return new Unknown(this.#text.slice(start, this.#at))
  }

  /** Skips a statement that is not understood; brackets and quotes in it can contain its end. */
  #skipStatement(): void {
    while (this.#at < this.#text.length && !this.#sees(/[\n;)}]/y)) {
      this.#skipSpaces()
      if (!this.#sees(/[\n;)}]/y) && this.#at < this.#text.length) this.#piece()
    }
  }

  /** An expression: values that are joined by a plus sign. */
  #expression(): Value {
    const values = [this.#operand()]
    while (this.#take(/[ \t]*\+\s*/y)) values.push(this.#operand())
    return joined(values)
  }

  #operand(): Value {
    const number = this.#take(/(?:0x[\da-f]+|\d+)(?![\w.])/iy)?.[0]
    if (number !== undefined) return String(Number(number))
    const start = this.#at
    return this.#primary() ?? this.#unknownFrom(start)
  }

  #unknownFrom(start: number): Unknown {
    this.#take(/[^\n;)}]{1,200}/y)
    return new Unknown(this.#text.slice(start, this.#at))
  }

  #primary(): Value | undefined {
    const sign = this.#text.charAt(this.#at)
    if (sign === "'") return this.#singleQuoted()
    if (sign === '"') return this.#doubleQuoted()
    if (sign === '@') return this.#hereText() ?? this.#hashtable() ?? this.#splatted()
    if (sign === '$') return this.#subexpression() ?? this.#variable()
    if (sign === '(') return this.#bracketed(/\(\s*/y)
    return sign === '[' ? this.#typed() : undefined
  }

  #singleQuoted(): string {
    const found = this.#take(/'((?:[^']|'')*)'(?!')/y)
    if (!found) throw unclosed('a single quote')
    return (found[1] ?? '').replaceAll("''", "'")
  }

  #doubleQuoted(): Value {
    this.#at += 1
    const value = this.#textUntil(/"(?!")/y, /[^`"$]+|""/y)
    return value
  }

  /** A here-string: its quotes are text, and its first and last line breaks belong to the delimiters. */
  #hereText(): Value | undefined {
    const literal = this.#take(/@'[ \t]*\n/y)
    const end = literal ? this.#text.indexOf("\n'@", this.#at - 1) : -1
    if (literal && end < 0) throw unclosed("@'")
    if (literal) {
      const value = this.#text.slice(this.#at, Math.max(this.#at, end))
      this.#at = end + 3
      return value
    }
    return this.#take(/@"[ \t]*\n/y) ? this.#textUntil(/\n"@/y, /[^`$\n]+|\n(?!"@)/y) : undefined
  }

  /** Reads text with escapes, variables and expressions up to an end. */
  #textUntil(end: RegExp, plain: RegExp): Value {
    const pieces: Value[] = []
    while (!this.#take(end)) {
      const text = this.#take(plain)?.[0]
      if (text !== undefined) pieces.push(text === '""' ? '"' : text)
      else pieces.push(this.#escape() ?? this.#subexpression() ?? this.#variable() ?? this.#dollar())
    }
    return joined(pieces)
  }

  #escape(): string | undefined {
    const [, code, sign] = this.#take(/`(?:u\{([\da-f]{1,6})\}|(.))/isy) ?? []
    if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff))
    return sign === undefined ? undefined : escaped(sign)
  }

  #dollar(): string {
    if (!this.#take(/\$/y)) throw unclosed('a double quote')
    return '$'
  }

  #subexpression(): Value | undefined {
    return this.#sees(/\$\(/y) ? this.#bracketed(/\$\(\s*/y) : undefined
  }

  #variable(): Value | undefined {
    const found = this.#take(/\$(?:\{([^}\n]{1,200})\}|((?:\w+:)?\w+))/y)
    if (!found) return undefined
    const name = (found[1] ?? found[2] ?? '').toLowerCase()
    return this.#variables.get(name) ?? CONSTANTS[name] ?? new Unknown(found[0])
  }

  /** A variable with `@` instead of `$`: its entries are parameters. */
  #splatted(): Value | undefined {
    const [, name = ''] = this.#take(/@(\w+)/y) ?? []
    return name === '' ? undefined : (this.#variables.get(name.toLowerCase()) ?? new Unknown(`@${name}`))
  }

  /** An expression in round brackets. If any part can't be read, the whole expression is unknown. */
  #bracketed(opening: RegExp): Value {
    return this.#nested(() => {
      const start = this.#at
      this.#skip(opening)
      const value = this.#expression()
      this.#skip(/\s+/y)
      if (this.#take(/\)/y)) return value
      while (this.#at < this.#text.length && !this.#sees(/\)/y)) {
        this.#skip(/[\s;|}]+/y)
        if (!this.#sees(/\)/y) && this.#at < this.#text.length) this.#piece()
      }
      if (!this.#take(/\)/y)) throw unclosed('a round bracket')
      return new Unknown(this.#text.slice(start, this.#at))
    })
  }

  #hashtable(): Value | undefined {
    if (!this.#sees(/@\{/y)) return undefined
    return this.#nested(() => {
      this.#at += 2
      const entries = new Map<string, Value>()
      for (this.#skip(/[\s;]+/y); !this.#take(/\}/y); this.#skip(/[\s;]+/y)) {
        const name = this.#take(/[\w-]+/y)?.[0] ?? this.#primary()
        if (typeof name !== 'string' || !this.#take(/\s*=\s*/y)) throw unclosed('@{')
        entries.set(name, this.#statementValue())
      }
      return entries
    })
  }

  /** A value with a type before it: `[char]20013`, the bytes of a text in UTF-8, an ordered hashtable. */
  #typed(): Value | undefined {
    const start = this.#at
    if (this.#take(/\[char\]\s*/iy)) return characterOf(this.#operand())
    if (this.#take(/\[(?:ordered|string|hashtable)\]\s*/iy)) return this.#primary() ?? this.#unknownFrom(start)
    if (!this.#take(/\[(?:System\.)?Text\.(?:UTF8)?Encoding\]::(?:UTF8|new\(\))\.GetBytes(?=\()/iy)) return this.#unknownFrom(start)
    const value = this.#bracketed(/\(\s*/y)
    return typeof value === 'string' ? Buffer.from(value) : value
  }

  #nested(read: () => Value): Value {
    this.#depth += 1
    if (this.#depth > NESTING_LIMIT) throw new Error('stdin: the PowerShell script is nested too deeply: copy only the command')
    const value = read()
    this.#depth -= 1
    return value
  }

  #skipSpaces(): void {
    this.#skip(/(?:[ \t]|`[ \t]*\n|<#[\s\S]*?#>|#[^\n]*)+/y)
  }

  #skip(pattern: RegExp): void {
    this.#take(pattern)
  }

  #sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    return pattern.test(this.#text)
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found) this.#at = pattern.lastIndex
    return found
  }
}

const CONSTANTS: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: '' }
