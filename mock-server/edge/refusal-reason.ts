import { type IncomingMessage, maxHeaderSize } from 'node:http'
import type { ParserError } from '../../contracts/parser-error.ts'
import { HTTP2_CODE } from './http2-refusal.ts'

/** The first two bytes of a TLS connection in hexadecimal: 16 means a handshake, and 03 is the major version. */
const TLS_BEGINNING = '1603'

/** The parser's code for a connection that ends in the middle of a request. */
const CUT_CODE = 'HPE_INVALID_EOF_STATE'

/** Node's code for a request that is not complete after five minutes, or whose head is not complete after one minute. */
export const TIMEOUT_CODE = 'ERR_HTTP_REQUEST_TIMEOUT'

/** The parser's code for a head that is longer than the limit of Node.js. */
const OVERFLOW_CODE = 'HPE_HEADER_OVERFLOW'
/** The first bytes that a client sends to a SOCKS proxy, in hexadecimal: 04 is version 4, and 05 is version 5 with a number of methods. */
const SOCKS_BEGINNING = /^(?:04|050[1-9])/

/**
 * Says why the HTTP parser refused what a client sent, and in most cases what to do.
 *
 * @param tlsPort The port for TLS, if there is one.
 */
export function refusalReason({ code, reason, rawPacket }: ParserError, tlsPort: number | undefined): string {
  const beginning = rawPacket?.subarray(0, 2).toString('hex') ?? ''
  if (beginning === TLS_BEGINNING) {
    const [port, port_zh] =
      tlsPort === undefined ? ['start the server with --tls', '启动时加 --tls'] : [`use port ${tlsPort}`, `用端口 ${tlsPort}`]
    return `this port speaks plain HTTP, but the client sent TLS: begin its base URL with http://, or ${port} (本端口只支持 HTTP，请用 http://，或${port_zh})`
  }
  if (SOCKS_BEGINNING.test(beginning))
    return 'this port speaks HTTP, but the client sent SOCKS: use the port for SOCKS5 that the server opens with --proxy (本端口不支持 SOCKS，请用 --proxy 启动，用它打印的 SOCKS 端口)'
  if (code === HTTP2_CODE) return 'this port speaks HTTP/1.1, but the client sent HTTP/2: set the client to HTTP/1.1 (请用 HTTP/1.1)'
  if (code === CUT_CODE)
    return 'the client ended the connection before the end of its request: its Content-Length, if it has one, may be larger than the body (请求未发完；如有 Content-Length，可能过大)'
  if (code === TIMEOUT_CODE)
    return 'the rest of the request did not come in time: its Content-Length, if it has one, may be larger than the body (请求未按时发完；如有 Content-Length，可能过大)'
  if (code === OVERFLOW_CODE)
    return `the first line and the headers of the request have more than ${maxHeaderSize} bytes, the most that this server reads (请求行和请求头过长)`
  return `the request is not valid HTTP/1.1: ${reason ?? code}`
}

/**
 * Says why nginx would refuse the head of a request that Node's parser has accepted. WeChat Pay's gateway is behind nginx. Returns
 * `undefined` when nginx would accept the head.
 */
export function reasonInHead({ httpVersion, headers }: Pick<IncomingMessage, 'httpVersion' | 'headers'>): string | undefined {
  if (httpVersion === '1.0') return undefined
  if (httpVersion !== '1.1') return `the request is in HTTP/${httpVersion}: set the client to HTTP/1.1 (请用 HTTP/1.1)`
  return headers.host === undefined ? 'the request has no Host header, which HTTP/1.1 requires (缺少 Host 请求头)' : undefined
}

/** The reason for refusing bytes that belong to the body of the previous request. */
export const LATE_REST =
  'these bytes are the rest of the body of the previous request: its Content-Length is too small, and must count bytes, not characters (上一个请求的 Content-Length 过小，应为字节数而不是字符数)'

/** The reason for refusing a CONNECT request when the server is not a proxy. */
export const PROXIED =
  'the client used this server as a proxy to reach another address: start the server with --proxy, or use the address of this server as the base URL (本服务未启用代理：请用 --proxy 启动，或把本服务的地址用作 base URL)'
