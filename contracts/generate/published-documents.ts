import { mapValues, type OpenApiDocument } from './bundle-document.ts'
import { productDocuments } from './product-documents.ts'

/** OpenAPI documents for other tools, by file name. */
export type PublishedDocuments = Readonly<Record<string, OpenApiDocument>>

/** All products in one document, as OpenAPI 3.1 and as 3.0, which some tools need. */
const ALL = 'wechatpay.openapi.yaml'
const ALL_3_0 = 'wechatpay.openapi-3.0.yaml'

/**
 * The self-contained documents of the package: one for each product, and all products in one as OpenAPI 3.1 and 3.0. Each answer has the gateway's
 * headers, which the server and the generated types don't need.
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

/** The products in one document. They may share components, because each contains the gateway's. */
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
