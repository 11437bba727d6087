import { describe, expect, it } from 'vitest'
import { type Block, chinesePage, englishPages, type Page, readPage } from './page.ts'

/** Returns a code block without its comments, because comments are translated. */
function codeOf({ language, settings, code }: Block) {
  return { language, settings, code: code.replace(/ *((?<!:)\/\/|# ) ?[^\n'"`]*$/gm, '') }
}

/**
 * Returns the names in backticks outside code blocks. A name is cut off before a placeholder, such as ` <file>`, because placeholders are
 * translated. Names with any other `<` are skipped.
 */
function names({ text }: Page): string[] {
  const spans = text.replace(/^```.*?^```$/gms, '').matchAll(/`([^`]+)`/g)
  return [...new Set([...spans].map(([, span = '']) => span.replace(/ <.*/, '')))].filter((span) => !span.includes('<')).toSorted()
}

/**
 * Returns the targets of all links, except the link to the same page in the other language. `.zh-CN` and the text of fragments are removed,
 * because they differ between the languages.
 */
function targets({ links, path }: Page): string[] {
  return links.filter((link) => !isOtherLanguage(link, path)).map((link) => link.replace('.zh-CN.md', '.md').replace(/#.*/, '#'))
}

function isOtherLanguage(link: string, path: string): boolean {
  const name = path.split('/').at(-1) ?? ''
  return link === (name.endsWith('.zh-CN.md') ? name.replace('.zh-CN.md', '.md') : name.replace(/\.md$/, '.zh-CN.md'))
}

function sizes({ tables }: Page): string[] {
  return tables.map(({ header, rows }) => `${rows.length} rows of ${header.length}`)
}

describe.each(englishPages())('%s and its Chinese page', (path) => {
  const english = readPage(path)
  const chinese = readPage(chinesePage(path))

  it('have headings of the same levels in the same order', () => {
    expect(chinese.headings.map(({ depth }) => depth)).toEqual(english.headings.map(({ depth }) => depth))
  })

  it('have the same links', () => {
    expect(targets(chinese)).toEqual(targets(english))
  })

  it('have tables with the same numbers of rows and columns', () => {
    expect(sizes(chinese)).toEqual(sizes(english))
  })

  it('show the same code, apart from comments', () => {
    expect(chinese.blocks.map(codeOf)).toEqual(english.blocks.map(codeOf))
  })

  it('name the same commands, options and fields', () => {
    expect(names(chinese)).toEqual(names(english))
  })

  it('link to each other below the title', () => {
    expect(english.text).toMatch(/^# .*\n\n.*\[中文\]\(/)
    expect(chinese.text).toMatch(/^# .*\n\n.*\[English\]\(/)
    expect(english.links.some((link) => isOtherLanguage(link, english.path))).toBe(true)
    expect(chinese.links.some((link) => isOtherLanguage(link, chinese.path))).toBe(true)
  })
})
