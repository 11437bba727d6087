import type { WireRequest } from '../signed-request.ts'

/** A server that the benchmark starts in a separate process and measures. */
export interface Candidate {
  readonly name: string
  /** Whether the server verifies the signatures of requests. */
  readonly verifies: boolean
  /** What the server signs with RSA-2048. If omitted, the server signs nothing. */
  readonly signs?: 'answers' | 'tokens'
  /**
   * The arguments with which Node starts the server on this port of 127.0.0.1.
   *
   * @throws {Error} When the package of the server is not installed.
   */
  readonly command: (port: number) => readonly string[]
  /** Environment variables that the server needs. `folder` is the folder in which the server runs. */
  readonly variables?: (folder: string) => Readonly<Record<string, string>>
  /** The request that the benchmark sends. If omitted, the server gets signed requests of a service provider. */
  readonly request?: WireRequest
}
