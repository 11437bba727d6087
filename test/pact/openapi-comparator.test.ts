import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { publishedDocuments } from '../../contracts/generate/published-documents.ts'
import { emptyFolder } from '../empty-folder.ts'
import { OPENS, pactFile } from './pact-file.ts'

const execute = promisify(execFile)
const root = new URL('../../', import.meta.url)
const documents = await publishedDocuments(new URL('contracts/', root))
const COMPARATOR = fileURLToPath(new URL('node_modules/@pactflow/openapi-pact-comparator/dist/cli.cjs', root))
const SHIPPED = ['contracts/pacts/goldplan-client-wechatpay-goldplan.json', 'test/integrator/pacts/my-shop-wechatpay-goldplan.json']

/** Uses PactFlow's own tool to compare pacts with a published document. */
async function compare(name: string, ...pacts: string[]): Promise<{ code: number; codes: string[] }> {
  const document = join(emptyFolder(), name)
  writeFileSync(document, stringify(documents[name], { aliasDuplicateObjects: false }))
  const { code = 0, stdout } = await execute(process.execPath, [COMPARATOR, '--oas', document, ...pacts]).catch((error) => error)
  const results = String(stdout).trim().split('\n')
  return { code, codes: results.flatMap((line) => JSON.parse(line)).map((result) => result.code) }
}

describe("PactFlow's comparator", () => {
  test.each(['wechatpay.openapi.yaml', 'wechatpay.openapi-3.0.yaml'])('finds no difference between %s and the pact files', async (name) => {
    const pacts = SHIPPED.map((file) => fileURLToPath(new URL(file, root)))
    expect(await compare(name, ...pacts)).toEqual({ code: 0, codes: [] })
  })

  test('finds nothing wrong with a pact that has the headers of a signed answer', async () => {
    const signature = ['Nonce', 'Serial', 'Signature', 'Signature-Type', 'Timestamp'].map((name) => [`Wechatpay-${name}`, 'x'])
    const headers = { ...Object.fromEntries(signature), 'Request-ID': 'x', 'Content-Language': 'zh-CN', 'Content-Type': 'application/json' }
    const request = {
      ...OPENS.request,
      headers: { ...OPENS.request.headers, Accept: 'application/json', Authorization: 'WECHATPAY2-SHA256-RSA2048 x' },
    }
    const pact = pactFile([{ request, response: { ...OPENS.response, headers } }])
    expect(await compare('goldplan.openapi.yaml', pact)).toEqual({ code: 0, codes: [] })
  })

  const { headers: _, ...unsigned } = OPENS.request
  test.each([
    ['an unknown path', { request: { ...OPENS.request, path: '/v3/nowhere' } }, 'request.path-or-method.unknown'],
    ['a header that no answer has', { response: { ...OPENS.response, headers: { 'X-Other': 'x' } } }, 'response.header.unknown'],
    ['a field of the wrong type', { response: { status: 200, body: { sub_mchid: 1 } } }, 'response.body.incompatible'],
    ['a request without Authorization', { request: unsigned }, 'request.authorization.missing'],
  ])('finds %s', async (_, interaction, code) => {
    const { code: exit, codes } = await compare('wechatpay.openapi.yaml', pactFile([interaction]))
    expect(exit).toBe(1)
    expect(codes).toContain(code)
  })
})

test('the document of all products has the paths of all operations and no other paths', () => {
  const paths = Object.keys(documents['wechatpay.openapi.yaml']?.paths ?? {})
  const operations: { path: string }[] = JSON.parse(readFileSync(new URL('contracts/operations.json', root), 'utf8'))
  expect(paths.toSorted()).toEqual([...new Set(operations.map(({ path }) => path))].toSorted())
})
