import { join } from 'node:path'
import type { Candidate } from '../candidate.ts'

/** The server of this project with many sub-merchants, started with `createMockServer()`. */
export function manySubMerchants(count: number, journalLimit = 1_000): Candidate {
  return {
    name: `${count.toLocaleString('en')} sub-merchants`,
    verifies: true,
    signs: 'answers',
    command: (port) => [join(import.meta.dirname, '../children/many-sub-merchants.ts'), ...[port, count, journalLimit].map(String)],
  }
}
