import { flushCompileCache } from 'node:module'
import type { Command } from 'commander'
import type { MockServer } from '../create-mock-server.ts'
import { rehearseDiagnosis } from '../diagnosis/rehearse-diagnosis.ts'
import { packageJson } from '../package-json.ts'
import { banner } from './banner.ts'
import { createLog, type Log } from './log/log.ts'
import { type Configuration, configure, readMerchants } from './settings/configuration.ts'
import { explainFailure } from './settings/explain-failure.ts'
import { stopWhenTold } from './stop-when-told.ts'
import { writeCredentials } from './write-credentials.ts'

const FOLDER = './.wechatpay-mock'

/** Starts the server, writes the credentials and says so; it then runs until it is told to stop. */
export async function start(command: Command): Promise<void> {
  const parent = process.ppid
  const configuration = await configure(command)
  // Whoever reads the output may go away; the server stays.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const log = await createLog(configuration.settings)
  const mock = await listen(configuration, log)
  await announce(mock, command.opts<{ json?: boolean }>()).catch(async (error) => {
    await mock.close()
    throw error
  })
  if (configuration.merchants[0]?.key !== undefined) log.warn(OWN_KEY_NOTE)
  stopWhenTold(() => mock.close(), parent)
  // The first control call reads a document, the first diagnosis loads and compiles the catalogue, its log libraries: now that the server is
  // ready there is time for it.
  await Promise.all([mock.control.credentials(), rehearseDiagnosis(), log.prepare()])
  // At an end by force Node would not write it, and the next start would compile all of it again.
  flushCompileCache()
}

const OWN_KEY_NOTE = `Your own private key is in ${FOLDER}/ and at /__mock/credentials, for every user of this machine.
你自己的私钥写入了 ${FOLDER}/，并可从 /__mock/credentials 读取：本机的任何用户都能看到。`

async function listen(configuration: Configuration, log: Log): Promise<MockServer> {
  const { port, host, controlToken, state, journalLimit } = configuration.settings
  const [merchant = {}, ...merchants] = await readMerchants(configuration)
  const optional = { ...(controlToken !== undefined && { controlToken }), ...(state !== undefined && { stateFile: state }) }
  const told = { onExchange: log.exchange, onDiagnosis: log.diagnosis, onFailure: log.failure }
  // Loaded when all else is right: Prism takes its time.
  const { createMockServer } = await import('../create-mock-server.ts')
  return createMockServer({ port, host, journalLimit, merchant, merchants, ...optional, ...told }).catch((cause) => {
    throw new Error(explainFailure(configuration, cause), { cause })
  })
}

async function announce({ credentials }: MockServer, { json = false }: { json?: boolean }): Promise<void> {
  const files = await writeCredentials(credentials, FOLDER)
  process.stdout.write(json ? `${JSON.stringify(credentials)}\n` : banner(credentials, files, packageJson.version))
}
