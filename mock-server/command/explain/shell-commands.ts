// This is a full parser of bash, because browsers copy $'…' with \uXXXX, lines continued by a backslash, and '\''. Libraries that only split
// words (shlex, shell-quote, string-argv) get some of these wrong, and can't tell a $VARIABLE from a quoted dollar sign.
import { forEachChild, parse, type SyntaxNode, type Word } from 'unbash'
import { shortened } from '../log/log-line.ts'

/**
 * Returns the arguments of each command with this name in a shell script.
 *
 * @throws {Error} When the script is incomplete, or an argument contains a variable or a command that only a shell can replace.
 */
export function shellCommands(script: string, name: string): string[][] {
  if (deepest(script) > NESTING_LIMIT) throw new Error(TOO_DEEP)
  const parsed = parseScript(withLineFeeds(script))
  const commands = wordsOfCommands(parsed).filter(([word]) => word && isNamed(word, name))
  const [problem] = parsed.errors ?? []
  if (commands.length > 0 && problem) throw new Error(`stdin: the ${name} command has an ${problem.message}: copy all of it`)
  return commands.map(([, ...words]) => words.map(literal))
}

/** The limit is needed because the time that the parser takes grows with the square of the nesting depth. */
const NESTING_LIMIT = 100
const TOO_DEEP = 'stdin: its commands are nested too deeply to be read: copy only the curl command'

/** The nesting depth of commands such as $(…). */
function deepest(script: string): number {
  let open = 0
  let most = 0
  for (const [sign] of script.matchAll(/[$<>]\(|\)/g)) {
    open = sign === ')' ? Math.max(0, open - 1) : open + 1
    most = Math.max(most, open)
  }
  return most
}

/** Parses a script. Thousands of nested loops, conditions or groups overflow the stack of the parser. */
function parseScript(script: string): ReturnType<typeof parse> {
  try {
    return parse(script)
  } catch (cause) {
    if (cause instanceof RangeError) throw new Error(TOO_DEEP, { cause })
    throw cause
  }
}

/** Turns the CRLF of a Windows clipboard into LF: a backslash continues a line only before LF. */
function withLineFeeds(script: string): string {
  return /(?<!\r)\n/.test(script) ? script : script.replaceAll('\r\n', '\n')
}

function wordsOfCommands(node: SyntaxNode, found: Word[][] = []): Word[][] {
  if (node.type === 'Command' && node.name) found.push(withoutPrompt([node.name, ...node.suffix.filter((part) => part.type === 'Word')]))
  forEachChild(node, (child) => void wordsOfCommands(child, found))
  return found
}

/** Drops what was copied along with a command: a shell prompt, or the plus signs of `bash -x`. */
function withoutPrompt(words: readonly Word[]): Word[] {
  return words.slice(/^(?:\S*[$%>]|\++)$/.test(words[0]?.text ?? '') ? 1 : 0)
}

function isNamed(word: Word, name: string): boolean {
  return new RegExp(`^(?:.*[\\\\/])?${name}(?:\\.exe)?$`, 's').test(word.value)
}

const FILLED_IN: readonly SyntaxNode['type'][] = ['SimpleExpansion', 'ParameterExpansion', 'CommandExpansion', 'ArithmeticExpansion']

function literal(word: Word): string {
  const expansion = expansionIn(word)
  if (expansion) throw new Error(`stdin: ${shortened(expansion)} in the command can only be replaced by a shell: write its value instead`)
  return word.value
}

function expansionIn(node: SyntaxNode): string | undefined {
  if (FILLED_IN.includes(node.type)) return 'text' in node ? String(node.text) : node.type
  let found: string | undefined
  forEachChild(node, (child) => {
    found ??= expansionIn(child)
  })
  return found
}
