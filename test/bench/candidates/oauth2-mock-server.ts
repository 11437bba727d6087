import { Buffer } from 'node:buffer'
import type { Candidate } from '../candidate.ts'
import { commandOf } from '../packages.ts'

/** A server whose token endpoint answers with a JWT, signed with RS256 and an RSA-2048 key. */
export const oauth2MockServer: Candidate = {
  name: 'oauth2-mock-server',
  verifies: false,
  signs: 'tokens',
  command: (port) => [commandOf('oauth2-mock-server', 'oauth2-mock-server'), '-a', '127.0.0.1', '-p', String(port)],
  request: {
    method: 'POST',
    target: '/token',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: Buffer.from('grant_type=client_credentials'),
  },
}
