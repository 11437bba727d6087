import type { Server } from 'node:http'
import { createServer, type Server as TlsServer } from 'node:tls'
import { type CertifiedKey, issueServerCertificate } from './certificate-authority.ts'

/**
 * Creates a TLS server in front of an HTTP server: it decrypts each connection and hands it to the HTTP server.
 *
 * @param inside The HTTP server.
 * @param authority The CA that issues the certificate of the TLS server.
 * @param now Milliseconds since 1970.
 * @param onRefused Called with the reason when a handshake fails, for example because the client does not trust the CA.
 */
export async function createTlsDoor(
  inside: Server,
  authority: CertifiedKey,
  now: number,
  onRefused: (reason: string) => void,
): Promise<TlsServer> {
  const { certificate, privateKey } = await issueServerCertificate(authority, now)
  // Offers clients only HTTP/1.1, because the HTTP server speaks nothing else.
  const door = createServer({ cert: certificate + authority.certificate, key: privateKey, ALPNProtocols: ['http/1.1'] })
  door.on('secureConnection', (socket) => {
    // An `error` event without any handler would end the process, for example when a connection breaks after the handshake.
    socket.on('error', () => undefined)
    // A client that closes its side of the connection after a request still gets the answer. A client that closes its side during the
    // handshake is disconnected.
    socket.allowHalfOpen = true
    inside.emit('connection', socket)
  })
  door.on('tlsClientError', (error) => onRefused(handshakeReason(error)))
  return door
}

function handshakeReason({ code = '', message }: NodeJS.ErrnoException): string {
  if (code === 'ERR_SSL_HTTP_REQUEST')
    return 'the client sent plain HTTP to the port for TLS: begin its base URL with https://, or use the port for HTTP (TLS 端口收到明文 HTTP，请用 https:// 或 HTTP 端口)'
  // A Node client that does not trust the certificate closes the connection without a TLS alert, which gives ECONNRESET.
  if (code === 'ECONNRESET' || /ALERT_(?:UNKNOWN_CA|CERTIFICATE_UNKNOWN|BAD_CERTIFICATE)$/.test(code))
    return 'a client broke off the TLS handshake: it may not trust the CA in ca.pem (客户端中断了 TLS 握手，可能不信任 ca.pem 中的 CA)'
  return `a TLS handshake failed: ${message}`
}
