import stringWidth from 'string-width'

/** One character as a terminal can show it. */
export interface VisibleCharacter {
  readonly text: string
  /** In columns: a Chinese character takes two. */
  readonly width: number
}

const NAMES: Readonly<Record<string, string>> = {
  '\n': '↵',
  '\r': '<CR>',
  '\t': '<TAB>',
  '\u00a0': '<NBSP>',
  '\ufeff': '<BOM>',
}

// Marks too: a letter and a mark on it look like the letter that has it, and are other bytes.
const HIDDEN = /[[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]--[ ]]/v

/** Shows what can't be seen by its name, so that nothing in a request is overlooked, and nothing in it commands the terminal. */
export function visibleCharacters(text: string): VisibleCharacter[] {
  return [...text].map((character) => {
    const shown = HIDDEN.test(character) ? (NAMES[character] ?? codePoint(character)) : character
    return { text: shown, width: stringWidth(shown) }
  })
}

/** A text in which nothing is hidden. */
export function visibleText(text: string): string {
  return visibleCharacters(text)
    .map((character) => character.text)
    .join('')
}

function codePoint(character: string): string {
  return `<U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}>`
}
