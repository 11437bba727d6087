import type { SignedRequest } from '../signed-request.ts'

/** A request as sent. */
export type WireRequest = Pick<SignedRequest, 'method' | 'target' | 'headers' | 'body'>
