import { type Command, CommanderError } from 'commander'
import leven from 'leven'
import { typedName } from './typed-name.ts'

/** The edit distance up to which a command is suggested. */
const WRONG_LETTERS = 2

/**
 * Refuses a first word that is not a command. Without this check the default command would get the word as an argument.
 *
 * @throws {CommanderError} When the word is not a command; the message suggests a similar command or lists the commands.
 */
export function checkCommandName({ args: [word = ''], commands }: Command): void {
  const names = commands.map((command) => command.name())
  if (word === '' || word.startsWith('-') || names.includes(word)) return
  const near = names.find((name) => leven(word, name) <= WRONG_LETTERS)
  const hint = near ? ` Did you mean '${near}'?` : ` The commands are ${names.join(', ')}.`
  throw new CommanderError(
    1,
    'commander.unknownCommand',
    `unknown command '${word}'.${hint}${typedName() === 'npm start --' ? NPM_HINT : ''}`,
  )
}

const NPM_HINT = ' npm takes options before -- for itself: write npm start -- --port 8921 (npm start 的选项要写在 -- 之后).'
