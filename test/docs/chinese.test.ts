import { lintFor } from '@huacnlee/autocorrect'
import { expect, it } from 'vitest'
import { chinesePage, englishPages, readPage } from './page.ts'

it('the check of Chinese text finds a missing space and a half-width comma', () => {
  const { lines } = lintFor('第一次调用API,见下。\n', 'page.md')
  expect(lines).toMatchObject([{ l: 1, new: '第一次调用 API，见下。' }])
})

it.each(englishPages().map(chinesePage))('%s has the punctuation and spacing of Chinese text', (path) => {
  const { error, lines } = lintFor(readPage(path).text, path)
  expect(error).toBe('')
  expect(lines.map((line: { l: number; old: string; new: string }) => `${path}:${line.l}: ${line.old} → ${line.new}`)).toEqual([])
})
