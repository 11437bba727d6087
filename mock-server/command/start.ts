import { readFile } from 'node:fs/promises'
import type { MockServer } from '../create-mock-server.ts'
import type { Exchange } from '../edge/http-exchange.ts'
import type { OwnMerchant } from '../tenant/own-merchant.ts'
import { banner } from './banner.ts'
import { logLine } from './log-line.ts'
import { packageJson } from './package-json.ts'
import { stopWhenTold } from './stop-when-told.ts'
import { writeCredentials } from './write-credentials.ts'

/** The options of the command `start`. */
export interface StartOptions {
  readonly port: number
  readonly host: string
  readonly json?: boolean
  readonly mchid?: string
  readonly key?: string
  readonly cert?: string
  readonly subMchid?: readonly string[]
}

const FOLDER = './.wechatpay-mock'

/** Starts the server, writes the credentials and says so; it then runs until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  const parent = process.ppid
  const { port, host, json = false } = options
  const merchant = await readMerchant(options)
  // Whoever reads the output may go away; the server stays.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const onExchange = (exchange: Exchange) => process.stderr.write(`${logLine(exchange)}\n`)
  // Loaded when all else is right: Prism takes its time.
  const { createMockServer } = await import('../create-mock-server.ts')
  const mock = await createMockServer({ port, host, merchant, onExchange }).catch(explain(options))
  await announce(mock, json).catch(async (error) => {
    await mock.close()
    throw error
  })
  if (options.key) process.stderr.write(OWN_KEY_NOTE)
  stopWhenTold(() => mock.close(), parent)
}

const OWN_KEY_NOTE = `Your own private key is in ${FOLDER}/ and at /__mock/credentials, for every user of this machine.
你自己的私钥写入了 ${FOLDER}/，并可从 /__mock/credentials 读取：本机的任何用户都能看到。
`

async function announce(mock: MockServer, json: boolean): Promise<void> {
  const files = await writeCredentials(mock.credentials, FOLDER)
  process.stdout.write(json ? `${JSON.stringify(mock.credentials)}\n` : banner(mock.credentials, files, packageJson.version))
}

async function readMerchant({ mchid, key, cert, subMchid }: StartOptions): Promise<OwnMerchant> {
  const given = { '--mchid': mchid, '--key': key, '--cert': cert }
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []))
  const subMchids = subMchid && { subMchids: subMchid }
  if (missing.length === 3) return { ...subMchids }
  if (mchid === undefined || key === undefined || cert === undefined)
    throw new Error(`--mchid, --key and --cert go together; missing: ${missing.join(', ')}`)
  const [privateKey, certificate] = await Promise.all([readOption('--key', key), readOption('--cert', cert)])
  return { mchid, privateKey, certificate, ...subMchids }
}

const READING_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
}

async function readOption(option: string, file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${option} ${file} can't be read: ${READING_ERRORS[cause.code ?? ''] ?? cause.message}`, { cause })
  })
}

const LISTENING_ERRORS: Readonly<Record<string, (options: StartOptions) => string>> = {
  EADDRINUSE: ({ port, host }) => `Port ${port} on ${host} is taken: choose another with --port, or 0 for any free one`,
  EACCES: ({ port }) => `Port ${port} needs more rights than this user has: choose one above 1023 with --port`,
  EADDRNOTAVAIL: ({ host }) => `${host} is not an address of this machine: choose another with --host`,
  ENOTFOUND: ({ host }) => `${host} is not known as a host: choose another with --host`,
}

/** What the merchant's parts are called on the command line. */
const OPTION_NAMES: Readonly<Record<string, string>> = {
  mchid: '--mchid',
  privateKey: '--key',
  certificate: '--cert',
  subMchids: '--sub-mchid',
}

function explain(options: StartOptions) {
  return (cause: NodeJS.ErrnoException): never => {
    const listening = LISTENING_ERRORS[cause.code ?? '']
    const message = listening ? listening(options) : cause.message.replace(/^\w+/, (name) => OPTION_NAMES[name] ?? name)
    throw new Error(message, { cause })
  }
}
