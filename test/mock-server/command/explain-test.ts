import { Readable } from 'node:stream'
import { vi } from 'vitest'
import { developmentKeys, signRequest } from '../../../contracts/index.ts'
import { CHANGE_STATUS, OPEN } from '../../signed-request.ts'
import { complaintAbout, outputOf } from './command-test.ts'

/** The values in which a request differs from a correct request by the shipped merchant. */
interface Choice {
  readonly method?: string
  readonly target?: string
  readonly body?: string
  readonly timestamp?: number
  readonly nonce?: string
  readonly mchid?: string
  readonly serial?: string
  readonly privateKey?: string
}

/** The default timestamp of a request. It is long ago, because most pasted requests are old. */
export const TIMESTAMP = 1_700_000_000

/** The Authorization header of a request, signed correctly except for what `choice` changes. */
export function authorization(choice: Choice = {}): Promise<string> {
  const { method = 'POST', target = CHANGE_STATUS, body = OPEN, timestamp = TIMESTAMP, nonce = '593BEC0C930BF1AF' } = choice
  // A client sends the target as UTF-8 and signs these bytes. A server reads each byte as one character.
  const sent = { method, target: Buffer.from(target).toString('latin1'), body }
  return signRequest(sent, { ...developmentKeys.merchant, ...choice, now: timestamp * 1000, nonce })
}

/** What stdin is: text, bytes, or chunks. `undefined` means a terminal. */
type Paste = string | Iterable<Buffer> | Buffer | undefined

/** What the command prints for this stdin. */
export async function explain(stdin: Paste, ...options: string[]): Promise<{ stdout: string; code: number }> {
  return withStdin(stdin, () => outputOf('explain', ...options))
}

/** The error message of a refused command line. */
export async function complaint(stdin: Paste, ...options: string[]): Promise<string> {
  return withStdin(stdin, () => complaintAbout('explain', ...options))
}

/** The lines that the command prints with `--json`, one for each request. */
export async function explained(stdin: Paste, ...options: string[]): Promise<Explained[]> {
  const { stdout } = await explain(stdin, '--json', ...options)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

interface Explained {
  readonly method: string
  readonly target: string
  readonly verdict: string
  readonly message: string | null
  readonly diagnosis: object
}

async function withStdin<Result>(paste: Paste, run: () => Promise<Result>): Promise<Result> {
  const chunks = typeof paste === 'string' || Buffer.isBuffer(paste) ? [Buffer.from(paste as string)] : (paste ?? [])
  const stream = Object.assign(Readable.from(chunks), { isTTY: paste === undefined })
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(stream as unknown as typeof process.stdin)
  try {
    return await run()
  } finally {
    vi.restoreAllMocks()
  }
}
