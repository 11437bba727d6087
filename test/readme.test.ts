import { expect, it } from 'vitest'
import { operationFiles } from '../contracts/index.ts'
import { openApi } from '../mock-server/openapi/index.ts'
import { chinese, english } from './readme-block.ts'

function blocks(text: string): string[] {
  return [...text.matchAll(/^```.*?^```$/gms)].map(([block]) => block)
}

/** Everything in `code` outside the blocks, but for what holds a <word>, which is translated. */
function names(text: string): string[] {
  const spans = text.replace(/^```.*?^```$/gms, '').matchAll(/`([^`]+)`/g)
  return [...new Set([...spans].map(([, span = '']) => span.replace(/ <.*/, '')))].filter((span) => !span.includes('<')).toSorted()
}

it('the README shows the same code in both languages', () => {
  expect(blocks(chinese)).toEqual(blocks(english))
})

it('the README names the same commands, options and fields in both languages', () => {
  expect(names(chinese)).toEqual(names(english))
})

it('the README links to the other language', () => {
  expect(english).toContain('[中文](README.zh-CN.md)')
  expect(chinese).toContain('[English](README.md)')
})

const { operations } = await openApi(operationFiles.products)
const ROWS = new Map(operations.flatMap(({ errors }) => [...errors]))

const ADVERTISING = ['set-advertising-industry-filter', 'open-advertising-show', 'close-advertising-show']

/** The operations that a test sub-merchant has this error for, as the documentation names them. */
function operationsOf(example: string, all: string, advertising: string): string {
  const documenting = operations.filter(({ testSubMerchants }) => [...testSubMerchants.values()].some((name) => name === example))
  const names = documenting.map(({ path }) => path.split('/').at(-1) ?? '')
  if (names.length === 5) return all
  const others = names.filter((name) => !ADVERTISING.includes(name)).map((name) => `\`${name}\``)
  return [...others, ...(names.includes('open-advertising-show') ? [advertising] : [])].join(', ')
}

it.each([
  ['English', english, 'all', 'advertising'],
  ['Chinese', chinese, '全部', '广告接口'],
])('the documentation shows in %s how to get each error example of the documents', (_, text, all, advertising) => {
  const ready = new Map(operations.flatMap(({ testSubMerchants }) => [...testSubMerchants]))
  expect(ready.size).toBeGreaterThan(10)
  for (const [subMchid, name] of ready) {
    const documenting = operationsOf(name, all, advertising)
    expect(text).toContain(`| \`${subMchid}\` | \`${name}\` | ${documenting} | ${ROWS.get(name)?.body.message} |`)
  }
  for (const name of ROWS.keys()) expect(text).toContain(`\`${name}\``)
})
