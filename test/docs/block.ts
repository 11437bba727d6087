import { readPage } from './page.ts'

/** Finds the first code block on a page, such as `docs/pact.md`, that contains a text. */
export function block(path: string, language: string, text: string): string {
  const found = readPage(path).blocks.find((candidate) => candidate.language === language && candidate.code.includes(text))
  if (!found) throw new Error(`${path} has no ${language} block with ${text}`)
  return found.code
}
