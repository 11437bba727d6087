import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { bundleDocument } from '../../../contracts/generate/bundle-document.ts'
import { documents } from '../../../contracts/index.ts'
import { emptyFolder } from '../../empty-folder.ts'

/** Writes the operations of an OpenAPI document to a file, in Prism's format. The document may refer to the gateway's document. */
export async function writtenOperations(text: string): Promise<URL> {
  const folder = emptyFolder()
  await cp(documents.gateway, join(folder, 'gateway.openapi.yaml'))
  const file = join(folder, 'written.openapi.yaml')
  await writeFile(file, text)
  const operations = join(folder, 'written.operations.json')
  await writeFile(operations, JSON.stringify(await getHttpOperationsFromSpec(await bundleDocument(pathToFileURL(file)))))
  return pathToFileURL(operations)
}
