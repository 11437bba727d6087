import { printable } from './printable.ts'
import { shownValue } from './shown-value.ts'

/**
 * Checks that the options of a function are an object and, when `names` is given, that each option is known: an option with a mistyped name
 * would do nothing.
 *
 * @param taker The function or the option that takes them, for the message.
 * @param names The names of the options.
 * @throws {TypeError} When the options are not an object, or when an option is unknown.
 */
export function requireOptions(options: unknown, taker: string, names?: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`${taker} takes an object of options; got ${shownValue(options)}`)
  const unknown = names && Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) throw new TypeError(`${taker} has no option ${printable(unknown)}; it has ${names?.join(', ')}`)
}
