import { chinesePage, englishPages, readPage } from './page.ts'

/** All pages of the documentation in one language, one after the other. */
export const english = textOf(englishPages())
export const chinese = textOf(englishPages().map(chinesePage))

function textOf(pages: readonly string[]): string {
  return pages.map((path) => readPage(path).text).join('\n')
}
