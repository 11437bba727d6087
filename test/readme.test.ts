import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { PROVIDER_STATES } from '../contracts/pact/provider-states.ts'

const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')) as [
  string,
  string,
]

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

it.each(['shop.js', 'shop.test.js'])('the README shows the example of an integrator as it is tested: %s', (name) => {
  const code = readFileSync(new URL(`integrator/${name}`, import.meta.url), 'utf8')
  for (const text of [english, chinese]) expect(text).toContain(`\n\`\`\`js\n${code}\`\`\`\n`)
})

it('the README shows lines for CI that can be read', () => {
  const written = blocks(english).filter((block) => block.includes('wechatpay-goldplan-mock verify') && block.startsWith('```yaml'))
  expect(written.map((block) => parse(block.replace(/^```.*$/gm, '')))).toMatchObject([
    [{ run: 'npm ci' }, { run: 'npx vitest run' }, { run: expect.any(String) }],
    { contract: { image: 'node:24', artifacts: { reports: { junit: 'pact.xml' } } } },
  ])
})

it('the README names every provider state with its parameters', () => {
  for (const [name, { parameters }] of Object.entries(PROVIDER_STATES))
    for (const [text, comma] of [
      [english, ', '],
      [chinese, '、'],
    ] as const) {
      const listed = Object.keys(parameters).map((parameter) => `\`${parameter}\``)
      expect(text).toContain(`| \`${name}\` | ${listed.join(comma)} | `)
    }
})
