import { mapValues, type OpenApiDocument } from './bundle-document.ts'
import { productDocuments } from './product-documents.ts'

/** OpenAPI documents for other tools, by file name. */
export type PublishedDocuments = Readonly<Record<string, OpenApiDocument>>

/** The names of the documents that contain all products. One is OpenAPI 3.1, the other is OpenAPI 3.0, which some tools need. */
const ALL = 'wechatpay.openapi.yaml'
const ALL_3_0 = 'wechatpay.openapi-3.0.yaml'

/**
 * Returns the self-contained documents of the package: one for each product, and two that contain all products. Every answer in the
 * documents has the headers that the gateway sends. The server and the generated types don't need these headers.
 */
export async function publishedDocuments(contracts: URL): Promise<PublishedDocuments> {
  const products = mapValues(await productDocuments(contracts), withAnswerHeaders)
  const all = merged(Object.values(products))
  return {
    ...Object.fromEntries(Object.entries(products).map(([name, product]) => [`${name}.openapi.yaml`, product])),
    [ALL]: all,
    [ALL_3_0]: { ...all, openapi: '3.0.3' } as OpenApiDocument,
  }
}

/** Adds the headers defined in `components` to each answer, including the answers that several operations share. */
function withAnswerHeaders(document: OpenApiDocument): OpenApiDocument {
  const { headers = {}, responses = {} } = document.components
  const declared = mapValues(headers, (_, name) => ({ $ref: `#/components/headers/${name}` }))
  const withHeaders = (response: unknown) => (isReference(response) ? response : { ...(response as object), headers: declared })
  const paths = mapValues(document.paths ?? {}, (methods) =>
    mapValues(methods, (operation) => ({ ...operation, responses: mapValues(operation.responses, withHeaders) })),
  )
  return { ...document, paths, components: { ...document.components, responses: mapValues(responses, withHeaders) } }
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$ref' in value
}

/** Merges the products into one document. Every product contains the gateway's components, so products may share components. */
function merged(products: readonly OpenApiDocument[]): OpenApiDocument {
  const sections = new Set(products.flatMap(({ components }) => Object.keys(components)))
  const components = [...sections].map((section) => [section, mergedSection(section, products)] as const)
  return {
    ...(products[0] as OpenApiDocument),
    info: {
      title:
        'WeChat Pay APIv3: gold plan (点金计划), platform certificates (平台证书), test of signatures and encryption (签名验签与加解密测试)',
      version: '2024.11.18',
      description: 'All operations of wechatpay-goldplan-mock.',
    },
    paths: Object.assign({}, ...products.map(({ paths }) => paths)),
    components: Object.fromEntries(components),
  } as OpenApiDocument
}

/** @throws {Error} When two products define a component of the same name differently. */
function mergedSection(section: string, products: readonly OpenApiDocument[]): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown> = {}
  for (const [name, value] of products.flatMap(({ components }) => Object.entries(components[section] ?? {}))) {
    if (Object.hasOwn(all, name) && JSON.stringify(all[name]) !== JSON.stringify(value))
      throw new Error(`components.${section}.${name} is defined differently in two documents`)
    all[name] = value
  }
  return all
}
