import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { documents } from '../../contracts/index.ts'

const { components } = parse(readFileSync(documents.goldplan, 'utf8'))
const ledger = readFileSync(new URL('./FIDELITY.md', documents.goldplan), 'utf8')
const rows = [...ledger.matchAll(/^\| `([A-Z_0-9]+)` *\| (.+?) \| (.+?) \|$/gm)].map(([, name = '', basis = '', source = '']) => ({
  name,
  basis,
  source,
}))

it('the ledger has one row for each error example of the document, and no other', () => {
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(components.examples))
})

it.each(rows)(
  'the ledger says of $name whether it is official, observed or assumed, and where from: a link, a dated document or a capture',
  ({ basis, source }) => {
    expect(basis).toMatch(/official|observed|assumed/)
    expect(source).toMatch(/\]\(https:|capture.*unlinked|\d{4}-\d{2}-\d{2}/)
  },
)

it('the numbers of Request-IDs belong to examples of the document', () => {
  const names = Object.keys(components['x-request-id-codes']).filter((key) => !/^\d{3}$/.test(key))
  expect(Object.keys(components.examples)).toEqual(expect.arrayContaining(names))
})
