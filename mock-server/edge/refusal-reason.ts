import type { ParserError } from './unparsed-bytes.ts'

/** The first two bytes of a TLS connection: a record with a handshake, of a 3.x version. */
const TLS_BEGINNING = '1603'

/** The parser's code for a client that starts with HTTP/2 without asking first: https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
const HTTP2_CODE = 'HPE_PAUSED_H2_UPGRADE'

/** The parser's code for a connection that ends in the middle of a request. */
const CUT_CODE = 'HPE_INVALID_EOF_STATE'

/** Says what a client sent instead of a request in HTTP/1.1, and what to do. */
export function refusalReason({ code, reason, rawPacket }: ParserError): string {
  if (rawPacket?.subarray(0, 2).toString('hex') === TLS_BEGINNING)
    return 'this port speaks plain HTTP, but the client sent TLS: begin its base URL with http:// (本端口只支持 HTTP，请用 http://)'
  if (code === HTTP2_CODE) return 'this port speaks HTTP/1.1, but the client sent HTTP/2: set the client to HTTP/1.1 (请用 HTTP/1.1)'
  if (code === CUT_CODE)
    return 'the client ended the connection before the end of its request: Content-Length may be more than the bytes of the body (请求未发完，Content-Length 可能过大)'
  return `the request is not valid HTTP/1.1: ${reason ?? code}`
}

export const NO_HOST = 'the request has no Host header, which HTTP/1.1 requires (缺少 Host 请求头)'

export const PROXIED =
  'the client used this server as a proxy to reach another address: use its address as the base URL instead (本服务不是代理，请用作 base URL)'
