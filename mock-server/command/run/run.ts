import type { Command } from 'commander'
import { errorMessage } from '../../../contracts/error-message.ts'
import { languageOf, processLocale } from '../language.ts'
import { createLog } from '../log/create-log.ts'
import { configure } from '../settings/configuration.ts'
import { filledIn, openServer, withFreePort } from './open-server.ts'
import { runChild } from './run-child.ts'
import type { RunOptions } from './run-options.ts'

/** Runs a program whose calls to WeChat Pay reach a server that this command starts, and ends with the program's exit code. */
export async function run(command: Command): Promise<void> {
  const options = command.opts<RunOptions>()
  const configuration = withFreePort(await configure(command))
  const log = await createLog(configuration.settings, languageOf(processLocale()))
  await using server = await openServer(configuration, log, options)
  process.exitCode = await runChild(filledIn(command.args, server.placeholders), { ...process.env, ...server.variables }).catch((error) => {
    console.error(`${command.args[0]} can't be started: ${errorMessage(error)}`)
    return NOT_STARTED
  })
  for (const [name, count] of server.passed)
    console.error(`Let through (放行): ${name}, ${count} ${count === 1 ? 'connection' : 'connections'}`)
}

const NOT_STARTED = 2
