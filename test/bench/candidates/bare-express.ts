import { join } from 'node:path'
import type { Candidate } from '../candidate.ts'

/** The floor that the servers are compared with: a server that only verifies and parses requests and signs its answers. */
export const bareExpress: Candidate = {
  name: 'floor: bare Express',
  verifies: true,
  signs: 'answers',
  command: (port) => [join(import.meta.dirname, '../children/bare-express.ts'), String(port)],
}
