import { join } from 'node:path'

/** The folder of the project. */
export const ROOT: string = join(import.meta.dirname, '../..')
