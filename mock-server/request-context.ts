import type { HttpRequest } from './edge/http-exchange.ts'
import type { ScriptedResult } from './faults/fault-script.ts'
import type { Language } from './gateway/content-language.ts'
import type { Operation } from './openapi/index.ts'
import type { Claim } from './tenant/claimed-tenant.ts'
import type { Signer } from './tenant/next-signer.ts'

/** What is known of a request so far. */
export interface RequestContext {
  readonly request: HttpRequest
  readonly claim: Claim
  readonly language: Language
  readonly operation?: Operation
  /** The key that signs the answer unless a fault chooses another; known after the request's signature is verified. */
  readonly signer?: Signer | undefined
  readonly scripted?: ScriptedResult
  /** Sentences about what the server accepted although WeChat Pay may refuse it. */
  readonly warnings?: readonly string[]
}
