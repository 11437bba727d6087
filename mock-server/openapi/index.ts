export { type Flaw, flawsOf, pointer, requestSchema, type Violation } from './flaw.ts'
export { type Api, openApi } from './open-api.ts'
export { type ErrorRow, isForSubMerchant, type Operation, type Schema } from './operation.ts'
export { pathOf, pathValues, queryOf } from './request-parts.ts'
