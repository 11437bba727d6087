// Generated from the OpenAPI documents by npm run generate. Do not edit.
import type * as certificates from './certificates.openapi.d.ts'
import type * as goldplan from './goldplan.openapi.d.ts'
import type * as security from './security.openapi.d.ts'

/** The paths of all products. */
export type paths = certificates.paths & goldplan.paths & security.paths
/** The operations of all products, by operationId. */
export type operations = certificates.operations & goldplan.operations & security.operations
/** The operationId of an operation. */
export type OperationId = keyof operations
/** The name of an error example in the documents. */
export type ErrorExample = certificates.ErrorExample | goldplan.ErrorExample | security.ErrorExample
/** A documented error code (错误码). */
export type ErrorCode = certificates.ErrorCode | goldplan.ErrorCode | security.ErrorCode
