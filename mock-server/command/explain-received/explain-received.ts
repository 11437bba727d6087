import { Buffer } from 'node:buffer'
import {
  DEVELOPMENT_SERIAL_PREFIX,
  developmentKeys,
  diagnoseNotification,
  diagnoseResponse,
  type ReceivedDiagnosis,
} from '../../../contracts/index.ts'
import { editorNotes, relevantNotes } from '../explain/edited-file.ts'
import type { ExplainOptions } from '../explain/explain-options.ts'
import { readPasted } from '../explain/read-stdin.ts'
import { inBoth, languageOf, processLocale } from '../language.ts'
import { printable } from '../printable.ts'
import { readBytes } from '../settings/read-file.ts'
import { platformKeys } from './platform-keys.ts'
import { type PastedMessage, readReceived } from './read-received.ts'
import { type ExplainedMessage, receivedBlock } from './received-block.ts'
import { diagnoseBoth } from './without-line-break.ts'

/** Prints whether pasted answers (`--response`) or notifications (`--callback`) can be verified and decrypted, and if not, why. */
export async function explainReceived(options: ExplainOptions): Promise<void> {
  checkOptions(options)
  const explained = await explainAll(options)
  process.stdout.write(options.json ? explained.map(asJson).join('') : asText(explained, options))
  if (explained.some(({ diagnosis }) => diagnosis.verdict !== 'valid')) process.exitCode = 1
}

const REQUEST_OPTIONS = ['authorization', 'method', 'target', 'body', 'contentType', 'key', 'serial', 'refusal'] as const

function checkOptions(options: ExplainOptions): void {
  if (options.response && options.callback) throw new Error('Give --response for an answer or --callback for a notification, not both')
  const name = options.response ? '--response' : '--callback'
  const other = REQUEST_OPTIONS.find((option) => options[option] !== undefined)
  if (other)
    throw new Error(
      `--${other === 'contentType' ? 'content-type' : other} is for requests: ${name} takes the message from a file or stdin, and its keys from --cert and --public-key`,
    )
}

async function explainAll(options: ExplainOptions): Promise<ExplainedMessage[]> {
  const { response, now, message: verified } = options
  const keys = await platformKeys(options)
  const given = await apiV3KeyOf(options)
  const message = verified === undefined ? undefined : await bytesOf(verified)
  const doubts = verified?.startsWith('@') && message ? editorNotes(message) : []
  const messages = readReceived(await readPasted(options), response ? 'response' : 'callback')
  const explained: ExplainedMessage[] = []
  for (const received of messages) {
    const others = messages.filter((other) => other !== received).slice(0, OTHERS)
    const apiV3Key = apiV3KeyFor(received, given)
    const circumstances = {
      keys,
      others,
      ...(now !== undefined && { now }),
      ...(message && { message }),
      ...(apiV3Key !== undefined && { apiV3Key }),
    }
    const diagnose = response ? diagnoseResponse : diagnoseNotification
    const { diagnosis, ...read } = await diagnoseBoth(received, (each) => diagnose(each, circumstances))
    const { mistakes } = diagnosis
    const certain = [...diagnosis.certain.map((finding) => named(finding, given)), ...relevantNotes(mistakes, doubts)]
    explained.push({
      ...read,
      diagnosis: { ...diagnosis, certain },
      verified: message,
      isDecrypted: apiV3Key !== undefined || response === true,
    })
  }
  return explained
}

/** The largest number of other pasted messages in which a diagnosis looks for values that were mixed up. */
const OTHERS = 8

async function bytesOf(text: string): Promise<Buffer> {
  return text.startsWith('@') ? readBytes('--message', text.slice(1)) : Buffer.from(text)
}

async function apiV3KeyOf({ apiv3Key }: ExplainOptions): Promise<string | undefined> {
  if (!apiv3Key?.startsWith('@')) return apiv3Key
  return String(await readBytes('--apiv3-key', apiv3Key.slice(1))).replace(/\r?\n$/, '')
}

type Finding = ReceivedDiagnosis['certain'][number]

/** If the user gave no APIv3 key, changes the words "this APIv3 key" in a finding to "the shipped APIv3 key". */
function named({ message, message_zh }: Finding, given: string | undefined): Finding {
  if (given !== undefined) return { message, message_zh }
  return {
    message: message.replace('this APIv3 key', 'the shipped APIv3 key'),
    message_zh: message_zh.replace('这个 APIv3 密钥', '自带的 APIv3 密钥'),
  }
}

/** The APIv3 key that decrypts a message: the given key or, for a message from the mock server, the shipped key; otherwise `undefined`. */
function apiV3KeyFor({ headers }: PastedMessage, given: string | undefined): string | undefined {
  if (given !== undefined) return given
  const serials = Object.entries(headers).flatMap(([name, value = []]) => (/^wechatpay-serial$/i.test(name) ? value : []))
  const isMock = serials.some((serial) => serial.startsWith(DEVELOPMENT_SERIAL_PREFIX) || serial === developmentKeys.platformPublicKey.id)
  return isMock ? developmentKeys.apiV3Key : undefined
}

function asJson({ diagnosis: { verdict, check, mistakes, certain } }: ExplainedMessage): string {
  return `${printable(JSON.stringify({ verdict, check, mistakes, certain } satisfies Partial<ReceivedDiagnosis>))}\n`
}

const SHIPPED_KEYS = ['No --cert and no --public-key: using the shipped keys', '使用自带的开发密钥'] as const

function asText(explained: readonly ExplainedMessage[], { cert, publicKey }: Pick<ExplainOptions, 'cert' | 'publicKey'>): string {
  const reader = { stream: process.stdout, language: languageOf(processLocale()) }
  const keys = (cert ?? publicKey) === undefined ? `${inBoth(reader.language, ...SHIPPED_KEYS)}\n\n` : ''
  return `${keys}${explained.map((each) => receivedBlock(each, reader)).join('\n')}`
}
