import type { WireRequest } from './wire-request.ts'

/** A server to measure, in a process of its own. */
export interface Candidate {
  readonly name: string
  /** Whether it verifies the signatures of requests. */
  readonly verifies: boolean
  /** What the server signs with RSA-2048. If omitted, it signs nothing. */
  readonly signs?: 'answers' | 'tokens'
  /**
   * The arguments with which Node starts it on this port of 127.0.0.1.
   *
   * @throws {Error} When its package is not installed.
   */
  readonly command: (port: number) => readonly string[]
  /** Environment variables that it needs. The folder is deleted after it has stopped. */
  readonly variables?: (folder: string) => Readonly<Record<string, string>>
  /** The request that the benchmark sends to it. If omitted, it gets signed requests of a service provider. */
  readonly request?: WireRequest
}
