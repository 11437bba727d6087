import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chinesePage, englishPages, type Page, ROOT, readPage } from './page.ts'

const PAGES = [...englishPages().flatMap((path) => [path, chinesePage(path)]), 'CONTRIBUTING.md', 'CHANGELOG.md', 'contracts/FIDELITY.md']

function broken({ path, links }: Page): string[] {
  const known = new Map<string, readonly string[]>()
  const slugs = (target: string) => known.get(target) ?? known.set(target, slugsOf(target)).get(target)
  return links.filter((link) => !/^(https?|mailto):/.test(link) && !leadsSomewhere(path, link, slugs))
}

function slugsOf(path: string): string[] {
  return readPage(path).headings.map(({ slug }) => slug)
}

function leadsSomewhere(from: string, link: string, slugs: (target: string) => readonly string[] | undefined): boolean {
  const [file = '', fragment] = link.split('#')
  const target = file === '' ? from : relative(ROOT, join(ROOT, dirname(from), file))
  if (!existsSync(join(ROOT, target))) return false
  return fragment === undefined || slugs(target)?.includes(decodeURIComponent(fragment)) === true
}

describe.each(PAGES)('%s', (path) => {
  it('links only to files and headings that exist', () => {
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
