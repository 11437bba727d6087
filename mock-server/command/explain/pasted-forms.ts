import type { Buffer } from 'node:buffer'
import { shortened } from '../log/log-line.ts'
import { describesAnApi, OPENAPI, type Paste, pasteOf, TAKEN } from './paste.ts'
import type { PastedRequest } from './pasted-request.ts'
import { withFileLimit } from './read-pasted-file.ts'
import { hasPowerShellPrompt } from './terminal-prompts.ts'

/** A form in which a request, or a part of a request, can be pasted. */
interface Form {
  /** Matches the beginning of a request in this form. */
  readonly opening: RegExp
  readonly read: (paste: Paste) => Promise<PastedRequest[]>
}

/**
 * A paste that begins like JSON is read as JSON, even if it contains text in another form, as a HAR can. A list counts as JSON if it is
 * empty or begins with an object, a list or a text. Any other `[` begins a log line or a prompt.
 */
const JSON_FORM: Form = {
  opening: /^\s*(?:\{|\[\s*[[{"\]])/,
  read: async ({ text }) => (await import('./read-json.ts')).readJson(text),
}

/** The forms of whole requests other than JSON. If several match a paste, the form that begins first is read. */
const FORMS: readonly Form[] = [
  { opening: /(?<![\w.-])curl(?:\.exe)?(?=[\s^`])/, read: readCurlOfShell },
  {
    opening: /(?<![\w.-])(?:Invoke-WebRequest|Invoke-RestMethod|New-Object Microsoft\.PowerShell|iwr|irm)(?=[\s.`])/i,
    read: readPowerShell,
  },
  { opening: /(?<![\w.$])fetch\s*\(/, read: async ({ text }) => (await import('./read-fetch.ts')).readFetch(text) },
  {
    opening: />>>>>>>>|httpRequest\[\s*\{/i,
    read: async (paste) => (await import('./read-sdk-log.ts')).readSdkLog(paste),
  },
  { opening: /\bmap\[(?=[A-Za-z][\w-]{0,63}:\[)/, read: async ({ text }) => (await import('./read-go-log.ts')).readGoLog(text) },
  {
    opening: /^[ \t]*(?:> )?[A-Za-z]{1,20} [^\s"]+ HTTP\/[\d.]+[ \t\r]*$/m,
    read: async ({ bytes }) => (await import('./read-raw-http.ts')).readRawHttp(bytes),
  },
]

async function readPowerShell({ text }: Paste): Promise<PastedRequest[]> {
  return (await import('./read-powershell.ts')).readPowerShell(text)
}

async function readCurlOfShell(paste: Paste): Promise<PastedRequest[]> {
  return isForPowerShell(paste.text) ? readPowerShell(paste) : (await import('./read-curl.ts')).readCurl(paste.text)
}

function isForPowerShell(script: string): boolean {
  if (hasPowerShellPrompt(script) || /^[ \t]*\$\w+[ \t]*=[ \t]|\bcurl[ \t]+-(?:Uri|Method|Headers)\b/im.test(script)) return true
  const line = script.split('\n').find((text) => /\bcurl\b/.test(text)) ?? ''
  // A line that also begins with a backtick is from Markdown, which puts a whole command between backticks.
  return /`\s*$/.test(line.slice(-200)) && !/^\s*`/.test(line)
}

/** The forms of a part of a request. They are tried only when the paste has no whole request. */
const PARTS: readonly Form[] = [
  {
    opening: /WECHATPAY2-|authorization\s*[:=]|authorization message\[|error http response:\[/i,
    read: async ({ text }) => (await import('./read-header.ts')).readHeader(text),
  },
]

/**
 * Returns the requests in a paste.
 *
 * @throws {Error} When the paste is in none of the known forms, or can't be read.
 */
export async function readPaste(bytes: Buffer): Promise<PastedRequest[]> {
  const paste = pasteOf(bytes)
  if (paste.text.trim() === '') throw new Error(`Nothing to explain: ${TAKEN}`)
  refuseAnswers(paste.text)
  const form = JSON_FORM.opening.test(paste.text) ? JSON_FORM : (first(FORMS, paste.text) ?? first(PARTS, paste.text))
  if (form) return withFileLimit(() => form.read(paste)).catch(refuseTooLarge)
  if (/^(?:openapi|swagger)["']?[ \t]*:/m.test(paste.text)) throw new Error(describesAnApi(OPENAPI))
  throw new Error(`stdin begins with ${JSON.stringify(shortened(paste.text.trim(), 40))}, which is not a request: ${TAKEN}`)
}

function refuseAnswers(text: string): void {
  if (/WECHATPAY2-[\w-]{1,40}\s{1,8}\w{1,32}=|"log"\s{0,8}:/i.test(text)) return
  if (text.includes('truncated_sign_message'))
    throw new Error(
      'stdin is the 401 of a request: explain it with --refusal 401.json, or with --refusal - when it is piped (这是请求的 401 应答，不是请求)',
    )
  if (!/wechatpay-signature["']?\s*[:=]/i.test(text) || /\bcurl\b|(?<![\w-])authorization["']?\s*:/i.test(text)) return
  if (/^\s*(?:POST|PUT) \S+ HTTP\/|"resource"\s{0,8}:/.test(text))
    throw new Error('stdin is a notification: explain it with --callback (这是回调，不是请求)')
  throw new Error(
    'stdin is an answer, not a request: explain it with --response, or with --callback if it is a notification (这是应答，不是请求)',
  )
}

/** Rethrows an error. A `RangeError`, which a stack overflow causes, is replaced by an error that says what to copy. */
export function refuseTooLarge(error: unknown): never {
  if (!(error instanceof RangeError)) throw error
  throw new Error('stdin: a part of it is too long or nested too deeply to be read: copy only the request (请只复制请求部分)', {
    cause: error,
  })
}

function first(forms: readonly Form[], text: string): Form | undefined {
  const places = forms.map((form) => ({ form, at: text.search(form.opening) })).filter(({ at }) => at >= 0)
  return places.sort((one, other) => one.at - other.at)[0]?.form
}
