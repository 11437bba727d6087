import { type Command, CommanderError } from 'commander'
import leven from 'leven'
import { typedName } from './typed-name.ts'

/** The largest edit distance between the word that was typed and a command that is suggested. */
const WRONG_LETTERS = 2

/**
 * Throws an error if the first argument is not the name of a command. Without this check, the default command would get it as an argument.
 *
 * @throws {CommanderError} When there is no such command. The message suggests a similar command or lists all commands.
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
