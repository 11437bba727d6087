import { readFileSync } from 'node:fs'

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** Finds a code block of the README by its language and a text in it. */
export function block(language: string, text: string): string {
  const blocks = [...README.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code)
  const found = blocks.find((code) => code.includes(text))
  if (!found) throw new Error(`the README has no ${language} block with ${text}`)
  return found
}
