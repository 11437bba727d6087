import type { ErrorExample } from '../../contracts/index.ts'

/** A JSON schema: the keywords that errors name. Any other keyword is there, too. */
export interface Schema {
  readonly title?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly [keyword: string]: unknown
}

/** An error example: what its answer holds, and the number that ends its Request-ID. */
export interface ErrorRow {
  readonly status: number
  readonly body: { readonly code: string; readonly message: string; readonly detail?: unknown }
  readonly requestIdCode: number
  /** What fills the braces of its message when the request does not. */
  readonly placeholders: Readonly<Record<string, string | number>>
}

/** One operation of an OpenAPI document. */
export interface Operation {
  /** Its operationId. */
  readonly id: string
  /** Upper-case. */
  readonly method: string
  /** With its parameters in braces. */
  readonly path: string
  /** The schema of its JSON body; `undefined` when it takes none. */
  readonly bodySchema: Schema | undefined
  readonly pathSchemas: Readonly<Record<string, Schema>>
  readonly querySchemas: Readonly<Record<string, Schema>>
  /** Its success: the status, and the first example of the body; no body for 204. */
  readonly success: { readonly status: number; readonly body: unknown }
  /** Its error examples by name, in the order of the document. */
  readonly errors: ReadonlyMap<string, ErrorRow>
  /** The error of a call that a scripted limit refuses; `undefined` when the document names none. */
  readonly limitExample: string | undefined
  /** By the number of a test sub-merchant: the error of every call for it. */
  readonly testSubMerchants: ReadonlyMap<string, ErrorExample>
}

/** Whether the calls of an operation are for one sub-merchant. */
export function isForSubMerchant({ bodySchema }: Operation): boolean {
  return Object.hasOwn(bodySchema?.properties ?? {}, 'sub_mchid')
}
