import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { withProperties } from '../../../contracts/generate/property-references.ts'
import { documents } from '../../../contracts/index.ts'

const [goldplan, control] = [documents.goldplan, documents.control].map((url) => parse(readFileSync(url, 'utf8')))
const { schemas } = withProperties(control)['components'] as typeof control.components

// A document that Prism reads holds no reference to another, and no schema takes all fields of another: the tests say what belongs together.

it('the control document names the industries of the gold plan document', () => {
  expect(schemas.IndustryType.enum).toEqual(goldplan.components.schemas.IndustryType.enum)
})

it.each([
  ['Merchant', 'Credentials'],
  ['Merchant', 'MerchantConditions'],
  ['MerchantChoice', 'MerchantConditions'],
  ['Fault', 'FaultChoice'],
  ['Snapshot', 'SnapshotChoice'],
])('a %s of the control document has the fields of %s, the same', (whole, part) => {
  expect(schemas[whole].properties).toMatchObject(schemas[part].properties)
})

it.each(['Credentials', 'Merchant'])('%s always has all of its fields', (schema) => {
  expect(schemas[schema].required).toEqual(Object.keys(schemas[schema].properties))
})

it('every operation of the control API but health can refuse who asks', () => {
  const operations = Object.values<Record<string, { operationId?: string; responses: object }>>(control.paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ operationId }) => operationId !== undefined && operationId !== 'readHealth')
  expect(operations).toHaveLength(26)
  for (const { responses } of operations) expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403']))
})
