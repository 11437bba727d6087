const NESTING_LIMIT = 100

/** A place in a PowerShell script that moves on as the script is read. */
export class ScriptCursor {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** How many characters have been read. */
  get at(): number {
    return this.#at
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  /** The character that comes next; empty at the end. */
  get next(): string {
    return this.#text.charAt(this.#at)
  }

  /** The text that was read since a place. */
  since(start: number): string {
    return this.#text.slice(start, this.#at)
  }

  /** Whether a sticky pattern matches here. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    return pattern.test(this.#text)
  }

  /** Reads what a sticky pattern matches here; `null` when it does not match. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found) this.#at = pattern.lastIndex
    return found
  }

  /** Reads what a sticky pattern matches here, if it matches. */
  skip(pattern: RegExp): void {
    this.take(pattern)
  }

  /** Reads spaces, line continuations and comments. */
  skipSpaces(): void {
    this.skip(/(?:[^\S\n]|`[^\S\n]*\n|<#[\s\S]*?#>|#[^\n]*)+/y)
  }

  /**
   * Reads up to the end of what a global pattern matches next, and returns what comes before the match. When there is none, reads nothing and
   * returns `undefined`.
   *
   * @param from Where the search begins, which may be before the cursor.
   */
  takeUntil(end: RegExp, from: number): string | undefined {
    end.lastIndex = from
    const found = end.exec(this.#text)
    if (!found) return undefined
    const value = this.#text.slice(this.#at, found.index)
    this.#at = end.lastIndex
    return value
  }

  takeOne(): string {
    this.#at += 1
    return this.#text.charAt(this.#at - 1)
  }

  /**
   * Reads something in brackets.
   *
   * @throws {Error} When more than {@link NESTING_LIMIT} brackets are open.
   */
  nested<Value>(read: () => Value): Value {
    this.#depth += 1
    if (this.#depth > NESTING_LIMIT)
      throw new Error('stdin: the PowerShell script is nested too deeply: copy only the command (请只复制请求部分)')
    const value = read()
    this.#depth -= 1
    return value
  }
}
