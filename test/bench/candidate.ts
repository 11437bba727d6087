import type { WireRequest } from './wire-request.ts'

/** A server to measure, in a process of its own. */
export interface Candidate {
  readonly name: string
  /** Whether it verifies the signature of a request. */
  readonly verifies: boolean
  /** What it signs with RSA-2048, if it signs anything. */
  readonly signs?: 'answers' | 'tokens'
  /**
   * What Node runs to start it on this port of 127.0.0.1.
   *
   * @throws {Error} When its package is not installed.
   */
  readonly command: (port: number) => readonly string[]
  /** Environment variables that it needs, given a folder that is deleted when it has stopped. */
  readonly variables?: (folder: string) => Readonly<Record<string, string>>
  /** What it is sent; without it, signed requests of a service provider. */
  readonly request?: WireRequest
}
