import { Buffer } from 'node:buffer'
import { developmentKeys, importPublicKey, verifyResponse } from '../../contracts/index.ts'
import { send } from '../send.ts'
import { signedNow } from './signed-requests.ts'
import type { Running } from './start.ts'

/**
 * Checks that a server in the benchmark does what its `candidate` says. With `signs: 'answers'`, the server must sign its answers. With
 * `verifies: true`, it must refuse a wrong signature.
 *
 * @throws {Error} When the server does not do what its `candidate` says.
 */
export async function checkSignatures({ candidate, url }: Running): Promise<void> {
  const request = await signedNow()
  if (candidate.signs === 'answers') {
    const { headers, body } = await send(url, request)
    const header = (name: string) => headers[name]?.toString()
    const { serial, certificate } = developmentKeys.platform
    const keys = new Map([[serial, () => importPublicKey(certificate)]])
    await verifyResponse({ header, body: Buffer.from(body) }, { now: Date.now, keys })
  }
  if (!candidate.verifies) return
  const { status } = await send(url, { ...request, body: Buffer.from(`${request.body} `) })
  if (status !== 401) throw new Error(`The server must answer a wrong signature with 401, but it answered ${status}`)
}
