import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test as base, describe, expect } from 'vitest'
import { bundleDocument } from '../../../contracts/generate/bundle-document.ts'
import { documents } from '../../../contracts/index.ts'
import { emptyFolder } from '../../empty-folder.ts'

const DOCUMENT = `
x-gateway: gateway.openapi.yaml
x-limit-example: SHOP_IS_FULL
paths:
  /v3/shop:
    post:
      operationId: openShop
      responses:
        '200': { description: It is open. }
        '400':
          description: The shop refuses.
          content:
            application/json:
              schema: { $ref: 'gateway.openapi.yaml#/components/schemas/Error' }
              examples: { SHOP_IS_FULL: { $ref: '#/components/examples/SHOP_IS_FULL' } }
    get:
      operationId: readShop
      responses:
        '200': { description: The shop. }
components:
  examples:
    SHOP_IS_FULL: { value: { code: FULL, message: full } }
`

const test = base.extend<{ bundle: (text: string) => ReturnType<typeof bundleDocument> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads this pattern to learn which fixtures are needed
  bundle: async ({}, use) => {
    const folder = emptyFolder()
    await cp(documents.gateway, join(folder, 'gateway.openapi.yaml'))
    await use(async (text) => {
      const file = join(folder, 'shop.openapi.yaml')
      await writeFile(file, text)
      return bundleDocument(pathToFileURL(file))
    })
  },
})

interface JsonContent {
  readonly 'application/json': { readonly examples?: object }
}

interface Bundled {
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: JsonContent }>>
}

describe('a bundled document', () => {
  test('refers to no other file', async ({ bundle }) => {
    expect(JSON.stringify(await bundle(DOCUMENT))).not.toContain('.yaml')
  })

  test("has the gateway's answers in each operation, with the gateway's examples before the operation's examples", async ({ bundle }) => {
    const { paths = {} } = await bundle(DOCUMENT)
    const { post, get } = paths['/v3/shop'] as unknown as { post: Bundled; get: Bundled }
    expect(Object.keys(get.responses)).toEqual(['200', '400', '401', '403', '404', '405', '406', '429', '500', '502', '503'])
    expect(post.responses['400']?.description).toBe('The shop refuses.')
    const names = Object.keys(post.responses['400']?.content?.['application/json'].examples ?? {})
    expect([names.at(0), names.at(-1)]).toEqual(['INVALID_REQUEST', 'SHOP_IS_FULL'])
  })

  test('has x-limit-example on each operation that documents the error SHOP_IS_FULL, and on no other operation', async ({ bundle }) => {
    const { paths } = await bundle(DOCUMENT)
    expect(paths?.['/v3/shop']?.['post']).toMatchObject({ 'x-limit-example': 'SHOP_IS_FULL' })
    expect(paths?.['/v3/shop']?.['get']).not.toHaveProperty('x-limit-example')
  })

  test("can't be made from a document that defines a component of the gateway's document again", async ({ bundle }) => {
    const duplicate = DOCUMENT.replace(
      '    SHOP_IS_FULL: { value',
      '    SYSTEM_ERROR: { value: { code: X, message: x } }\n    SHOP_IS_FULL: { value',
    )
    await expect(bundle(duplicate)).rejects.toThrow("components.examples.SYSTEM_ERROR is already defined in the gateway's document")
  })
})
