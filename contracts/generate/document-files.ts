import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import openapiTS, { astToString } from 'openapi-typescript'
import { bundleDocument, type OpenApiDocument } from './bundle-document.ts'
import { documentForServer } from './document-for-server.ts'
import { withFieldComments } from './field-comments.ts'
import { messageTypes } from './message-types.ts'
import { GATEWAY, productDocuments } from './product-documents.ts'
import { inlinePropertyReferences } from './property-references.ts'

/** The contents of generated files, by path from the project root. */
export type GeneratedFiles = Readonly<Record<string, string>>

const CONTROL = 'control/control.openapi.yaml'

/**
 * Generates the types, the list of the documents, and the operations in Prism's format. With these operations, the server does not have to
 * parse YAML and resolve references when it starts.
 */
export async function documentFiles(root: URL): Promise<GeneratedFiles> {
  const contracts = new URL('contracts/', root)
  const products = await productDocuments(contracts)
  const control = await bundleDocument(new URL(CONTROL, contracts))
  // Must run before Prism reads the documents, because Prism resolves their references in place.
  const messages = messageTypes(products, await bundleDocument(new URL(GATEWAY, contracts)))
  const files = Object.entries(products).map(([name, document]) => [`${name}.openapi.yaml`, document] as const)
  const types = [...files, [CONTROL, control] as const].map(async ([file, document]) => {
    return [`contracts/${file.replace(/\.yaml$/, '.d.ts')}`, await typesText(file, document)]
  })
  return {
    ...Object.fromEntries(await Promise.all(types)),
    'contracts/operations.json': await operationsText(Object.values(products)),
    'contracts/control/control.operations.json': await operationsText([documentForServer(control)]),
    'contracts/operations.d.ts': operationTypes(Object.keys(products)),
    'contracts/messages.d.ts': messages,
    'contracts/documents.ts': documentsText([...files.map(([file]) => file), GATEWAY, CONTROL]),
  }
}

async function operationsText(documents: readonly OpenApiDocument[]): Promise<string> {
  const operations = await Promise.all(documents.map((document) => getHttpOperationsFromSpec(document)))
  return `${JSON.stringify(operations.flat())}\n`
}

async function typesText(file: string, document: OpenApiDocument): Promise<string> {
  // With defaultNonNullable, a field with a default would become required in requests.
  const types = astToString(
    await openapiTS(JSON.stringify(withFieldComments(inlinePropertyReferences(document))), { defaultNonNullable: false }),
  )
  return `// Generated from ${file.split('/').at(-1)} by npm run generate. Do not edit.\n${types}${errorTypes(document)}`
}

/** Writes two union types: the names of a document's error examples, and their codes. A misspelt name or code then does not compile. */
function errorTypes({ components: { examples = {} } }: OpenApiDocument): string {
  const codes = Object.values(examples).map((example) => (example as { value: { code: string } }).value.code)
  return `export type ErrorExample = ${union(Object.keys(examples))};\nexport type ErrorCode = ${union(codes)};\n`
}

function union(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `'${name}'`).join(' | ') || 'never'
}

function operationTypes(products: readonly string[]): string {
  const imports = products.map((name) => `import type * as ${name} from './${name}.openapi.d.ts'\n`).join('')
  const all = (type: string, operator: string) => products.map((name) => `${name}.${type}`).join(` ${operator} `)
  return `// Generated from the OpenAPI documents by npm run generate. Do not edit.
${imports}
/** The paths of all products. */
export type paths = ${all('paths', '&')}
/** The operations of all products, by operationId. */
export type operations = ${all('operations', '&')}
/** The operationId of an operation. */
export type OperationId = keyof operations
/** The name of an error example in the documents. */
export type ErrorExample = ${all('ErrorExample', '|')}
/** A documented error code (错误码). */
export type ErrorCode = ${all('ErrorCode', '|')}
`
}

function documentsText(files: readonly string[]): string {
  const names = files.map((file) => [/([^/]+)\.openapi\.yaml$/.exec(file)?.[1] ?? '', file] as const)
  return `// Generated from the names of the OpenAPI documents by npm run generate. Do not edit.
import { contractFile } from './contract-file.ts'

/**
 * File URLs of the OpenAPI 3.1 documents of the contract. In the package each document is self-contained; in the source repository the product
 * documents refer to the gateway's document.
 *
 * @example
 * \`\`\`ts
 * import { readFile } from 'node:fs/promises'
 * import { documents } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(await readFile(documents.goldplan, 'utf8'))
 * \`\`\`
 */
export const documents: {
${names.map(([name]) => `  readonly ${name}: URL\n`).join('')}} = {
${names.map(([name, file]) => `  ${name}: contractFile('${file}'),\n`).join('')}}

/** File URLs of the operations in Prism's format: one file for all products, and one for the control API. */
export const operationFiles: { readonly products: URL; readonly control: URL } = {
  products: contractFile('operations.json'),
  control: contractFile('control/control.operations.json'),
}
`
}
