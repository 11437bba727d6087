import type { Candidate } from '../candidate.ts'
import { commandOf } from '../packages.ts'
import { DOCUMENT } from './prism.ts'

export const mockoon: Candidate = {
  name: 'Mockoon',
  verifies: false,
  command: (port) => [
    commandOf('@mockoon/cli', 'mockoon-cli'),
    ...['start', '--data', DOCUMENT, '--hostname', '127.0.0.1', '--port', String(port)],
    ...['--disable-log-to-file', '--disable-admin-api'],
  ],
  // Mockoon creates a folder in the home directory, so it gets a temporary home directory.
  variables: (folder) => ({ HOME: folder, USERPROFILE: folder }),
}
