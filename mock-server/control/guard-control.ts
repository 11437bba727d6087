import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import type { HttpRequest } from '../edge/http-exchange.ts'
import { ControlError } from './control-error.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/**
 * Lets only this machine use the control API, or who has the token; and no web page of another site: a page can make a browser send requests
 * here, and can name this address in its own DNS, but can't choose the Host and Origin that the browser sends.
 *
 * @throws {ControlError} 401 for a wrong token, 403 otherwise; with what was seen.
 */
export function guardControl({ headers, connection }: HttpRequest, { host, token }: Guard): void {
  const { remoteAddress, localPort } = connection
  const hasToken = checkToken(headers['authorization'], token)
  const authority = headers['host']
  if (!hasToken && !isLoopback(remoteAddress))
    throw forbidden('The control API answers on loopback, or with Authorization: Bearer and the control token', {
      remote_address: remoteAddress,
    })
  if (!hasToken && !isOwn(authority, host, localPort)) throw forbidden('The Host is not this server', { host: authority ?? null })
  const origin = headers['origin']
  const isSameOrigin =
    origin === undefined || isOwn(afterScheme(origin), host, localPort) || (hasToken && afterScheme(origin) === authority)
  if (!isSameOrigin) throw forbidden('The Origin is another site', { origin })
}

/** What the guard looks at beside the request. */
interface Guard {
  /** The host name that the server was told to listen on. */
  readonly host: string
  /** What opens the control API to other machines; `undefined` for nothing. */
  readonly token: string | undefined
}

/** Whether the token was given; a wrong one is refused, whoever gives it. */
function checkToken(authorization: string | undefined, token: string | undefined): boolean {
  if (authorization === undefined) return false
  const given = /^bearer (.*)$/i.exec(authorization)?.[1]
  if (token !== undefined && given !== undefined && isEqual(given, token)) return true
  throw new ControlError(
    401,
    'UNAUTHORIZED',
    'The control token is wrong: Authorization must be Bearer and the token that the server has',
    {},
  )
}

/** In a time that says nothing of either. */
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
  return name === 'localhost' || name.endsWith('.localhost') || name === host.toLowerCase() || isLoopback(name)
}

/** Says whether an address is one of this machine's own network. */
export function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

function forbidden(message: string, detail: Record<string, unknown>): ControlError {
  return new ControlError(403, 'FORBIDDEN', message, detail)
}
