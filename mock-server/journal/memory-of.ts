/** Estimates how many bytes of memory a text takes. If any character is outside Latin-1, V8 takes two bytes for every character. */
export function memoryOf(text: string): number {
  return NOT_LATIN_1.test(text) ? 2 * text.length : text.length
}

const NOT_LATIN_1 = /[\u0100-\uffff]/
