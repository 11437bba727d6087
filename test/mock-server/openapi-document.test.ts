import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { documents } from '../../contracts/index.ts'
import { type Operation, openDocument } from '../../mock-server/openapi-document.ts'

async function changedDocument(change: (text: string) => string): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'document-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'changed.openapi.yaml')
  await writeFile(file, change(await readFile(documents.goldplan, 'utf8')))
  return pathToFileURL(file)
}

const TARGET = '/v3/goldplan/merchants/changegoldplanstatus'
const RIGHT = { sub_mchid: '1', operation_type: 'OPEN' }

describe('openDocument', () => {
  it('refuses each call whose schema lets everything pass, and no other', async () => {
    const document = await changedDocument((text) => text.replace('maxLength: 32', "maxLength: 32\n      pattern: '('"))
    const { operations, validate } = await openDocument(document)
    const [changeStatus] = operations as [Operation]
    for (const body of [RIGHT, {}])
      await expect(validate(changeStatus, 'POST', TARGET, body)).rejects.toThrow(
        /POST \/v3\/goldplan\/merchants\/changegoldplanstatus .* lets everything/,
      )
    const listCertificates = operations.find(({ id }) => id === 'listCertificates') as Operation
    expect(await validate(listCertificates, 'GET', '/v3/certificates')).toEqual([])
  })

  it('validates by a schema that holds', async () => {
    const document = await changedDocument((text) => text.replace('maxLength: 32', () => "maxLength: 32\n      pattern: '^[0-9]+$'"))
    const { operations, validate } = await openDocument(document)
    const [changeStatus] = operations as [Operation]
    expect(await validate(changeStatus, 'POST', TARGET, RIGHT)).toEqual([])
    expect(await validate(changeStatus, 'POST', TARGET, { ...RIGHT, sub_mchid: 'x' })).toEqual([
      { keyword: 'pattern', path: ['body', 'sub_mchid'] },
    ])
  })

  it.each(Object.entries(documents))('has no operation in the %s document whose schema lets everything pass', async (_, document) => {
    const { operations, validate } = await openDocument(document)
    for (const operation of operations.filter(({ bodySchema }) => bodySchema))
      expect(await validate(operation, 'POST', operation.path, ['not an object'])).toContainEqual({ keyword: 'type', path: ['body'] })
  })

  it.each([
    ['POST', TARGET, 'changeGoldPlanStatus'],
    ['POST', `${TARGET}?x=1`, 'changeGoldPlanStatus'],
    ['POST', TARGET.replace('goldplan', 'g%6Fldplan'), 'changeGoldPlanStatus'],
  ])('finds the operation of %s %s', async (method, target, id) => {
    const { route } = await openDocument(documents.goldplan)
    expect(await route(method, target)).toMatchObject({ id })
  })

  it.each([
    ['GET', TARGET, 405],
    ['POST', `${TARGET}/`, 404],
    ['POST', `x${TARGET}`, 404],
    ['OPTIONS', '*', 404],
  ])('finds none of %s %s', async (method, target, status) => {
    const { route } = await openDocument(documents.goldplan)
    expect(await route(method, target)).toBe(status)
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
    const [operation] = operations as [Operation]
    expect(await validate(operation, 'POST', TARGET, RIGHT)).toEqual([])
    expect(await validate(operation, 'POST', TARGET, { ...RIGHT, x: 1 })).toHaveLength(1)
    expect(await validate(operation, 'POST', TARGET, RIGHT)).toEqual([])
  })
})
