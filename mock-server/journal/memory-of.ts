/** Estimates the memory of a text, in bytes: V8 takes two bytes for each character as soon as one character is not in Latin-1. */
export function memoryOf(text: string): number {
  return NOT_LATIN_1.test(text) ? 2 * text.length : text.length
}

const NOT_LATIN_1 = /[\u0100-\uffff]/
