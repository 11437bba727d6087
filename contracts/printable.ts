/**
 * Replaces control characters, format characters and line separators with escapes such as `\u001b`, because a terminal would obey them.
 * JSON without indentation has such characters only in strings, so it can still be parsed and has the same value.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => character.split('').map(unicodeEscape).join(''))
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
