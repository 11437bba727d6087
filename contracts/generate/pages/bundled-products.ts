import { bundleDocument, type OpenApiDocument } from '../bundle-document.ts'
import { productDocuments } from '../document-files.ts'

/** The documents of the products, the one with the most operations first. */
export async function bundledProducts(root: URL): Promise<OpenApiDocument[]> {
  const contracts = new URL('contracts/', root)
  const names = await productDocuments(contracts)
  const products = await Promise.all(names.map((name) => bundleDocument(new URL(`${name}.openapi.yaml`, contracts))))
  return products.toSorted((one, other) => operationCount(other) - operationCount(one))
}

function operationCount({ paths = {} }: OpenApiDocument): number {
  return Object.values(paths).flatMap((methods) => Object.keys(methods)).length
}
