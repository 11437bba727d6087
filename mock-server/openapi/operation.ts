import type { ErrorExample } from '../../contracts/index.ts'

/** A JSON schema. The keywords that this server reads have types. */
export interface Schema {
  readonly title?: string
  readonly type?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly [keyword: string]: unknown
}

/** An error example: its answer and the number at the end of its Request-ID. */
export interface ErrorRow {
  readonly status: number
  readonly body: { readonly code: string; readonly message: string; readonly detail?: unknown }
  readonly requestIdCode: number
  /** Default values for the placeholders of the message. */
  readonly placeholders: Readonly<Record<string, string | number>>
}

/**
 * Returns the message of an error example, with values in place of the placeholders.
 *
 * @param placeholders The values by name. Without this parameter, the default values in the document are used.
 */
export function messageOf({ body, placeholders: usual }: ErrorRow, placeholders: ErrorRow['placeholders'] = usual): string {
  return body.message.replace(/\{(\w+)\}/g, (_, name: string) => String(placeholders[name] ?? ''))
}

/** One operation of an OpenAPI document. */
export interface Operation {
  /** The operationId. */
  readonly id: string
  /** The HTTP method in upper case. */
  readonly method: string
  /** The path template, with parameters in braces. */
  readonly path: string
  /** The schema of the JSON body; `undefined` when the operation takes no body. */
  readonly bodySchema: Schema | undefined
  /** Whether the body has fields that its schema marks with `x-encrypted`. */
  readonly hasEncryptedFields: boolean
  /** Whether the operation requires the header `Wechatpay-Serial`. */
  readonly requiresPlatformSerial: boolean
  readonly pathSchemas: Readonly<Record<string, Schema>>
  readonly querySchemas: Readonly<Record<string, Schema>>
  /** The successful answer: its status and the first example of its body. */
  readonly success: { readonly status: number; readonly body: unknown }
  /** The error examples by name, in the order of the document. */
  readonly errors: ReadonlyMap<string, ErrorRow>
  /** The name of the error example for calls above the rate limit of a fault. It is used when the fault names no error example. */
  readonly limitExample: string | undefined
  /** The names of the error examples that calls for test sub-merchants get, by `sub_mchid`. */
  readonly testSubMerchants: ReadonlyMap<string, ErrorExample>
}

/** Whether an operation acts on the sub-merchant that its body names. */
export function isForSubMerchant({ bodySchema }: Operation): boolean {
  return Object.hasOwn(bodySchema?.properties ?? {}, 'sub_mchid')
}
