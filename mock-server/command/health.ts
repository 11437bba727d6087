import { Buffer } from 'node:buffer'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { messageOfCause } from '../../contracts/error-message.ts'
import { withoutUserInfo } from './http-url.ts'
import { asTyped } from './typed-name.ts'

/** How long the server may take to answer, in milliseconds. */
const PATIENCE = 5_000

/** Adds the option `--url` and an example to the command `health`. */
export function withHealthOptions(command: Command): Command {
  return command
    .addOption(new Option('--url <url>', 'address of the server (地址)').argParser(plainHttpUrl).default(`http://127.0.0.1:${portInUse()}`))
    .addHelpText('after', asTyped(EXAMPLE))
}

/** Returns the port in the environment variable GOLDPLAN_MOCK_PORT, or else the default port. */
function portInUse(): string {
  return process.env['GOLDPLAN_MOCK_PORT'] || '8920'
}

const EXAMPLE = `

For the health check of a container; exits with 0 or 1 (用于容器健康检查).
Example: wechatpay-goldplan-mock health --url http://127.0.0.1:8080`

/** Checks that the value of `--url` begins with `http://`, because a mock server answers its health check without TLS. */
function plainHttpUrl(text: string): string {
  if (!/^http:\/\//.test(text) || !URL.canParse(text)) throw new InvalidArgumentError('Give a URL that begins with http://.')
  return withoutUserInfo(text)
}

/**
 * Asks a running server whether it is up.
 *
 * @throws {Error} When the server does not answer, answers with a status other than 200, or is not a mock server.
 */
export async function health(command: Command): Promise<void> {
  if (command.getOptionValueSource('url') === 'default') checkPort(portInUse())
  const url = new URL('/__mock/health', command.opts<{ url: string }>().url).href
  const { status, text } = await ask(url).catch((error) => {
    throw new Error(`${url} does not answer: ${messageOfCause(error)}`, { cause: error })
  })
  if (status !== 200) throw new Error(`${url} answered ${status}, not 200`)
  if (!HEALTHY.test(text)) throw new Error(`${url} answered 200, but it is not a mock server (不是本沙箱)`)
  process.stdout.write('ok\n')
}

function checkPort(port: string): void {
  if (/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535) return
  throw new Error(`The value ${port} of GOLDPLAN_MOCK_PORT is not a port from 1 to 65535: correct it, or give --url`)
}

/** Matches the answer of a mock server. A proxy may have changed the white space. */
const HEALTHY = /^\s*\{\s*"status"\s*:\s*"ok"\s*\}\s*$/

/** Reading stops after this many characters, because the answer of a mock server is shorter. */
const LONGEST = 1_000

async function ask(url: string): Promise<{ readonly status: number; readonly text: string }> {
  const { status, body } = await fetch(url, { signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' })
  let text = ''
  // Leaving the loop ends the connection.
  for await (const chunk of body ?? []) {
    text += Buffer.from(chunk).toString('latin1')
    if (status !== 200 || text.length > LONGEST) break
  }
  return { status, text }
}
