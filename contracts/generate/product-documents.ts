import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundleDocument, type OpenApiDocument } from './bundle-document.ts'

/** The file name of the gateway's document. */
export const GATEWAY = 'gateway.openapi.yaml'

/**
 * Reads the documents of the products and makes them self-contained, as {@link bundleDocument} does.
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
