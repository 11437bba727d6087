import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { inlinePropertyReferences } from '../../../contracts/generate/property-references.ts'
import { documents } from '../../../contracts/index.ts'

const [goldplan, control] = [documents.goldplan, documents.control].map((url) => parse(readFileSync(url, 'utf8')))
const { schemas } = inlinePropertyReferences(control)['components'] as typeof control.components

// Some definitions have copies in the control document, because Prism needs documents without references to other files, and because a
// schema can't reuse all fields of another schema. These tests check that each copy agrees with its original.

it('the control document lists the same industries as the gold plan document', () => {
  expect(schemas.IndustryType.enum).toEqual(goldplan.components.schemas.IndustryType.enum)
})

it.each([
  ['Merchant', 'Credentials'],
  ['Merchant', 'MerchantConditions'],
  ['MerchantChoice', 'MerchantConditions'],
  ['Fault', 'FaultChoice'],
  ['Snapshot', 'SnapshotChoice'],
])('%s of the control document has all fields of %s, with the same definitions', (whole, part) => {
  expect(schemas[whole].properties).toMatchObject(schemas[part].properties)
})

it.each(['Credentials', 'Merchant'])('%s of the control document requires all of its fields', (schema) => {
  expect(schemas[schema].required).toEqual(Object.keys(schemas[schema].properties))
})

it('all operations but the two probes document 400, 401 and 403, and all of these operations but readMetrics document 503', () => {
  const operations = Object.values<Record<string, { operationId?: string; responses: object }>>(control.paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ operationId }) => operationId !== undefined && !['readHealth', 'readReadiness'].includes(operationId))
  expect(operations).toHaveLength(45)
  for (const { operationId, responses } of operations) {
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403']))
    expect('503' in responses).toBe(operationId !== 'readMetrics')
  }
})
