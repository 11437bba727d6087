export type Language = 'en' | 'zh'

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${row(header)}|${'---|'.repeat(header.length)}\n${rows.map(row).join('')}`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
}

export function code(text: string | number): string {
  return `\`${text}\``
}

/** Joins words with the separator of the language. */
export function listed(words: readonly string[], language: Language): string {
  return words.join(language === 'zh' ? '、' : ', ')
}

/** A link to the section of this name on the same page. */
export function sectionLink(name: string): string {
  return `[${name}](#${name.toLowerCase()})`
}
