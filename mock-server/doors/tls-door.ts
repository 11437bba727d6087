import type { Server } from 'node:http'
import { createServer, type Server as TlsServer } from 'node:tls'
import { type CertifiedKey, issueServerCertificate } from './certificate-authority.ts'

/**
 * Creates a TLS server in front of an HTTP server: it decrypts each connection and hands it to the HTTP server.
 *
 * @param now Milliseconds since 1970.
 * @param onRefused Called with the reason when a handshake fails, such as a client that does not trust the CA.
 */
export async function createTlsDoor(
  inside: Server,
  authority: CertifiedKey,
  now: number,
  onRefused: (reason: string) => void,
): Promise<TlsServer> {
  const { certificate, privateKey } = await issueServerCertificate(authority, now)
  // The gateway's clients speak HTTP/1.1.
  const door = createServer({ cert: certificate + authority.certificate, key: privateKey, ALPNProtocols: ['http/1.1'] })
  door.on('secureConnection', (socket) => {
    // Without a handler, a connection that breaks after the handshake would end the process.
    socket.on('error', () => undefined)
    inside.emit('connection', socket)
  })
  door.on('tlsClientError', (error) => onRefused(error.message))
  return door
}
