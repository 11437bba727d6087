import { isAfterCmdPrompt, withoutCmdPrompts } from './terminal-prompts.ts'
import { refuseLostOption } from './what-was-lost.ts'

/** Whether a script is for the command prompt of Windows. */
export function isForCmd(script: string): boolean {
  return isOfBrowser(script) || isAfterCmdPrompt(script) || continuedLine(script)
}

/** Whether a browser wrote the script: a caret precedes its first quote. */
function isOfBrowser(script: string): boolean {
  return /^[^'"]*\s\^"/.test(script)
}

/** Whether the first line with curl ends with a caret outside single quotes. */
function continuedLine(script: string): boolean {
  const line = script.split('\n').find((text) => /\bcurl\b/.test(text)) ?? ''
  return /\^\s*$/.test(line.slice(-200)) && (line.match(/'/g) ?? []).length % 2 === 0
}

/**
 * Returns the arguments of each command called `name` in a script for the command prompt of Windows. Each line is parsed twice. First the
 * command prompt interprets carets, double quotes, `&` and `|`. Then the C library of the called program interprets double quotes and `\"`.
 *
 * @throws {Error} When a double quote is not closed, or a command begins with an option. Also when an argument begins with a single quote:
 *   both parsers treat it as an ordinary character.
 * @see https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
 */
export function cmdCommands(script: string, name: string): string[][] {
  const isNamed = new RegExp(`^(?:.*[\\\\/])?${name}(?:\\.exe)?$`, 'is')
  const lines = commandLines(normalised(script))
  const commands = (isOfBrowser(script) ? lines.map(withoutDoubled) : lines).map(argumentsOf)
  const named = commands.filter(({ words: [word = ''] }) => isNamed.test(word))
  if (named.some(({ open }) => open)) throw new Error(UNCLOSED)
  refuseLostOption(
    commands.map(({ words: [word = ''] }) => word),
    'a caret',
  )
  return named.map(({ words: [, ...words] }) => words.filter((word) => word !== '&').map(checkedWord))
}

/** Drops prompts, and the spaces after a caret at the end of a line. Replaces `%%` by `%`, because batch files double percent signs. */
function normalised(script: string): string {
  return withoutCmdPrompts(script.replaceAll('\r\n', '\n'))
    .replace(/\^[ \t]+\n/g, '^\n')
    .replaceAll('%%', '%')
}

/** Halves backslashes, except before a quote. Chromium doubles every backslash, but the C library halves only those before a quote. */
function withoutDoubled(line: string): string {
  return line.replace(/(\\+)("?)/g, (whole, slashes: string, quote) => (quote ? whole : slashes.slice(slashes.length / 2)))
}

/**
 * Returns the command lines that the command prompt passes to programs. To the prompt, `\"` is not an escape: the double quote begins or
 * ends a quoted part.
 */
function commandLines(script: string): string[] {
  const [outside, inside] = [/\^\n\n|\^\n|\^[^\n]|["\n&|]|[^"\n&|^]+|\^/y, /["\n]|[^"\n]+/y]
  const lines: string[][] = [[]]
  let quoted = false
  for (let at = 0; at < script.length; ) {
    const rule = quoted ? inside : outside
    rule.lastIndex = at
    const [token = ''] = rule.exec(script) ?? []
    at += token.length
    if (token === '"') quoted = !quoted
    const ends = token === '\n' || (!quoted && (token === '&' || token === '|'))
    if (ends) quoted = false
    if (ends) lines.push([])
    else lines.at(-1)?.push(quoted ? token : withoutCaret(token))
  }
  return lines.map((parts) => parts.join(''))
}

/** A caret escapes the next character. At the end of a line, it continues the line. A caret and two line feeds stand for one line feed. */
function withoutCaret(token: string): string {
  if (token === '^\n\n') return '\n'
  return token === '^\n' ? '' : token.replace(/^\^/, '')
}

/**
 * Splits a command line into words as the C library of Windows does. Before a quote, two backslashes stand for one backslash. If one
 * backslash is left over, the quote is literal. Within quotes, two quotes stand for one.
 */
function argumentsOf(line: string): { readonly words: string[]; readonly open: boolean } {
  const words: string[][] = []
  let [inWord, quoted, justClosed] = [false, false, false]
  for (const [token, slashes] of line.matchAll(/(\\*)"|\\+|[ \t]+|[^ \t"\\]+/g)) {
    const separates = !quoted && /^[ \t]/.test(token)
    if (!separates && !inWord) words.push([])
    inWord = !separates
    const toggles = slashes !== undefined && slashes.length % 2 === 0
    const isDoubled = toggles && justClosed && slashes === ''
    if (toggles) quoted = !quoted
    justClosed = toggles && !quoted
    if (separates) continue
    words.at(-1)?.push(slashes === undefined ? token : `${'\\'.repeat(slashes.length / 2)}${toggles && !isDoubled ? '' : '"'}`)
  }
  return { words: words.map((parts) => parts.join('')), open: quoted }
}

const UNCLOSED =
  'stdin: a command for the command prompt of Windows has an unterminated double quote: copy the whole command, and after \\" write ^& for & and ^| for |'

function checkedWord(word: string): string {
  if (!word.startsWith("'")) return word
  throw new Error(
    `stdin: ${word.slice(0, 40)} is in single quotes, which the command prompt of Windows sends as they are: use double quotes, and \\" within them`,
  )
}
