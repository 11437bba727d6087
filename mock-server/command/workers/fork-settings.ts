import type { ClusterSettings } from 'node:cluster'
import { executable } from '../../../contracts/contract-file.ts'

/**
 * Returns the settings that start a worker the way this process was started.
 *
 * @param port The port that the workers before this one had; `undefined` for the port of the settings.
 */
export function forkSettings([, file = '', ...args]: readonly string[], port: string | undefined): ClusterSettings {
  const options = [...args, ...(port === undefined ? [] : ['--port', port])]
  if (!executable()) return { exec: file, args: options }
  // A single executable has no script. Node passes `exec` as the first argument, so `exec` is the name of the command.
  return { exec: 'start', args: options[0] === 'start' ? options.slice(1) : options }
}
