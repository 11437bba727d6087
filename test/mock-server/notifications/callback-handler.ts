import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { decryptResource, developmentKeys, diagnoseNotification } from '../../../contracts/index.ts'
import { portOf } from '../../free-port.ts'

/** One notification that a handler received. */
export interface Received {
  readonly method: string | undefined
  readonly target: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What a handler does after it has read the body of a request. It sends an answer with this status, or it calls this function. */
export type Reaction = number | ((response: ServerResponse, request: IncomingMessage) => void)

/** A callback handler of a merchant. */
export interface CallbackHandler {
  readonly url: string
  readonly port: number
  readonly received: Received[]
  /** The IDs of the notifications, in the order in which they arrived. */
  ids(): string[]
}

/**
 * Starts a handler on this machine. The handler ends with the test.
 *
 * @param reactions One reaction for each request, in order. The last reaction is repeated for all later requests.
 */
export async function callbackHandler(...reactions: Reaction[]): Promise<CallbackHandler> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined)
    // There is no body if the connection was cut.
    if (body === undefined) return
    const reaction = reactions[Math.min(received.length, reactions.length - 1)] ?? 200
    received.push({ method: request.method, target: request.url, headers: request.headers, body })
    if (typeof reaction === 'number') response.writeHead(reaction).end(reaction < 300 ? '' : '{"code":"FAIL","message":"失败"}')
    else reaction(response, request)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const port = await portOf(server)
  return { url: `http://127.0.0.1:${port}/notify`, port, received, ids: () => received.map(({ body }) => JSON.parse(body).id) }
}

const KEYS = [
  { serial: developmentKeys.platform.serial, pem: developmentKeys.platform.certificate },
  { serial: developmentKeys.platformPublicKey.id, pem: developmentKeys.platformPublicKey.publicKey },
]

/** How a merchant with the shipped keys judges a notification: `valid`, or the check that fails. */
export async function judged({ headers, body }: Received, now: number): Promise<string> {
  const { apiV3Key } = developmentKeys
  const { verdict, check } = await diagnoseNotification({ headers: headers as Record<string, string>, body }, { keys: KEYS, apiV3Key, now })
  return verdict === 'valid' ? 'valid' : String(check)
}

/** The decrypted resource of a notification. */
export async function resourceOf({ body }: Received): Promise<unknown> {
  return JSON.parse(await decryptResource(JSON.parse(body).resource, developmentKeys.apiV3Key))
}
