import { join } from 'node:path'
import { COMMAND } from '../build-command.ts'
import type { Candidate } from '../candidate.ts'
import { ROOT } from '../root.ts'

/** The command as it is packed, complete: validation, state, journal and log are on. */
export const thisServer: Candidate = {
  name: 'this server',
  verifies: true,
  signs: 'answers',
  command: (port) => [COMMAND, '--port', String(port)],
}

/** As on a machine where it never ran: nothing of it is in the compile cache. */
export const thisServerAtFirst: Candidate = {
  ...thisServer,
  name: 'this server, no compile cache yet',
  variables: (folder) => ({ NODE_COMPILE_CACHE: join(folder, 'compile-cache') }),
}

/** What `npm run dev` runs in a clone of the project: TypeScript, unbuilt. */
export const thisServerUnbuilt: Candidate = {
  ...thisServer,
  name: 'this server, unbuilt',
  command: (port) => [join(ROOT, 'mock-server/cli.ts'), '--port', String(port)],
}
