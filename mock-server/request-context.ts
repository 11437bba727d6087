import type { HttpRequest } from './edge/http-exchange.ts'
import type { ScriptedResult } from './faults/fault-script.ts'
import type { Operation } from './openapi/open-document.ts'
import type { Claim } from './tenant/claimed-tenant.ts'
import type { PlatformKey } from './tenant/platform.ts'

/** How far a request came. */
export interface RequestContext {
  readonly request: HttpRequest
  readonly claim: Claim
  readonly operation?: Operation
  /** What signs the answer, once the signature of the request holds. */
  readonly signer?: PlatformKey | undefined
  readonly scripted?: ScriptedResult
}
