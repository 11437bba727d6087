import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { documents } from '../contracts/index.ts'

const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')) as [
  string,
  string,
]

function blocks(text: string): string[] {
  return [...text.matchAll(/^```.*?^```$/gms)].map(([block]) => block.replace(/ +(\/\/|#) .*$/gm, ''))
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

const { components } = parse(readFileSync(documents.goldplan, 'utf8'))

it.each([
  ['English', english],
  ['Chinese', chinese],
])('the README shows in %s how to get each error example of the document', (_, text) => {
  const ready: Record<string, string> = components['x-test-sub-merchants']
  for (const [subMchid, name] of Object.entries(ready))
    expect(text).toContain(`| \`${subMchid}\` | \`${name}\` | ${components.examples[name].value.message} |`)
  for (const name of Object.keys(components.examples)) expect(text).toContain(`\`${name}\``)
})
