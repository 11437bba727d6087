import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundleDocument, type OpenApiDocument } from './bundle-document.ts'

/** The file name of the gateway's OpenAPI document. */
export const GATEWAY = 'gateway.openapi.yaml'

/**
 * Reads the OpenAPI document of each product, and makes it self-contained with {@link bundleDocument}.
 *
 * @param contracts The folder of the documents.
 * @returns The documents by product name, in alphabetical order.
 */
export async function productDocuments(contracts: URL): Promise<Record<string, OpenApiDocument>> {
  const files = await readdir(fileURLToPath(contracts))
  const names = files.flatMap((file) => (file === GATEWAY ? [] : (/^(.+)\.openapi\.yaml$/.exec(file)?.[1] ?? []))).toSorted()
  const read = names.map(async (name) => [name, await bundleDocument(new URL(`${name}.openapi.yaml`, contracts))] as const)
  return Object.fromEntries(await Promise.all(read))
}
