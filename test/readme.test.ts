import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { operationFiles } from '../contracts/index.ts'
import { PROVIDER_STATES } from '../contracts/pact/provider-states.ts'
import { openApi } from '../mock-server/openapi/index.ts'
import { chinese, english } from './docs/all-pages.ts'

function blocks(text: string): string[] {
  return [...text.matchAll(/^```.*?^```$/gms)].map(([block]) => block)
}

it.each(['shop.js', 'shop.test.js'])('the documentation shows the example of an integrator as it is tested: %s', (name) => {
  const code = readFileSync(new URL(`integrator/${name}`, import.meta.url), 'utf8')
  for (const text of [english, chinese]) expect(text).toContain(`\n\`\`\`js\n${code}\`\`\`\n`)
})

it('the documentation shows lines for CI that can be read', () => {
  const written = blocks(english).filter((block) => block.includes('wechatpay-goldplan-mock verify') && block.startsWith('```yaml'))
  expect(written.map((block) => parse(block.replace(/^```.*$/gm, '')))).toMatchObject([
    [{ run: 'npm ci' }, { run: 'npx vitest run' }, { run: expect.any(String) }],
    { contract: { image: 'node:24', artifacts: { reports: { junit: 'pact.xml' } } } },
  ])
})

it('the documentation names every provider state with its parameters', () => {
  for (const [name, { parameters }] of Object.entries(PROVIDER_STATES))
    for (const [text, comma] of [
      [english, ', '],
      [chinese, '、'],
    ] as const) {
      const listed = Object.keys(parameters).map((parameter) => `\`${parameter}\``)
      expect(text).toContain(`| \`${name}\` | ${listed.join(comma)} | `)
    }
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
