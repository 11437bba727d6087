// A full parser of bash, because browsers copy $'…' with \uXXXX, lines continued by a backslash, and '\'' in quotes. Libraries that only split
// words (shlex, shell-quote, string-argv) get some of these wrong, and can't tell a $VARIABLE from a quoted dollar sign.
import { forEachChild, parse, type SyntaxNode, type Word } from 'unbash'

/**
 * The arguments of each command of this name in a shell script.
 *
 * @throws {Error} When the script is not complete, or an argument holds something that only a shell can fill in.
 */
export function shellCommands(script: string, name: string): string[][] {
  const parsed = parse(ofCmd(script) ? fromCmd(script) : withLineFeeds(script))
  const commands = wordsOfCommands(parsed).filter(([word]) => word && isNamed(word, name))
  const [problem] = parsed.errors ?? []
  if (commands.length > 0 && problem) throw new Error(`stdin: the ${name} command has an ${problem.message}: is all of it there?`)
  return commands.map(([, ...words]) => words.map(literal))
}

/** Whether a browser wrote it for the command prompt of Windows, where a caret escapes special characters. */
function ofCmd(script: string): boolean {
  return /^[^'"]*\s\^"/.test(script)
}

/**
 * Rewrites a command for the command prompt of Windows as one for bash. A caret escapes the next character, continues a line at its end, and
 * makes one line feed of two. Within quotes both then write `\"` and `\\`.
 */
function fromCmd(script: string): string {
  return script
    .replaceAll('\r\n', '\n')
    .replace(/\^(\n\n|\n|.)/g, (_, escaped: string) => (escaped === '\n\n' ? '\n' : escaped === '\n' ? ' ' : escaped))
    .replace(/[$`]/g, '\\$&')
}

/** A script with CRLF line ends, as from a Windows clipboard, with LF alone: a backslash continues a line only before LF. */
function withLineFeeds(script: string): string {
  return /(?<!\r)\n/.test(script) ? script : script.replaceAll('\r\n', '\n')
}

function wordsOfCommands(node: SyntaxNode): Word[][] {
  const found: Word[][] = []
  if (node.type === 'Command' && node.name) found.push(withoutPrompt([node.name, ...node.suffix.filter((part) => part.type === 'Word')]))
  forEachChild(node, (child) => found.push(...wordsOfCommands(child)))
  return found
}

/** A command without the prompt that was copied with it. */
function withoutPrompt(words: readonly Word[]): Word[] {
  return words.slice(['$', '%', '>'].includes(words[0]?.text ?? '') ? 1 : 0)
}

function isNamed(word: Word, name: string): boolean {
  return new RegExp(`^(?:.*[\\\\/])?${name}(?:\\.exe)?$`, 's').test(word.value)
}

const FILLED_IN: readonly SyntaxNode['type'][] = ['SimpleExpansion', 'ParameterExpansion', 'CommandExpansion', 'ArithmeticExpansion']

function literal(word: Word): string {
  const expansion = expansionIn(word)
  if (expansion) throw new Error(`stdin: ${expansion} in the command is for a shell to fill in: put its value there`)
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
