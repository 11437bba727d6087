import { Buffer } from 'node:buffer'
import { readAuthorization } from '../../../contracts/diagnosis/index.ts'
import {
  bodyFindings,
  compareRequest,
  compareSigned,
  isSameAttempt,
  type RefusedMessage,
  refusalFindings,
  refusedMessage,
  signedFindings,
} from '../../../contracts/diagnosis/refusal/index.ts'
import { requestMessage } from '../../../contracts/index.ts'
import { editorNotes, relevantNotes } from '../explain/edited-file.ts'
import type { ExplainOptions } from '../explain/explain-options.ts'
import { judge } from '../explain/judge.ts'
import { givenKeys } from '../explain/known-keys.ts'
import { pasteOf } from '../explain/paste.ts'
import { readPaste } from '../explain/pasted-forms.ts'
import { asReceived, type PastedRequest } from '../explain/pasted-request.ts'
import { readRequests } from '../explain/read-requests.ts'
import { BODY_LIMIT, readOptionalStdin, readPasted, readStdin } from '../explain/read-stdin.ts'
import { languageOf, processLocale } from '../language.ts'
import { printable } from '../printable.ts'
import { readBytes } from '../settings/read-file.ts'
import { readRefusal } from './read-refusal.ts'
import { type ExplainedRefusal, refusalBlock } from './refusal-block.ts'

/**
 * Prints what a 401 shows of the signature message (待签名串) that the gateway built. The user can also give the string that the client signed,
 * or the client's request. The output then also shows how that string or request differs from the gateway's message.
 */
export async function explainRefusal(options: ExplainOptions & { readonly refusal: string }): Promise<void> {
  const explained = await explanationOf(options)
  const reader = { stream: process.stdout, language: languageOf(processLocale()) }
  process.stdout.write(options.json ? asJson(explained) : refusalBlock(explained, reader))
  // Exit code 1 means an invalid signature. The gateway refused the signature, even if the signed string has no mistake.
  process.exitCode = 1
}

async function explanationOf(options: ExplainOptions & { readonly refusal: string }): Promise<ExplainedRefusal> {
  const { refusal, message } = options
  const name = `--refusal ${refusal}`
  const refused = refusedMessage(readRefusal(pasteOf(await inputOf('--refusal', refusal)).text, name))
  if (message !== undefined) return withSigned(refused, await signedOf(message))
  const request = chosen(refused, await requestsBeside(refused, options))
  if (request) return withRequest(refused, request, options)
  return { refused, own: undefined, mistakes: [], certain: refusalFindings(refused) }
}

/** Reads a file for `@file`, or stdin for `@-`. In the value of `--refusal`, the `@` can be left out. */
function inputOf(option: string, given: string): Promise<Buffer> {
  const file = given.replace(/^@/, '')
  return file === '-' ? readStdin(BODY_LIMIT) : readBytes(option, file)
}

/** Notes for the user about how the signed string was read. */
type Notes = ExplainedRefusal['certain']

interface Signed {
  readonly bytes: Buffer
  readonly notes: Notes
}

/**
 * Reads the signed string. A single line that contains a backslash followed by the letter n was probably copied from a log. In such a line,
 * each `\n` becomes a line feed and each `\r` a carriage return.
 */
async function signedOf(message: string): Promise<Signed> {
  const isFile = message.startsWith('@')
  const bytes = isFile ? await inputOf('--message', message) : Buffer.from(message)
  const text = bytes.toString('latin1')
  const line = text.replace(/\r?\n$/, '')
  if (line.includes('\n') || !line.includes('\\n')) return { bytes, notes: isFile ? editorNotes(bytes) : line === text ? [TRIMMED] : [] }
  return { bytes: Buffer.from(line.replaceAll('\\r', '\r').replaceAll('\\n', '\n'), 'latin1'), notes: [ESCAPED] }
}

const TRIMMED = {
  message:
    'The string in --message does not end in a line feed. A shell drops a final line feed from $(…): if your code signs a final line feed, pass the string as @file.',
  message_zh: '--message 的字符串末尾没有换行符。Shell 的 $(…) 会去掉末尾的换行符：如果程序签名时带有它，请用 @file 传入。',
}

const ESCAPED = {
  message: 'In --message, \\n was read as a line feed. If your code really signs a backslash and the letter n, that is the mistake.',
  message_zh: '--message 中的 \\n 按换行符读取。如果程序签名的确实是反斜杠和字母 n 两个字符，那就是错误所在。',
}

function withSigned(refused: RefusedMessage, { bytes, notes }: Signed): ExplainedRefusal {
  const mistakes = compareSigned(refused, bytes)
  const certain = [...signedFindings(refused, mistakes), ...relevantNotes(mistakes, notes)]
  return { refused, own: bytes, mistakes, certain }
}

/** Reads the requests from the options, or else from the file, or else from stdin. The result is empty when the user gave no request. */
async function requestsBeside(
  { method, target }: RefusedMessage,
  options: ExplainOptions & { readonly refusal: string },
): Promise<PastedRequest[]> {
  const hasFlags = [options.authorization, options.method, options.target, options.body].some((value) => value !== undefined)
  if (hasFlags) return readRequests(options.authorization === undefined ? options : { method, target, ...options })
  if (options.file !== undefined) return readPaste(await readPasted(options))
  const isStdinFree = !process.stdin.isTTY && options.refusal.replace(/^@/, '') !== '-'
  if (!isStdinFree) return []
  const content = await readOptionalStdin()
  return String(content).trim() === '' ? [] : readPaste(content)
}

function chosen(refused: RefusedMessage, requests: readonly PastedRequest[]): PastedRequest | undefined {
  return requests.find((request) => isSameAttempt(refused, claimedBy(request))) ?? requests[0]
}

function claimedBy({ authorization }: PastedRequest): { readonly timestamp?: string; readonly nonce?: string } {
  const { credentials } = readAuthorization(authorization)
  return credentials ? { timestamp: credentials.timestamp, nonce: credentials.nonce } : {}
}

/** Adds the method, path and query from the refusal to a request that was pasted as only an Authorization header. */
function completed(refused: RefusedMessage, request: PastedRequest): PastedRequest {
  if (!request.isHeaderOnly) return request
  const { isHeaderOnly, note, ...rest } = request
  return { ...rest, method: refused.method, target: asReceived(refused.target), isBodyGiven: refused.bodyBytes === 0 }
}

async function withRequest(refused: RefusedMessage, pasted: PastedRequest, options: ExplainOptions): Promise<ExplainedRefusal> {
  const request = completed(refused, pasted)
  const claimed = claimedBy(request)
  const { method, isBodyGiven = true, body } = request
  const target = Buffer.from(request.target, 'latin1').toString()
  const { timestamp = refused.timestamp, nonce = refused.nonce } = claimed
  const message = requestMessage({ ...request, timestamp, nonce })
  const { diagnosis, verdict } = await judge(request, {
    given: await givenKeys(options),
    hasAllKeys: false,
    now: undefined,
    previousBodies: [],
  })
  // The request was given without its body. If its signature is valid for an empty body, the client signed an empty body.
  const isSigned = !isBodyGiven && verdict === 'valid'
  const own = isBodyGiven || isSigned ? message : undefined
  const differences = isSigned
    ? compareSigned(refused, message)
    : compareRequest(refused, { method, target, ...claimed, ...(isBodyGiven && { body }) })
  return {
    refused,
    own,
    // If the request does not differ from the refusal, it is taken to be the refused request. The refusal may show only the beginning of
    // the body. The diagnosis can find the whole signed message, because it checks the signature of the request.
    signed: isBodyGiven && differences.length === 0 ? diagnosis.signed : null,
    mistakes: [...diagnosis.mistakes, ...differences],
    certain: [...diagnosis.certain, ...bodyFindings(refused)],
  }
}

function asJson({ mistakes, certain }: ExplainedRefusal): string {
  const listed = mistakes.map(({ id, message, message_zh, fix, fix_zh }) => ({ id, message, message_zh, fix, fix_zh }))
  return `${printable(JSON.stringify({ verdict: 'invalid', check: 'signature', mistakes: listed, certain }))}\n`
}
