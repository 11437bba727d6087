import { Buffer } from 'node:buffer'
import { parseArgs } from 'node:util'
import { readBytes } from '../settings/read-file.ts'
import { CURL_OPTIONS, REFUSED } from './curl-options.ts'
import { asReceived, headerValue, type PastedRequest, partsOfUrl } from './pasted-request.ts'
import { shellCommands } from './shell-commands.ts'

/**
 * The requests that the curl commands of a script make.
 *
 * @throws {Error} When there is none, or one can't be told from the command line.
 * @see https://curl.se/docs/manpage.html
 */
export async function readCurl(script: string): Promise<PastedRequest[]> {
  const commands = shellCommands(script, 'curl')
  if (commands.length === 0) throw new Error('stdin holds neither a curl command nor a HAR')
  return (await Promise.all(commands.map(requestsOf))).flat()
}

/** One for each URL. */
async function requestsOf(args: string[]): Promise<PastedRequest[]> {
  const { values, tokens, positionals } = parse(args)
  const options = tokens.filter((token) => token.kind === 'option')
  const refused = options.find(({ name }) => Object.hasOwn(REFUSED, name))
  if (refused) throw new Error(`stdin: curl's ${refused.rawName} can't be explained: ${REFUSED[refused.name]}`)
  const urls = [...strings(values.url), ...positionals]
  if (urls.length === 0) throw new Error('stdin: the curl command names no URL')
  const data = await joinedData(options)
  const header = headerOf(await headerLines(strings(values.header)))
  return urls
    .map(asSent)
    .map(partsOfUrl)
    .map(({ host, target }) => ({
      method: methodOf(values, data),
      target: targetOf(values, data, target),
      authorization: header('authorization'),
      body: values.get || data === undefined ? Buffer.alloc(0) : data,
      host: header('host') ?? host,
    }))
}

/** What is not ASCII in a URL goes out as curl writes it. */
function asSent(url: string): string {
  return url.replace(/[^\0-\x7f]+/gu, (text) => encodeURIComponent(text).toLowerCase())
}

function parse(args: string[]) {
  return parseArgs({ args, options: CURL_OPTIONS, strict: false, allowPositionals: true, tokens: true })
}

type Values = ReturnType<typeof parse>['values']

function methodOf({ request, head, get }: Values, data: Buffer | undefined): string {
  if (typeof request === 'string') return request
  if (head) return 'HEAD'
  return data === undefined || get ? 'GET' : 'POST'
}

function targetOf({ 'request-target': asked, get }: Values, data: Buffer | undefined, target: string): string {
  if (typeof asked === 'string') return asReceived(asked)
  if (data === undefined || !get) return target
  const separator = target.endsWith('?') ? '' : target.includes('?') ? '&' : '?'
  return `${target}${separator}${data.toString('latin1')}`
}

interface CurlOption {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
}

/** What the data options make together, in their order: joined by `&`, but for `--json`, which is joined by nothing. */
async function joinedData(options: readonly CurlOption[]): Promise<Buffer | undefined> {
  const given = options.filter(({ name }) => name === 'json' || name.startsWith('data'))
  if (given.length === 0) return undefined
  const parts = await Promise.all(given.map(dataOf))
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 || given[index]?.name === 'json' ? [part] : [Buffer.from('&'), part])))
}

/** The bytes of a data option; `--data` leaves line breaks and NULs of a file out, and `--data-raw` knows no files. */
async function dataOf({ name, rawName, value = '' }: CurlOption): Promise<Buffer> {
  if (name === 'data-raw' || !value.startsWith('@')) return Buffer.from(value)
  const bytes = await bytesBehind(rawName, value)
  return name === 'data' || name === 'data-ascii' ? (bytes.filter((byte) => !LEFT_OUT.includes(byte)) as Buffer) : bytes
}

const LEFT_OUT: readonly number[] = [0x00, 0x0a, 0x0d]

function bytesBehind(option: string, value: string): Promise<Buffer> {
  if (value === '@-') throw new Error(`stdin: curl's ${option} @- reads what is not in the command: put the body there, or into a file`)
  return readBytes(`stdin: curl's ${option}`, value.slice(1))
}

async function headerLines(values: readonly string[]): Promise<string[]> {
  const lines = values.map(async (value) => (value.startsWith('@') ? String(await bytesBehind('--header', value)).split(/\r?\n/) : [value]))
  return (await Promise.all(lines)).flat()
}

/** Looks a header up; one without a value is not sent. */
function headerOf(lines: readonly string[]): (name: string) => string | undefined {
  const pairs = lines.map((line) => /^([^:]*):(.*)$/s.exec(line)).flatMap((pair) => (pair ? [pair] : []))
  return (name) => {
    const values = pairs.filter(([, key]) => key?.toLowerCase() === name).map(([, , value = '']) => headerValue(value))
    const sent = values.filter((value) => value !== '')
    // Sent twice, a header is one whose values are joined.
    return sent.length > 0 ? sent.join(', ') : undefined
  }
}

function strings(values: string | boolean | readonly (string | boolean)[] | undefined): string[] {
  return [values ?? []].flat().filter((value) => typeof value === 'string')
}
