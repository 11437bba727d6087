import type { ClusterSettings } from 'node:cluster'
import { executable } from '../../../contracts/contract-file.ts'

/**
 * Returns how to start a worker: as this process was started.
 *
 * @param port The port that the workers before this one had; `undefined` for the port of the settings.
 */
export function forkSettings([, file = '', ...args]: readonly string[], port: string | undefined): ClusterSettings {
  const options = [...args, ...(port === undefined ? [] : ['--port', port])]
  if (!executable()) return { exec: file, args: options }
  // A single executable runs no file. Node passes the file as the first argument, so the command's name takes this place.
  return { exec: 'start', args: options[0] === 'start' ? options.slice(1) : options }
}
