import { readFileSync } from 'node:fs'
import { chinesePage, englishPages, ROOT } from './docs/page.ts'

/** All pages of the documentation in one language. */
export const english = textOf(englishPages())
export const chinese = textOf(englishPages().map(chinesePage))

function textOf(pages: readonly string[]): string {
  return pages.map((path) => readFileSync(`${ROOT}/${path}`, 'utf8')).join('\n')
}

/** A block of code of the documentation, by a text in it. */
export function block(language: string, text: string): string {
  const blocks = [...english.matchAll(new RegExp(`^\`\`\`${language}(?: [^\\n]*)?\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code)
  const found = blocks.find((code) => code.includes(text))
  if (!found) throw new Error(`the documentation has no ${language} block with ${text}`)
  return found
}
