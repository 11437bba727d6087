import { describe, expect, it } from 'vitest'
import type { OpenApiDocument } from '../../../contracts/generate/bundle-document.ts'
import { messageTypes } from '../../../contracts/generate/message-types.ts'

const GATEWAY: OpenApiDocument = { components: { schemas: { Error: {} } } }
const reference = (name: string) => ({ content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } })
const SHOP: OpenApiDocument = {
  paths: {
    '/v3/shop': {
      post: {
        operationId: 'openShop',
        summary: '开店',
        description: 'Opens a shop.',
        externalDocs: { url: 'https://shop.example/open' },
        requestBody: reference('OpenShopRequest'),
        responses: { 200: reference('OpenShopResponse'), 400: reference('Error') },
      },
    },
  },
  components: {
    schemas: { Error: {}, OpenShopRequest: {}, OpenShopResponse: {}, Size: { title: '大小', description: 'How large.' }, Bare: {} },
  },
}

describe('messageTypes', () => {
  it("exports a type for each schema of a product, with a comment if there is a description, and no type for the gateway's schemas", () => {
    expect(messageTypes({ shop: SHOP }, GATEWAY)).toBe(`// Generated from the OpenAPI documents by npm run generate. Do not edit.
import type { components as shop } from './shop.openapi.d.ts'

/**
 * The request body of openShop (开店). Opens a shop.
 *
 * @see https://shop.example/open
 */
export type OpenShopRequest = shop['schemas']['OpenShopRequest']
/**
 * The response body of openShop (开店). Opens a shop.
 *
 * @see https://shop.example/open
 */
export type OpenShopResponse = shop['schemas']['OpenShopResponse']
/** 大小: How large. */
export type Size = shop['schemas']['Size']
export type Bare = shop['schemas']['Bare']
`)
  })

  it('refuses two products that define a schema of the same name', () => {
    const other: OpenApiDocument = { components: { schemas: { Error: {}, Size: {} } } }
    expect(() => messageTypes({ shop: SHOP, other }, GATEWAY)).toThrow('shop and other both define the schema Size')
  })
})
