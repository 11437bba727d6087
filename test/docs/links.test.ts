import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chinesePage, englishPages, type Page, ROOT, readPage } from './page.ts'

const PAGES = [...englishPages().flatMap((path) => [path, chinesePage(path)]), 'CONTRIBUTING.md', 'CHANGELOG.md', 'contracts/FIDELITY.md']

/** The links of a page that lead nowhere. */
function broken({ path, links }: Page): string[] {
  return links.filter((link) => !/^(https?|mailto):/.test(link) && !leadsSomewhere(path, link))
}

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', fragment] = link.split('#')
  const target = file === '' ? from : relative(ROOT, join(ROOT, dirname(from), file))
  if (!existsSync(join(ROOT, target))) return false
  return fragment === undefined || readPage(target).headings.some(({ slug }) => slug === decodeURIComponent(fragment))
}

describe.each(PAGES)('%s', (path) => {
  it('has only links to files and headings that exist', () => {
    expect(broken(readPage(path))).toEqual([])
  })
})

it('the index of the guides lists every guide, in both languages', () => {
  for (const [index, pages] of [
    ['docs/README.md', englishPages()],
    ['docs/README.zh-CN.md', englishPages().map(chinesePage)],
  ] as const) {
    const listed = readPage(index).links.map((link) => `docs/${link}`)
    expect(pages.filter((path) => path.startsWith('docs/') && path !== index && !listed.includes(path))).toEqual([])
  }
})

it.each(['README.md', 'README.zh-CN.md'])('%s has at most 200 lines', (path) => {
  expect(readPage(path).text.trimEnd().split('\n').length).toBeLessThanOrEqual(200)
})
