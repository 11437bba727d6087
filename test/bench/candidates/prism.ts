import { join } from 'node:path'
import type { Candidate } from '../candidate.ts'
import { commandOf } from '../packages.ts'
import { ROOT } from '../root.ts'

export const DOCUMENT: string = join(ROOT, 'contracts/goldplan.openapi.yaml')

export const prism: Candidate = {
  name: 'Prism',
  verifies: false,
  command: (port) => [commandOf('@stoplight/prism-cli', 'prism'), 'mock', DOCUMENT, '--host', '127.0.0.1', '--port', String(port)],
}
