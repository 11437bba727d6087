import { Buffer } from 'node:buffer'
import { compareSigned, refusalFindings, refusedMessage, signedFindings } from '../../../contracts/diagnosis/refusal/index.ts'
import { errorMessage } from '../../../contracts/error-message.ts'
import { developmentKeys, diagnoseNotification, diagnoseResponse, importPublicKey, publicKeyPem } from '../../../contracts/index.ts'
import type { ExplainPaste, MerchantKey } from '../../control/explain-paste.ts'
import { judge } from '../explain/judge.ts'
import { readPaste } from '../explain/pasted-forms.ts'
import type { PastedRequest } from '../explain/pasted-request.ts'
import { withoutFiles } from '../explain/read-pasted-file.ts'
import { platformKeys } from '../explain-received/platform-keys.ts'
import { readReceived } from '../explain-received/read-received.ts'
import { diagnoseBoth } from '../explain-received/without-line-break.ts'
import { readRefusal } from '../explain-refusal/read-refusal.ts'
import { targetText } from '../target-text.ts'

type Choice = Parameters<ExplainPaste>[0]
type Explanation = Awaited<ReturnType<ExplainPaste>>

/** The largest number of messages in one paste. A diagnosis can take 50 milliseconds, and the server answers no request in that time. */
const MESSAGE_LIMIT = 20

/** Explains a pasted text. The files that the text names are not read, because anyone may have written the text. */
export const explainPaste: ExplainPaste = async (choice, keys) => {
  const kind = choice.kind ?? kindOf(choice.text)
  const results = await withoutFiles(() =>
    kind === 'request' ? requests(choice, keys) : kind === 'refusal' ? refusal(choice) : received(choice, kind),
  )
  return { kind, results }
}

/** The kind of a message. A message counts as a request if nothing shows another kind. */
function kindOf(text: string): Explanation['kind'] {
  if (/truncated_sign_message|"code"\s{0,8}:\s{0,8}"SIGN_ERROR"/.test(text)) return 'refusal'
  const isRequest = /WECHATPAY2-[\w-]{1,40}\s{1,8}\w{1,32}=|"log"\s{0,8}:|\bcurl\b|(?<![\w-])authorization["']?\s*:/i.test(text)
  if (isRequest || !/wechatpay-signature["']?\s*[:=]/i.test(text)) return 'request'
  return /^\s*(?:POST|PUT) \S+ HTTP\/|"resource"\s{0,8}:/.test(text) ? 'callback' : 'response'
}

async function requests({ text, key }: Choice, keys: readonly MerchantKey[]): Promise<Explanation['results']> {
  const pasted = await readPaste(Buffer.from(text))
  refuseTooMany(pasted)
  const given = [...(key === undefined ? [] : [await givenKey(key)]), ...keys]
  const results: Explanation['results'] = []
  for (const request of pasted) results.push(await judged(request, given))
  return results
}

async function judged(request: PastedRequest, given: Parameters<typeof judge>[1]['given']): Promise<Explanation['results'][number]> {
  const { verdict, message, diagnosis } = await judge(request, { given, hasAllKeys: false, now: request.sent, previousBodies: [] })
  const { method, target, isHeaderOnly } = request
  const sent = isHeaderOnly ? { method: null, target: null } : { method, target: targetText(target) }
  return { ...sent, verdict, message, diagnosis }
}

async function givenKey(pem: string) {
  await importPublicKey(pem, 'key').catch((cause) => {
    throw new Error(errorMessage(cause), { cause })
  })
  return { mchid: undefined, serial: undefined, pem: publicKeyPem(Buffer.from(pem), 'key') }
}

async function received({ text }: Choice, kind: 'response' | 'callback'): Promise<Explanation['results']> {
  const messages = readReceived(Buffer.from(text), kind)
  refuseTooMany(messages)
  const circumstances = { keys: await platformKeys({}), others: [], apiV3Key: developmentKeys.apiV3Key }
  const diagnose = kind === 'response' ? diagnoseResponse : diagnoseNotification
  const results: Explanation['results'] = []
  for (const message of messages) {
    const { diagnosis } = await diagnoseBoth(message, (each) => diagnose(each, circumstances))
    const { verdict, check, mistakes, certain } = diagnosis
    results.push({ title: message.title, verdict, check, mistakes, certain })
  }
  return results
}

async function refusal({ text, message }: Choice): Promise<Explanation['results']> {
  const refused = refusedMessage(readRefusal(text, 'The text'))
  const mistakes = message === undefined ? [] : compareSigned(refused, Buffer.from(message))
  const certain = message === undefined ? refusalFindings(refused) : signedFindings(refused, mistakes)
  const { method, target } = refused
  return [{ method, target, verdict: 'invalid', check: 'signature', mistakes, certain }]
}

function refuseTooMany({ length }: readonly unknown[]): void {
  if (length > MESSAGE_LIMIT)
    throw new Error(`The text has ${length} messages: at most ${MESSAGE_LIMIT} are explained at once; the explain command takes more`)
}
