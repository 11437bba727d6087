import { join } from 'node:path'
import type { Candidate } from '../candidate.ts'

/** A minimal server that only verifies and parses requests and signs its answers. The other servers are compared with it. */
export const bareExpress: Candidate = {
  name: 'floor: bare Express',
  verifies: true,
  signs: 'answers',
  command: (port) => [join(import.meta.dirname, '../children/bare-express.ts'), String(port)],
}
