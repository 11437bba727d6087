import { ScriptCursor } from './powershell-cursor.ts'
import { BEGINS_VALUE, ValueReader } from './powershell-value-reader.ts'
import { joined, type Value } from './powershell-values.ts'
import { withoutPowerShellPrompts } from './terminal-prompts.ts'
import { refuseLostOption } from './what-was-lost.ts'

/** A command: its name and the words after the name. */
export interface PowerShellCommand {
  readonly name: string
  readonly words: readonly Word[]
}

/** A word of a command. */
export interface Word {
  readonly value: Value
  /**
   * Whether the word begins with plain text, not with a quote, `@`, `$` or a round bracket. Only such a word can be the name of a
   * parameter.
   */
  readonly isBare: boolean
}

/**
 * Returns the commands of a PowerShell script, but only those with a name that matches `names`. Replaces each variable with its value if
 * the script shows the value. Nothing is executed.
 *
 * @throws {Error} When the script can't be read, for example because a quote is not closed.
 * @throws {Error} When a command begins with an option. Probably the backtick at the end of the previous line was lost.
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
export function powerShellCommands(script: string, names: RegExp): PowerShellCommand[] {
  const text = withoutPowerShellPrompts(script.replaceAll('\r\n', '\n'))
  const commands = new ScriptReader(text).commands()
  refuseLostOption(
    commands.map(({ name }) => name),
    'a backtick',
  )
  return commands.filter(({ name }) => names.test(name))
}

/** Matches the variable in a statement that changes the variable, such as `$h.Add(…)`, `$h['a'] = …`, `$b += …` or `$i++`. */
const CHANGED = /\$([\w:]+)(?=\.\w+\(|(?:\.[\w-]+|\[[^\]\n]{0,100}\])?[ \t]{0,9}(?:(?:[+*/%-]|\?\?)?=|\+\+|--))/y

class ScriptReader {
  readonly #script: ScriptCursor
  readonly #values: ValueReader

  constructor(text: string) {
    this.#script = new ScriptCursor(text)
    this.#values = new ValueReader(this.#script)
  }

  commands(): PowerShellCommand[] {
    const commands: PowerShellCommand[] = []
    for (this.#script.skip(/[\s;|&(){}]+/y); !this.#script.isAtEnd; this.#script.skip(/[\s;|&(){}]+/y)) {
      const variable = this.#script.take(/\$([\w:]+)[ \t]*=\s*/y)?.[1] ?? this.#script.take(/\[[\w.]+\]\s*\$([\w:]+)[ \t]*=\s*/y)?.[1]
      if (variable !== undefined && !this.#script.sees(/[A-Za-z&]/y)) this.#values.assign(variable)
      else {
        const changed = variable ?? this.#script.take(CHANGED)?.[1]
        commands.push(this.#command())
        if (changed !== undefined) this.#values.forget(changed)
      }
    }
    return commands
  }

  #command(): PowerShellCommand {
    this.#script.skip(/&\s*/y)
    const [first, ...words] = this.#words()
    return { name: typeof first?.value === 'string' ? first.value : '', words }
  }

  #words(): Word[] {
    const words: Word[] = []
    for (this.#script.skipSpaces(); !this.#endsCommand() && !this.#script.sees(/\{/y); this.#script.skipSpaces()) words.push(this.#word())
    return words
  }

  #endsCommand(): boolean {
    return this.#script.isAtEnd || this.#script.sees(/[\n;|)}]|&&/y)
  }

  /** Reads a word: one or more pieces without spaces between them. */
  #word(): Word {
    const isBare = !this.#script.sees(BEGINS_VALUE)
    const pieces: Value[] = []
    while (!this.#endsCommand() && !this.#script.sees(/[^\S\n]|`\n/y)) pieces.push(this.#values.piece())
    return { isBare, value: joined(pieces) }
  }
}
