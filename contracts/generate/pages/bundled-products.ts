import type { OpenApiDocument } from '../bundle-document.ts'
import { productDocuments } from '../product-documents.ts'

/** Returns the OpenAPI document of each product. The product with the most operations comes first. */
export async function bundledProducts(root: URL): Promise<OpenApiDocument[]> {
  const products = await productDocuments(new URL('contracts/', root))
  return Object.values(products).toSorted((one, other) => operationCount(other) - operationCount(one))
}

function operationCount({ paths = {} }: OpenApiDocument): number {
  return Object.values(paths).flatMap((methods) => Object.keys(methods)).length
}
