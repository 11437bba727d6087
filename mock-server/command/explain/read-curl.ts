import { Buffer } from 'node:buffer'
import { parseArgs } from 'node:util'
import type { RequestHeaders } from '../../../contracts/request-headers.ts'
import { shortened } from '../log/log-line.ts'
import { cmdCommands, isForCmd } from './cmd-commands.ts'
import { curlForm } from './curl-form.ts'
import { CURL_OPTIONS, type CurlOption, REFUSED } from './curl-options.ts'
import {
  asReceived,
  explainedHeaders,
  type HeaderLookup,
  headerLookup,
  type PastedRequest,
  partsOfUrl,
  shownHeaders,
  withoutSpaces,
} from './pasted-request.ts'
import { readPastedFile } from './read-pasted-file.ts'
import { checkNumber } from './request-limit.ts'
import { shellCommands } from './shell-commands.ts'
import { refuseLostQuotes } from './what-was-lost.ts'

/**
 * Returns the requests that the curl commands in a script send. The script is for bash or for the command prompt of Windows.
 *
 * @throws {Error} When there is no curl command, when there are too many commands or words, or when a command or a file that it names can't be
 * read.
 * @see https://curl.se/docs/manpage.html
 */
export async function readCurl(script: string): Promise<PastedRequest[]> {
  refuseTypography(script)
  const commands = isForCmd(script) ? cmdCommands(script, 'curl') : shellCommands(script, 'curl')
  if (commands.length === 0)
    throw new Error('stdin has the word curl, but no command begins with it: copy the command from curl on (请从 curl 开始复制)')
  checkNumber(commands)
  checkWords(commands)
  return (await Array.fromAsync(commands, requestsOfCurl)).flat()
}

/**
 * Refuses signs that a word processor writes instead of quotes and spaces, and that a shell takes for text.
 *
 * @throws {Error} When an address, a header or a JSON body in the command is in typographic quotes, or a non-breaking space is beside an option.
 */
function refuseTypography(script: string): void {
  const [quote] = TYPOGRAPHIC_QUOTE.exec(script) ?? []
  if (quote !== undefined) throw new Error(`stdin: the curl command has typographic quotes (${quote}): replace them with ' or "`)
  if (/["'\w]\u00a0+--?[a-z][\w-]*\s|\s--?[a-z][\w-]*\u00a0/i.test(script))
    throw new Error('stdin: the curl command has non-breaking spaces (U+00A0): replace them with spaces (请换成普通空格)')
}

/**
 * A typographic quote where an argument begins: after the name of the command, an option or a method. Other typographic quotes may belong to a
 * body.
 */
const TYPOGRAPHIC_QUOTE =
  /(?<=(?:^|\s)(?:curl(?:\.exe)?|--?[\w-]+|(?:-X|--request)\s+[a-z]+)(?:\s+[\\^])?\s+)[\u2018\u2019\u201c\u201d](?=https?:|authorization|content-type|accept|[{[])/i

/** A curl command may have at most this many words. The time that `parseArgs` takes grows with the square of their number. */
const ARGUMENT_LIMIT = 10_000

/**
 * Refuses the curl commands of a paste if they would take longer to read than one command with the most words allowed.
 *
 * @throws {Error} When there are too many words.
 */
export function checkWords(commands: readonly (readonly string[])[]): void {
  const counts = commands.map((words) => sumOf(words.map(wordsIn)))
  const large = counts.find((count) => count > ARGUMENT_LIMIT)
  if (large !== undefined) throw new Error(`stdin: the curl command has ${large} words: the limit is ${ARGUMENT_LIMIT}`)
  if (sumOf(counts.map((count) => count ** 2)) <= ARGUMENT_LIMIT ** 2) return
  throw new Error(`stdin: the curl commands have ${sumOf(counts)} words, too many to be read at once: copy fewer of them (请减少命令)`)
}

/** Counts the words that `parseArgs` makes of one: each letter in a group such as `-sSL`, up to the first option that takes a value. */
function wordsIn(word: string): number {
  if (!/^-[^-]/.test(word)) return 1
  for (let at = 1; at < word.length; at += 1) if (TAKE_VALUE.has(word.charAt(at))) return at
  return word.length - 1
}

const TAKE_VALUE: ReadonlySet<string> = new Set(
  Object.values(CURL_OPTIONS).flatMap((option) => (option.type === 'string' && 'short' in option ? [option.short] : [])),
)

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

/**
 * The requests of a curl command with these arguments, one for each URL.
 *
 * @throws {Error} Under the same conditions as {@link readCurl}.
 */
export async function requestsOfCurl(args: string[]): Promise<PastedRequest[]> {
  const { values, tokens, positionals } = parse(args)
  const options = tokens.filter((token) => token.kind === 'option')
  const refused = options.find(({ name }) => Object.hasOwn(REFUSED, name))
  if (refused) throw new Error(`stdin: curl's ${refused.rawName} can't be explained: ${REFUSED[refused.name]}`)
  const urls = [...strings(values.url), ...positionals]
  refuseTypographicDash(urls)
  refuseLostQuotes(urls)
  if (urls.length === 0) throw new Error('stdin: the curl command has no URL')
  const form = await curlForm(options)
  const data = form?.body ?? (await joinedData(options))
  const lines = await headerLines(strings(values.header))
  const header = sentHeaders(lines)
  const { authorization, contentType = defaultType(values, data) } = explainedHeaders(header)
  const targetOf = targetsOf(values, data)
  return urls
    .map(asSent)
    .map(partsOfUrl)
    .map(({ host, target }) => ({
      method: methodOf(values, data),
      target: targetOf(target),
      isBodyGiven: data !== undefined || header('content-length') === '0',
      authorization,
      contentType: form?.contentType ?? contentType,
      headers: { ...defaultHeaders(values, lines, form?.contentType ?? defaultType(values, data)), ...given(shownHeaders(header)) },
      body: values.get || data === undefined ? Buffer.alloc(0) : data,
      host: header('host') ?? host,
      ...(form?.note !== undefined && { note: form.note }),
    }))
}

function refuseTypographicDash(urls: readonly string[]): void {
  const option = urls.find((url) => /^[\u2010-\u2015\u2212]/.test(url))
  if (option === undefined) return
  throw new Error(
    `stdin: the curl command has a typographic dash (${shortened(option, 20)}), so curl would take the option for a URL: replace it with - or -- (请换成英文连字符)`,
  )
}

function defaultType({ json, get }: Values, data: Buffer | undefined): string | undefined {
  if (json) return 'application/json'
  return data === undefined || get ? undefined : 'application/x-www-form-urlencoded'
}

/** The headers that curl adds to those of the command. An option such as `-H Accept:`, without a value, keeps curl from adding that header. */
function defaultHeaders(
  { json, 'user-agent': userAgent }: Values,
  lines: readonly string[],
  contentType: string | undefined,
): RequestHeaders {
  const added = {
    accept: json ? 'application/json' : '*/*',
    'user-agent': typeof userAgent === 'string' ? userAgent : 'curl',
    'content-type': contentType,
  }
  const named = new Set(lines.map((line) => line.replace(/[:;].*/s, '').toLowerCase()))
  return Object.fromEntries(Object.entries(added).filter(([name]) => !named.has(name)))
}

function given(headers: RequestHeaders): RequestHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
}

/** Percent-encodes the characters of a path that are not ASCII, as curl does. Those of a query are sent as they are. */
function asSent(url: string): string {
  const path = url.replace(/\?.*/s, '')
  return path.replace(/[^\0-\x7f]+/gu, (text) => encodeURIComponent(text.toWellFormed()).toLowerCase()) + url.slice(path.length)
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

/**
 * Returns a function that changes the target of a URL into the one that curl sends: `--request-target` replaces it, `-G` adds the data to it.
 * The data becomes text only once for all URLs, because it may be long.
 */
function targetsOf({ 'request-target': asked, get }: Values, data: Buffer | undefined): (target: string) => string {
  const whole = typeof asked === 'string' ? asReceived(asked) : undefined
  if (whole !== undefined) return () => whole
  const query = get ? data?.toString('latin1') : undefined
  if (query === undefined) return (target) => target
  return (target) => `${target}${target.endsWith('?') ? '' : target.includes('?') ? '&' : '?'}${query}`
}

/** Joins the data options in their order: with `&` between them, but without a separator before a `--json`. */
async function joinedData(options: readonly CurlOption[]): Promise<Buffer | undefined> {
  const given = options.filter(({ name }) => name === 'json' || name.startsWith('data'))
  if (given.length === 0) return undefined
  // One after the other, because a command can name thousands of files, and only a limited number may be open at once.
  const parts = await Array.fromAsync(given, dataOf)
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 || given[index]?.name === 'json' ? [part] : [Buffer.from('&'), part])))
}

/** The bytes of a data option. `--data` and `--data-ascii` drop the line breaks and NULs of a file; `--data-raw` reads no files. */
async function dataOf({ name, rawName, value = '' }: CurlOption): Promise<Buffer> {
  if (name === 'data-raw' || !value.startsWith('@')) return Buffer.from(value)
  const bytes = await bytesNamedBy(rawName, value)
  return name === 'data' || name === 'data-ascii' ? Buffer.from(bytes.toString('latin1').replace(DROPPED, ''), 'latin1') : bytes
}

const DROPPED = /[\0\n\r]/g

function bytesNamedBy(option: string, value: string): Promise<Buffer> {
  if (value === '@-')
    throw new Error(`stdin: curl's ${option} @- reads stdin, which is not part of the paste: put its text into the command or into a file`)
  return readPastedFile(option, value.slice(1))
}

async function headerLines(values: readonly string[]): Promise<string[]> {
  const lines = await Array.fromAsync(values, async (value) =>
    value.startsWith('@') ? String(await bytesNamedBy('--header', value)).split(/\r?\n/) : [value],
  )
  return lines.flat()
}

/** The headers of a command. curl does not send a header that has nothing after its colon. */
function sentHeaders(lines: readonly string[]): HeaderLookup {
  const pairs = lines.map((line) => /^([^:]*):(.*)$/s.exec(line)).flatMap((pair) => (pair ? [pair] : []))
  return headerLookup(pairs.flatMap(([, name = '', value = '']) => (withoutSpaces(value) === '' ? [] : [[name, value] as const])))
}

function strings(values: string | boolean | readonly (string | boolean)[] | undefined): string[] {
  return [values ?? []].flat().filter((value) => typeof value === 'string')
}
