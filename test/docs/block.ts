import { readPage } from './page.ts'

/** A block of code of a page, such as `docs/pact.md`, by a text in it. */
export function block(path: string, language: string, text: string): string {
  const found = readPage(path).blocks.find((candidate) => candidate.language === language && candidate.code.includes(text))
  if (!found) throw new Error(`${path} has no ${language} block with ${text}`)
  return found.code
}
