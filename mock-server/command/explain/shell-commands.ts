// Browsers copy a request as a curl command, in which $'…' with \uXXXX, '\'' and a backslash at the end of a line may occur. A full
// parser of bash reads all of these. Libraries that only split words, such as shlex, shell-quote and string-argv, get some of them wrong.
import { forEachChild, parse, type SyntaxNode, type Word } from 'unbash'
import { shortened } from '../log/log-line.ts'
import { withoutShellPrompts } from './terminal-prompts.ts'
import { refuseLostOption } from './what-was-lost.ts'

/**
 * Returns the arguments of each command with this name in a shell script.
 *
 * @throws {Error} When the script can't be read, a command begins with an option, or an argument contains a variable or a command
 *   substitution.
 */
export function shellCommands(script: string, name: string): string[][] {
  if ((script.match(OPENINGS) ?? []).length > Math.max(OPENINGS_ALLOWED, WORK_LIMIT / script.length)) throw new Error(TOO_MANY)
  const parsed = parseScript(withoutShellPrompts(withLineFeeds(script)))
  const all = wordsOfCommands(parsed)
  const commands = all.filter(([word]) => word && isNamed(word, name))
  const [problem] = parsed.errors ?? []
  if (commands.length > 0 && problem)
    throw new Error(`stdin: the ${name} command can't be read (${problem.message}): copy all of it (请完整复制)`)
  refuseLostOption(
    all.map(([word]) => word?.value ?? ''),
    'a backslash',
  )
  return commands.map(([, ...words]) => words.map(literal))
}

/** The openings of substitutions, expansions and here-documents. For each opening, the parser may read the rest of the script again. */
const OPENINGS = /[$<>]\(|\$\{|<</g
/** A script of any length may have this many openings. */
const OPENINGS_ALLOWED = 20
/** A short script may have more openings: up to this number divided by its length. With this limit, the parser took less than a second. */
const WORK_LIMIT = 2e7
const TOO_MANY = 'stdin has too many expansions or here-documents to be read: copy only the curl command (请只复制请求部分)'
const TOO_DEEP = 'stdin has commands that are nested too deeply to be read: copy only the curl command (请只复制请求部分)'

/** Parses a script. Refuses a script with thousands of nested loops, conditions or groups, because they overflow the parser's stack. */
function parseScript(script: string): ReturnType<typeof parse> {
  try {
    return parse(script)
  } catch (cause) {
    if (cause instanceof RangeError) throw new Error(TOO_DEEP, { cause })
    throw cause
  }
}

/**
 * Replaces each CRLF of a Windows clipboard with LF, because a backslash continues a line only before LF. Does not change a script that
 * also has LF without CR.
 */
function withLineFeeds(script: string): string {
  return /(?<!\r)\n/.test(script) ? script : script.replaceAll('\r\n', '\n')
}

function wordsOfCommands(node: SyntaxNode, found: Word[][] = []): Word[][] {
  if (node.type === 'Command' && node.name) found.push(withoutTrace([node.name, ...node.suffix.filter((part) => part.type === 'Word')]))
  forEachChild(node, (child) => void wordsOfCommands(child, found))
  return found
}

/** Drops the plus signs that `bash -x` prints before a command. */
function withoutTrace(words: readonly Word[]): Word[] {
  return words.slice(/^\++$/.test(words[0]?.text ?? '') ? 1 : 0)
}

function isNamed(word: Word, name: string): boolean {
  return new RegExp(`^(?:.*[\\\\/])?${name}(?:\\.exe)?$`, 's').test(word.value)
}

const FILLED_IN: readonly SyntaxNode['type'][] = ['SimpleExpansion', 'ParameterExpansion', 'CommandExpansion', 'ArithmeticExpansion']

function literal(word: Word): string {
  const expansion = expansionIn(word)
  if (expansion)
    throw new Error(
      `stdin: ${shortened(expansion)} in the command can only be replaced by a shell: write its value instead, or paste what bash -x prints (请写出实际的值，或粘贴 bash -x 的输出)`,
    )
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
