export { printable } from '../../contracts/printable.ts'

/** Names a character by its code point, such as `<U+001B>`, for texts that people read. */
export function codePoint(character: string): string {
  return `<U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}>`
}
