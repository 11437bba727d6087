import { BlockList, isIPv6 } from 'node:net'
import type { HttpRequest } from '../edge/http-exchange.ts'
import { ControlError } from './control-error.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/**
 * Lets only this machine use the control API, and no web page of another site: a page can make a browser send requests here, and can name
 * this address in its own DNS, but can't choose the Host and Origin that the browser sends.
 *
 * @param host The host name that the server was told to listen on.
 * @throws {ControlError} 403, with what was seen.
 */
export function guardControl({ headers, connection }: HttpRequest, host: string): void {
  const { remoteAddress, localPort } = connection
  if (!isLoopback(remoteAddress)) throw forbidden('The control API answers on loopback only', { remote_address: remoteAddress })
  if (!isOwn(headers['host'], host, localPort)) throw forbidden('The Host is not this server', { host: headers['host'] ?? null })
  const origin = headers['origin']
  if (origin !== undefined && !isOwn(origin.replace(/^https?:\/\//, ''), host, localPort))
    throw forbidden('The Origin is another site', { origin })
}

function isOwn(authority: string | undefined, host: string, port: number): boolean {
  const url = URL.parse(`http://${authority}`)
  if (!authority || /[\s/@?#]/.test(authority) || !url || Number(url.port || 80) !== port) return false
  const name = url.hostname.replace(/^\[|\]$/g, '')
  return name === 'localhost' || name.endsWith('.localhost') || name === host.toLowerCase() || isLoopback(name)
}

function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

function forbidden(message: string, detail: Record<string, unknown>): ControlError {
  return new ControlError(403, 'FORBIDDEN', message, detail)
}
