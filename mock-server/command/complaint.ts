import { CommanderError } from 'commander'
import { errorMessage } from '../../contracts/error-message.ts'
import { withoutPasswords } from '../../contracts/without-passwords.ts'
import { languageOf, processLocale } from './language.ts'
import { printable } from './printable.ts'

/** The line to print when a command fails. In a Chinese locale, it begins with the Chinese explanation of the error, if there is one. */
export function complaintOf(error: unknown): string {
  const english = onOneLine(errorMessage(error))
  if (languageOf(processLocale()) !== 'zh') return english
  const chinese = error instanceof CommanderError ? IN_CHINESE[error.code] : undefined
  return chinese === undefined ? chineseFirst(english) : `${chinese}: ${english}`
}

/**
 * Moves Chinese words from the parentheses at the end of a message to the beginning of the message. English words before the Chinese words
 * stay in the parentheses: `Wrong (see the docs; 中文)` becomes `中文: Wrong (see the docs)`.
 */
function chineseFirst(message: string): string {
  const at = message.lastIndexOf(' (')
  const words = message.slice(at + 2, -1).split('; ')
  const chinese = words.pop() ?? ''
  if (at < 0 || !message.endsWith(')') || !/^\p{Script=Han}/u.test(chinese)) return message
  const others = words.length === 0 ? '' : ` (${words.join('; ')})`
  return `${chinese}: ${message.slice(0, at)}${others}`
}

/** Maps the code of a commander error to a Chinese text that says what is wrong with the command line. */
const IN_CHINESE: Readonly<Record<string, string>> = {
  'commander.unknownOption': '没有这个选项',
  'commander.invalidArgument': '值无效',
  'commander.optionMissingArgument': '选项缺少值',
  'commander.missingMandatoryOptionValue': '缺少必需的选项',
  'commander.excessArguments': '参数过多',
  'commander.unknownCommand': '没有这个命令',
}

/** A PEM block. Commander's error messages repeat the value of an option, which may be a key. */
const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\w+/=\s\\]{100,}-----END \1-----/g

/** Puts a message on one line, without passwords and PEM blocks. Commander's suggestion becomes a separate sentence. */
function onOneLine(message: string): string {
  const line = printable(
    withoutPasswords(message)
      .replace(PEM_BLOCK, '-----BEGIN $1-----…')
      .replace(/^error: /, '')
      .replace(/\s*\n\s*/g, ' '),
  )
  return line.replace(/ \(Did you mean (one of )?(.+)\?\)$/, (_, oneOf = '', names: string) => {
    return `. Did you mean ${oneOf}'${names.replaceAll(', ', "', '")}'?`
  })
}
