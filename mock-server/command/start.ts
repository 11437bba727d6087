import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { createMockServer, type MockServer } from '../create-mock-server.ts'
import type { OwnMerchant } from '../gateway/own-merchant.ts'
import { banner } from './banner.ts'
import { logLine } from './log-line.ts'
import { packageJson } from './package-json.ts'
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

/** Starts the server, writes the credentials and says so; it then runs until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  const { port, host, json } = options
  const merchant = await readMerchant(options)
  const onExchange = (exchange: Parameters<typeof logLine>[0]) => process.stderr.write(`${logLine(exchange)}\n`)
  const mock = await createMockServer({ port, host, merchant, onExchange }).catch(explainListening(options))
  await announce(mock, json ?? false).catch(async (error) => {
    await mock.close()
    throw error
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void mock.close())
}

async function announce(mock: MockServer, json: boolean): Promise<void> {
  const files = await writeCredentials(mock.credentials, '.wechatpay-mock')
  const relativeFiles = files.map((file) => relative('.', file))
  process.stdout.write(json ? `${JSON.stringify(mock.credentials)}\n` : banner(mock.credentials, relativeFiles, packageJson.version))
}

async function readMerchant({ mchid, key, cert, subMchid }: StartOptions): Promise<OwnMerchant> {
  const given = { '--mchid': mchid, '--key': key, '--cert': cert }
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []))
  const subMchids = subMchid && { subMchids: subMchid }
  if (missing.length === 3) return { ...subMchids }
  if (mchid === undefined || key === undefined || cert === undefined)
    throw new Error(`--mchid, --key and --cert go together: ${missing.join(' and ')} is missing`)
  const [privateKey, certificate] = await Promise.all([readOption('--key', key), readOption('--cert', cert)])
  return { mchid, privateKey, certificate, ...subMchids }
}

async function readOption(option: string, file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${option} ${file} can't be read: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}`, { cause })
  })
}

const LISTENING_ERRORS: Readonly<Record<string, (options: StartOptions) => string>> = {
  EADDRINUSE: ({ port, host }) => `Port ${port} on ${host} is taken: choose another with --port, or 0 for any free one`,
  EACCES: ({ port }) => `Port ${port} needs more rights than this user has: choose one above 1023 with --port`,
  EADDRNOTAVAIL: ({ host }) => `${host} is not an address of this machine: choose another with --host`,
  ENOTFOUND: ({ host }) => `${host} is not known as a host: choose another with --host`,
}

function explainListening(options: StartOptions) {
  return (error: NodeJS.ErrnoException): never => {
    const explain = LISTENING_ERRORS[error.code ?? '']
    throw explain ? new Error(explain(options), { cause: error }) : error
  }
}
