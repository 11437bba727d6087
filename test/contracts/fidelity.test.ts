import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { productDocuments } from '../../contracts/generate/product-documents.ts'
import { documents } from '../../contracts/index.ts'

const contracts = new URL('.', documents.goldplan)
const products = Object.values(await productDocuments(contracts))
const examples = products.flatMap(({ components }) => Object.keys(components['examples'] ?? {}))
const codes = products.flatMap(({ components }) => Object.keys(components['x-request-id-codes'] ?? {}))
const ledger = readFileSync(new URL('FIDELITY.md', contracts), 'utf8')
const rows = [...ledger.matchAll(/^\| `([A-Z_0-9]+)` *\| (.+?) \| (.+?) \|$/gm)].map(([, name = '', basis = '', source = '']) => ({
  name,
  basis,
  source,
}))

it('FIDELITY.md has exactly one row for each error example of the documents', () => {
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...new Set(examples)].toSorted())
})

it.each(rows)(
  'FIDELITY.md states whether $name is official, observed or assumed, and gives a link, a dated document or a capture as its source',
  ({ basis, source }) => {
    expect(basis).toMatch(/official|observed|assumed/)
    expect(source).toMatch(/\]\(https:|capture.*unlinked|\d{4}-\d{2}-\d{2}/)
  },
)

it('every key of x-request-id-codes is a status or the name of an error example of the documents', () => {
  const names = codes.filter((key) => !/^\d{3}$/.test(key))
  expect(names.length).toBeGreaterThan(0)
  expect(examples).toEqual(expect.arrayContaining(names))
})
