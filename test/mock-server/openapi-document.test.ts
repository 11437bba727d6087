import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { documents } from '../../contracts/index.ts'
import { openDocument } from '../../mock-server/openapi-document.ts'

async function changedDocument(change: (text: string) => string): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'document-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'changed.openapi.yaml')
  await writeFile(file, change(await readFile(documents.goldplan, 'utf8')))
  return pathToFileURL(file)
}

describe('openDocument', () => {
  it('refuses a document with a schema that lets everything pass', async () => {
    const document = await changedDocument((text) => text.replace('maxLength: 32', "maxLength: 32\n      pattern: '('"))
    await expect(openDocument(document)).rejects.toThrow(/POST \/v3\/goldplan\/merchants\/changegoldplanstatus .* lets everything pass/)
  })

  it('opens a document whose schemas hold', async () => {
    const document = await changedDocument((text) => text.replace('maxLength: 32', () => "maxLength: 32\n      pattern: '^[0-9]+$'"))
    const { operations } = await openDocument(document)
    expect(operations).toHaveLength(6)
  })

  it('gives every error example its status, its body and the number of its Request-ID', async () => {
    const { operations } = await openDocument(documents.goldplan)
    const rows = operations.flatMap(({ errors }) => [...errors.values()])
    expect(rows.length).toBeGreaterThan(15)
    for (const row of rows) {
      expect(row.status).toBeGreaterThanOrEqual(400)
      expect(row.body).toMatchObject({ code: expect.stringMatching(/^[A-Za-z_ ]+$/), message: expect.any(String) })
      expect(row.requestIdCode).toBeGreaterThan(268_000_000)
    }
  })

  it('is not spoilt by a call for the next', async () => {
    const { operations, validate } = await openDocument(documents.goldplan)
    const [operation] = operations
    if (!operation) throw new Error('the document has no operation')
    const target = '/v3/goldplan/merchants/changegoldplanstatus'
    const right = { sub_mchid: '1', operation_type: 'OPEN' }
    expect(await validate(operation, 'POST', target, right)).toEqual([])
    expect(await validate(operation, 'POST', target, { ...right, x: 1 })).toHaveLength(1)
    expect(await validate(operation, 'POST', target, right)).toEqual([])
  })
})
