import type { HttpRequest } from './edge/http-exchange.ts'
import type { ScriptedResult } from './faults/fault-script.ts'
import type { Language } from './gateway/content-language.ts'
import type { Operation } from './openapi/index.ts'
import type { Claim } from './tenant/claimed-tenant.ts'
import type { Signer } from './tenant/next-signer.ts'

/** What the server has found out about a request so far. */
export interface RequestContext {
  readonly request: HttpRequest
  readonly claim: Claim
  readonly language: Language
  readonly operation?: Operation
  /** The key that signs the answer, unless a fault chooses another key. It is set after the signature of the request is verified. */
  readonly signer?: Signer | undefined
  readonly scripted?: ScriptedResult
  /** Each sentence tells about something that the server accepted but WeChat Pay may refuse. */
  readonly warnings?: readonly string[]
}
