const NESTING_LIMIT = 100

/** A cursor in a PowerShell script. Reading moves the cursor forward. */
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

  /** The text from the position `start` to the cursor. */
  since(start: number): string {
    return this.#text.slice(start, this.#at)
  }

  /** Whether a sticky pattern matches at the cursor. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    return pattern.test(this.#text)
  }

  /** Reads what a sticky pattern matches at the cursor, and returns the match. When the pattern does not match, returns `null`. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found) this.#at = pattern.lastIndex
    return found
  }

  /** Reads what a sticky pattern matches at the cursor, if it matches. */
  skip(pattern: RegExp): void {
    this.take(pattern)
  }

  /** Reads spaces, line continuations and comments. */
  skipSpaces(): void {
    this.skip(/(?:[^\S\n]|`[^\S\n]*\n|<#[\s\S]*?#>|#[^\n]*)+/y)
  }

  /**
   * Finds the next match of `end`, moves the cursor behind the match, and returns the text between the cursor and the match. When nothing
   * matches, leaves the cursor where it is and returns `undefined`.
   *
   * @param end A global pattern.
   * @param from The position where the search begins. It may be before the cursor.
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
   * Calls `read` for a part of the script in brackets, and counts how many brackets are open.
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
