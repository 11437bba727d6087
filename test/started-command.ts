import { join } from 'node:path'

/** The environment variable in which `bundle-command.ts` stores the path of the bundled command. */
export const BUNDLED_COMMAND = 'BUNDLED_COMMAND'

/** The file of the command that tests start: the bundle in `npm test`, otherwise the source. */
export const COMMAND: string = process.env[BUNDLED_COMMAND] ?? join(import.meta.dirname, '../mock-server/cli.ts')
