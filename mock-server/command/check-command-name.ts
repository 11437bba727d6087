import type { Command } from 'commander'
import leven from 'leven'

/** How many letters may be wrong in a mistyped name. */
const WRONG_LETTERS = 2

/**
 * Refuses a first word that is no command. Without this check the default command would get it as an argument.
 *
 * @throws {Error} Names the nearest command, or all commands when none is near.
 */
export function checkCommandName({ args: [word = ''], commands }: Command): void {
  const names = commands.map((command) => command.name())
  if (word === '' || word.startsWith('-') || names.includes(word)) return
  const near = names.find((name) => leven(word, name) <= WRONG_LETTERS)
  const hint = near ? ` Did you mean '${near}'?` : ` The commands are ${names.join(', ')}.`
  throw new Error(`unknown command '${word}'.${hint}`)
}
