import { createHash, timingSafeEqual } from 'node:crypto'
import type { HttpRequest } from '../edge/http-exchange.ts'
import { isLoopback, isThisMachine } from '../edge/ip-address.ts'
import { ControlError } from './control-error.ts'
import type { ControlContext } from './control-handler.ts'

/**
 * Lets a caller use the control API if it is on this machine or has the control token. Refuses requests that web pages of other sites send.
 * Such a page can make a browser on this machine send requests to this server, and can point its own DNS name to this server's address. The
 * page can't set the Host and Origin headers, because the browser sets them.
 *
 * @throws {ControlError} 401 when Authorization does not have the control token. 403 in all other cases; its detail has the refused value.
 */
export function guardControl({ method, headers, connection }: HttpRequest, { host, token, allowHosts, publicUrl }: Guard): void {
  const { remoteAddress, localPort } = connection
  const hasToken = checkToken(headers['authorization'], token)
  const authority = headers['host']
  if (!hasToken && !isLoopback(remoteAddress))
    throw forbidden(
      token === undefined
        ? 'The control API answers on loopback only, because the server was started without a control token'
        : 'The control API answers on loopback, or with Authorization: Bearer and the control token',
      { remote_address: remoteAddress },
    )
  const isAllowed = isAmong(authority, allowHosts)
  if (!hasToken && !isAllowed && !isOwn(authority, host, localPort))
    throw forbidden('The Host is not this server', { host: authority ?? null })
  const origin = headers['origin']
  const isSameOrigin =
    origin === undefined ||
    isOwn(afterScheme(origin), host, localPort) ||
    // A proxy may replace the Host that the browser sent, so the Origin is compared with the public URL.
    (hasToken && publicUrl !== undefined && origin === new URL(publicUrl).origin) ||
    ((hasToken || isAllowed) && afterScheme(origin) === authority)
  if (!isSameOrigin) throw forbidden('The Origin is another site', { origin })
  const site = headers['sec-fetch-site']
  if (origin === undefined && isOfOtherPage(site) && !isVisit(method, headers))
    throw forbidden('A page of another site or port sent the request', { 'sec-fetch-site': site })
}

/**
 * Whether Sec-Fetch-Site says that a page of another site or port sent the request. The header is checked because a browser may send no
 * Origin for an image, a script or a GET form.
 */
function isOfOtherPage(site: string | undefined): boolean {
  return site === 'cross-site' || site === 'same-site'
}

/** Whether a browser opens the target as a page, for example from a link. This is allowed: the page with the link can't read the answer. */
function isVisit(method: string, headers: HttpRequest['headers']): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination = 'document', accept = '' } = headers
  return method === 'GET' && mode === 'navigate' && destination === 'document' && accept.includes('text/html')
}

type Guard = Pick<ControlContext, 'host' | 'token' | 'allowHosts' | 'publicUrl'>

/** Whether the request has the token. A wrong token is refused even on loopback. */
function checkToken(authorization: string | undefined, token: string | undefined): boolean {
  if (authorization === undefined) return false
  const given = /^bearer (.*)$/i.exec(authorization)?.[1]
  if (token !== undefined && given !== undefined && isEqual(given, token)) return true
  throw new ControlError(
    401,
    'UNAUTHORIZED',
    token === undefined
      ? 'The server was started without a control token: leave out Authorization'
      : 'The control token is wrong: Authorization must be Bearer and the token that the server has',
    {},
  )
}

/** Compares in constant time. */
function isEqual(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}

function afterScheme(origin: string): string {
  return origin.replace(/^https?:\/\//, '')
}

function isOwn(authority: string | undefined, host: string, port: number): boolean {
  const url = URL.parse(`http://${authority}`)
  if (!authority || /[\s/@?#]/.test(authority) || !url || Number(url.port || 80) !== port) return false
  const name = url.hostname.replace(/^\[|\]$/g, '')
  return isThisMachine(name) || name.endsWith('.localhost') || name === host.toLowerCase()
}

/** Whether a Host header has one of these names. The port is not checked, because a proxy or a container may publish another port. */
function isAmong(authority: string | undefined, names: readonly string[]): boolean {
  const name = /^([a-z\d.-]+)(?::\d+)?$/i.exec(authority ?? '')?.[1]?.toLowerCase()
  return names.some((other) => other.toLowerCase() === name)
}

function forbidden(message: string, detail: Record<string, unknown>): ControlError {
  return new ControlError(403, 'FORBIDDEN', message, detail)
}
