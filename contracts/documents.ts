/**
 * Where the OpenAPI 3.1 documents of the contract are, as file URLs.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { documents } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(await readFile(documents.goldplan, 'utf8'))
 * ```
 */
export const documents: { readonly goldplan: URL; readonly control: URL } = {
  goldplan: new URL('./goldplan.openapi.yaml', import.meta.url),
  control: new URL('./control/control.openapi.yaml', import.meta.url),
}

/** What Prism makes of the documents: their operations, as JSON. Generated, so that a start need not read YAML and follow references. */
export const operationFiles: typeof documents = {
  goldplan: new URL('./goldplan.operations.json', import.meta.url),
  control: new URL('./control/control.operations.json', import.meta.url),
}
