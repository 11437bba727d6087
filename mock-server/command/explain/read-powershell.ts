import { Buffer } from 'node:buffer'
import { explainedHeaders, headerLookup, type PastedRequest, partsOfParsedUrl } from './pasted-request.ts'
import { type PowerShellCommand, powerShellCommands, type Word } from './powershell-script.ts'
import { sourceOf, Unknown, type Value } from './powershell-values.ts'
import { checkWords, requestsOfCurl } from './read-curl.ts'
import { readPastedFile } from './read-pasted-file.ts'
import { checkNumber } from './request-limit.ts'

const NAMES = /^(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm|(?:.*[\\/])?curl(?:\.exe)?)$/i

/**
 * Returns the requests that the commands in a PowerShell script send: `Invoke-WebRequest`, `Invoke-RestMethod` and `curl.exe`.
 *
 * @throws {Error} When there is no such command, or when there are too many commands or words.
 * @throws {Error} When a command, or a file that a command names, can't be read.
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest
 */
export async function readPowerShell(script: string): Promise<PastedRequest[]> {
  const commands = powerShellCommands(script, NAMES)
  if (commands.length === 0)
    throw new Error('stdin is a PowerShell script without Invoke-WebRequest, Invoke-RestMethod or curl.exe: copy all of it (请完整复制)')
  checkNumber(commands)
  checkWords(commands.filter(isCurl).map(({ words }) => words.map(({ value }) => String(value))))
  return (await Array.fromAsync(commands, requestsOf)).flat()
}

async function requestsOf(command: PowerShellCommand): Promise<PastedRequest[]> {
  return isCurl(command) ? requestsOfCurl(command.words.map(curlWord)) : [await requestOf(parametersOf(command.words))]
}

/** Whether a command is the program curl. Without `.exe`, `curl` may mean Invoke-WebRequest; the parameters show which it is. */
function isCurl({ name, words }: PowerShellCommand): boolean {
  if (!/curl(?:\.exe)?$/i.test(name)) return false
  return (
    /exe$/i.test(name) ||
    !words.some(
      ({ value, isBare }) => isBare && /^[-\u2013-\u2015](?:Uri|Headers|Method|Body|ContentType|UseBasicParsing)$/i.test(String(value)),
    )
  )
}

/**
 * Returns the argument that curl gets for a word. In Windows PowerShell, a quote reaches a program only if a backslash precedes it. The
 * program gets the quote without the backslash.
 */
function curlWord({ value }: Word): string {
  return known(value, 'curl').replaceAll('\\"', '"')
}

/** The values of a command's parameters, by name. If the command abbreviates a name in {@link READ}, the key is the full name. */
type Parameters = ReadonlyMap<string, Value>

/** The names of the parameters that determine the request. */
const READ = ['Uri', 'Method', 'CustomMethod', 'Headers', 'ContentType', 'Body', 'InFile'] as const

/**
 * Matches the beginnings of the parameters that take no value. A command may abbreviate their names. Without this list, the word after
 * such a parameter would count as its value.
 */
const SWITCHES = /^(?:Use[BD]|Skip|Dis|Pas|Pre|Allow|NoP|ProxyU|Resume|Ver|Deb|Follow)/i

function parametersOf(words: readonly Word[]): Parameters {
  const parameters = new Map<string, Value>()
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as Word
    const [, name, inline] =
      /^[-\u2013-\u2015]([A-Za-z]\w*):?(.*)$/s.exec(word.isBare && typeof word.value === 'string' ? word.value : '') ?? []
    if (word.value instanceof Map) for (const [key, value] of word.value) parameters.set(parameterName(key), value)
    else if (name === undefined) parameters.set(parameters.has('Uri') ? '' : 'Uri', word.value)
    else if (inline) parameters.set(parameterName(name), inline)
    else if (!SWITCHES.test(name)) {
      index += 1
      parameters.set(parameterName(name), words[index]?.value ?? '')
    }
  }
  return parameters
}

function parameterName(name: string): string {
  return READ.find((full) => full.toLowerCase().startsWith(name.toLowerCase())) ?? name
}

async function requestOf(parameters: Parameters): Promise<PastedRequest> {
  const uri = known(parameters.get('Uri'), '-Uri')
  if (uri === '') throw new Error('stdin: the PowerShell command has no -Uri')
  const body = await bodyOf(parameters)
  const { header, host } = headersOf(parameters)
  const { authorization, contentType } = explainedHeaders(header)
  return {
    method: (known(parameters.get('CustomMethod'), '-CustomMethod') || known(parameters.get('Method'), '-Method') || 'GET').toUpperCase(),
    ...partsOfParsedUrl(/^[a-z]+:/i.test(uri) ? uri : `http://${uri}`),
    authorization,
    contentType: contentType ?? (body && 'application/x-www-form-urlencoded'),
    body: body ?? Buffer.alloc(0),
    isBodyGiven: body !== undefined,
    ...(host !== undefined && { host }),
    ...(isInDoubt(parameters.get('Body'), contentType) && { note: LATIN }),
  }
}

const LATIN = 'Windows PowerShell sends a -Body text in ISO-8859-1: pass [Text.Encoding]::UTF8.GetBytes(…) (中文请传 UTF-8 字节).'

/** Whether Windows PowerShell and PowerShell 7 may send different bytes for this body. */
function isInDoubt(body: Value | undefined, contentType = ''): boolean {
  return typeof body === 'string' && /[^\0-\x7f]/.test(body) && !/charset=utf-?8/i.test(contentType)
}

function headersOf(parameters: Parameters) {
  const headers = parameters.get('Headers') ?? new Map()
  if (!(headers instanceof Map)) {
    const seen = headers instanceof Unknown ? `${sourceOf(headers)} is not written out` : 'is not a hashtable'
    throw new Error(`stdin: -Headers ${seen}: write it as @{ "name" = "value" }`)
  }
  const pairs = Array.from(headers as ReadonlyMap<string, Value>, ([name, value]) => [name, value] as const)
  const explained = pairs.filter(([name]) => /^(?:authorization|content-type|host)$/i.test(name))
  const type = parameters.get('ContentType')
  const own = explained.filter(([name]) => type === undefined || !/^content-type$/i.test(name))
  const sent = [...own, ...(type === undefined ? [] : [['content-type', type] as const])]
  const header = headerLookup(sent.map(([name, value]) => [name, known(value, name)]))
  return { header, host: header('host') }
}

async function bodyOf(parameters: Parameters): Promise<Buffer | undefined> {
  const file = parameters.get('InFile')
  if (file !== undefined) return readPastedFile('-InFile', known(file, '-InFile'), { program: 'PowerShell', sign: ' ' })
  const body = parameters.get('Body')
  if (body === undefined || Buffer.isBuffer(body)) return body
  if (body instanceof Map) throw new Error('stdin: -Body is a hashtable, which is sent as a form: write the text that is sent')
  return Buffer.from(known(body, '-Body'))
}

function known(value: Value | undefined, name: string): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (!(value instanceof Unknown)) throw new Error(`stdin: the value at ${name} is not a text: write it as the text that is sent`)
  throw new Error(`stdin: ${sourceOf(value)} at ${name} is known only to PowerShell: write its value instead (请写出实际的值)`)
}
