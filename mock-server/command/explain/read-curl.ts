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
 * @throws {Error} When there is no curl command, or when there are too many commands or words.
 * @throws {Error} When a command can't be read, or when a file that a command names can't be read.
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
 * Refuses typographic quotes and non-breaking spaces. Word processors write them instead of plain quotes and spaces, but a shell treats
 * them as text.
 *
 * @throws {Error} When a URL, a header or a JSON body in the command is in typographic quotes.
 * @throws {Error} When a non-breaking space is beside an option.
 */
function refuseTypography(script: string): void {
  const [quote] = TYPOGRAPHIC_QUOTE.exec(script) ?? []
  if (quote !== undefined) throw new Error(`stdin: the curl command has typographic quotes (${quote}): replace them with ' or "`)
  if (/["'\w]\u00a0+--?[a-z][\w-]*\s|\s--?[a-z][\w-]*\u00a0/i.test(script))
    throw new Error('stdin: the curl command has non-breaking spaces (U+00A0): replace them with spaces (请换成普通空格)')
}

/**
 * Matches a typographic quote at the beginning of an argument that is a URL, a header or a JSON body. Other typographic quotes may be part
 * of a body.
 */
const TYPOGRAPHIC_QUOTE =
  /(?<=(?:^|\s)(?:curl(?:\.exe)?|--?[\w-]+|(?:-X|--request)\s+[a-z]+)(?:\s+[\\^])?\s+)[\u2018\u2019\u201c\u201d](?=https?:|authorization|content-type|accept|[{[])/i

/** A curl command may have at most this many words. The time that `parseArgs` takes grows with the square of the number of words. */
const ARGUMENT_LIMIT = 10_000

/**
 * Refuses the curl commands of a paste if reading them would take too long. The limit is the time for one command with
 * {@link ARGUMENT_LIMIT} words.
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

/**
 * Counts the words that `parseArgs` makes of one word. `parseArgs` splits a group of options such as `-sSL` into one word for each letter.
 * The first option that takes a value ends the group.
 */
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
 * Returns the requests that a curl command with these arguments sends, one for each URL.
 *
 * @throws {Error} When the command has no URL, has an option that can't be explained, or names a file that can't be read.
 * @throws {Error} When the quotes around a header were lost, or when an option begins with a typographic dash.
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

/** Returns the headers that curl adds. curl does not add a header that the command names, even without a value, as in `-H Accept:`. */
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

/** Percent-encodes the non-ASCII characters in the path of a URL, as curl does. Leaves the query as it is. */
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
 * Returns a function that turns the target of a URL into the target that curl sends. The option `--request-target` replaces the target. The
 * option `-G` adds the data to the target as a query. The data is decoded once for all URLs, because it may be long.
 */
function targetsOf({ 'request-target': asked, get }: Values, data: Buffer | undefined): (target: string) => string {
  const whole = typeof asked === 'string' ? asReceived(asked) : undefined
  if (whole !== undefined) return () => whole
  const query = get ? data?.toString('latin1') : undefined
  if (query === undefined) return (target) => target
  return (target) => `${target}${target.endsWith('?') ? '' : target.includes('?') ? '&' : '?'}${query}`
}

/** Joins the values of the data options in their order. Puts `&` between two values, but nothing before the value of `--json`. */
async function joinedData(options: readonly CurlOption[]): Promise<Buffer | undefined> {
  const given = options.filter(({ name }) => name === 'json' || name.startsWith('data'))
  if (given.length === 0) return undefined
  // Reads the files one after the other, because a command can name thousands of files, and only a limited number may be open at once.
  const parts = await Array.fromAsync(given, dataOf)
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 || given[index]?.name === 'json' ? [part] : [Buffer.from('&'), part])))
}

/**
 * Returns the bytes that a data option sends. A value such as `@name` stands for the content of a file, except in `--data-raw`. `--data`
 * and `--data-ascii` leave out the line breaks and NULs of the file.
 */
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

/** Returns the headers of a command that curl sends. curl does not send a header that has nothing after its colon. */
function sentHeaders(lines: readonly string[]): HeaderLookup {
  const pairs = lines.map((line) => /^([^:]*):(.*)$/s.exec(line)).flatMap((pair) => (pair ? [pair] : []))
  return headerLookup(pairs.flatMap(([, name = '', value = '']) => (withoutSpaces(value) === '' ? [] : [[name, value] as const])))
}

function strings(values: string | boolean | readonly (string | boolean)[] | undefined): string[] {
  return [values ?? []].flat().filter((value) => typeof value === 'string')
}
