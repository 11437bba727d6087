import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import GithubSlugger from 'github-slugger'
import { lexer, type Token, type Tokens, walkTokens } from 'marked'

export const ROOT = join(import.meta.dirname, '../..')

/** A page of the documentation, parsed from Markdown. */
export interface Page {
  /** The path from the root, such as `docs/pact.md`. */
  readonly path: string
  readonly text: string
  readonly headings: readonly Heading[]
  /** The target of each link, such as `pact.md#states`, in the order of the text. */
  readonly links: readonly string[]
  readonly tables: readonly Tokens.Table[]
  readonly blocks: readonly Block[]
}

export interface Heading {
  readonly depth: number
  readonly text: string
  /** The fragment by which GitHub links to the heading. */
  readonly slug: string
}

/** A fenced block of code. */
export interface Block {
  readonly language: string
  /**
   * The words that follow the language on the line of the opening fence, such as `file=open.mjs run="node open.mjs"`. A word without `=`
   * has the value `''`.
   */
  readonly settings: Readonly<Record<string, string>>
  readonly code: string
  /** The line of the opening fence, counted from 1. */
  readonly line: number
  /** The nearest heading of level 1 or 2 above the block. */
  readonly section: string
}

/** The English pages. Each English page has a Chinese page beside it. */
export function englishPages(): string[] {
  const guides = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md') && !name.endsWith('.zh-CN.md'))
  return ['README.md', ...guides.map((name) => `docs/${name}`)]
}

export function chinesePage(english: string): string {
  return english.replace(/\.md$/, '.zh-CN.md')
}

export function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const tokens = lexer(text)
  const all: Token[] = []
  walkTokens(tokens, (token) => void all.push(token))
  const of = <Type extends string>(type: Type) => all.filter((token) => token.type === type) as Extract<Tokens.Generic, { type: string }>[]
  return {
    path,
    text,
    headings: headings(tokens),
    links: of('link').map(({ href }) => href),
    tables: of('table') as Tokens.Table[],
    blocks: blocks(tokens),
  }
}

/**
 * Returns the code of the first block on a page that is in the given language and contains the given text.
 *
 * @param path The path of the page, such as `docs/pact.md`.
 */
export function block(path: string, language: string, text: string): string {
  const found = readPage(path).blocks.find((candidate) => candidate.language === language && candidate.code.includes(text))
  if (!found) throw new Error(`${path} has no ${language} block with ${text}`)
  return found.code
}

function headings(tokens: readonly Token[]): Heading[] {
  const slugger = new GithubSlugger()
  return tokens
    .filter((token): token is Tokens.Heading => token.type === 'heading')
    .map(({ depth, text }) => ({ depth, text, slug: slugger.slug(text.replaceAll('`', '')) }))
}

function blocks(tokens: readonly Token[]): Block[] {
  const found: Block[] = []
  let line = 1
  let section = ''
  for (const token of tokens) {
    if (token.type === 'heading' && token.depth <= 2) section = token.text
    if (token.type === 'code') found.push({ ...infoString(token.lang), code: `${token.text}\n`, line, section })
    line += token.raw.split('\n').length - 1
  }
  return found
}

function infoString(info = ''): Pick<Block, 'language' | 'settings'> {
  const [language = '', ...rest] = info.split(' ')
  const words = rest.join(' ').matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g)
  return { language, settings: Object.fromEntries([...words].map(([, name, quoted, bare]) => [name, quoted ?? bare ?? ''])) }
}
