import type { MockCredentials } from '../../control/merchant-resource.ts'

/** A worker that listens. */
export interface Ready {
  readonly url: string
  readonly credentials: MockCredentials
}

/** Why a worker can't listen. */
export interface Failed {
  /** The error in one line, with the names of the settings. */
  readonly message: string
  readonly exitCode: 1 | 2
}

/** What a worker tells the primary process. */
export type FromWorker = { readonly ready: Ready } | { readonly failed: Failed }

/** The only message to a worker; it tells it to stop. */
export const STOP = 'stop'
