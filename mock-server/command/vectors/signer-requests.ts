import { readFile } from 'node:fs/promises'
import { developmentKeys, vectors } from '../../../contracts/index.ts'

/** A golden vector, as far as a signer is asked for it. */
export interface SignerRequest {
  readonly name: string
  readonly request: { readonly method: string; readonly target: string; readonly body: string }
  readonly timestamp: string
  readonly nonce_str: string
  /** The clock of the gateway, seconds since 1970. */
  readonly now: number
}

/**
 * The requests that a signer is asked for.
 *
 * @param only What is in their names, in any case; all of them when left out.
 * @throws {Error} When there is none.
 */
export async function signerRequests(only: string | undefined): Promise<SignerRequest[]> {
  const { requests } = JSON.parse(await readFile(vectors.requests, 'utf8'))
  const chosen = requests.filter(isText).filter(({ name }: SignerRequest) => name.toLowerCase().includes(only?.toLowerCase() ?? ''))
  if (chosen.length === 0) throw new Error(`--only ${only}: no request has that in its name; without --only all are named`)
  return chosen
}

/** A body that is no UTF-8 can't stand in a JSON string; the gateway refuses it anyway, so that no signer need be able to sign it. */
function isText({ request }: SignerRequest): boolean {
  return request.body !== undefined
}

/** What a signer gets on stdin. */
export function stdinOf({ request: { method, target, body }, timestamp, nonce_str }: SignerRequest): string {
  const { mchid, serial: serial_no, privateKey: private_key } = developmentKeys.merchant
  return `${JSON.stringify({ mchid, serial_no, private_key, method, target, timestamp, nonce_str, body })}\n`
}
