import { join } from 'node:path'
import { COMMAND } from '../build-command.ts'
import type { Candidate } from '../candidate.ts'
import { ROOT } from '../root.ts'

/** The built command of this project, with validation, state, journal and log. */
export const thisServer: Candidate = {
  name: 'this server',
  verifies: true,
  signs: 'answers',
  command: (port) => [COMMAND, '--port', String(port)],
}

/** The built command as it first runs on a machine, with an empty compile cache. */
export const thisServerAtFirst: Candidate = {
  ...thisServer,
  name: 'this server, no compile cache yet',
  variables: (folder) => ({ NODE_COMPILE_CACHE: join(folder, 'compile-cache') }),
}

/** The TypeScript sources, as `npm run dev` runs them in a clone of the project. */
export const thisServerUnbuilt: Candidate = {
  ...thisServer,
  name: 'this server, unbuilt',
  command: (port) => [join(ROOT, 'mock-server/cli.ts'), '--port', String(port)],
}
