// Generated from the names of the OpenAPI documents by npm run generate. Do not edit.
import { contractFile } from './contract-file.ts'

/**
 * File URLs of the OpenAPI 3.1 documents of the contract. In the package each document is self-contained; in the source repository the product
 * documents refer to the gateway's document.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { documents } from 'wechatpay-goldplan-mock/contracts'
 *
 * console.log(await readFile(documents.goldplan, 'utf8'))
 * ```
 */
export const documents: {
  readonly certificates: URL
  readonly goldplan: URL
  readonly security: URL
  readonly gateway: URL
  readonly control: URL
} = {
  certificates: contractFile('certificates.openapi.yaml'),
  goldplan: contractFile('goldplan.openapi.yaml'),
  security: contractFile('security.openapi.yaml'),
  gateway: contractFile('gateway.openapi.yaml'),
  control: contractFile('control/control.openapi.yaml'),
}

/** File URLs of the operations in Prism's format: one file for all products, and one for the control API. */
export const operationFiles: { readonly products: URL; readonly control: URL } = {
  products: contractFile('operations.json'),
  control: contractFile('control/control.operations.json'),
}
