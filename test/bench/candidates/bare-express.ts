import { join } from 'node:path'
import type { Candidate } from '../candidate.ts'

/** The floor: what any server must do that verifies, parses and signs, and nothing else. */
export const bareExpress: Candidate = {
  name: 'floor: bare Express',
  verifies: true,
  signs: 'answers',
  command: (port) => [join(import.meta.dirname, '../children/bare-express.ts'), String(port)],
}
