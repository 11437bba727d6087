import type { JournalEntry } from '../../contracts/index.ts'
import { languageOf, processLocale } from '../../mock-server/command/language.ts'
import { targetText } from '../../mock-server/command/target-text.ts'

/** A failed test prints at most this many of its newest exchanges. */
const PRINTED = 20
const TEXT_LIMIT = 300

/** What a failed test prints. Each function returns the newest request first. */
export interface Exchanges {
  /** The requests of the test's merchant. */
  readonly own: () => Promise<JournalEntry[]>
  /** The requests that arrived during the test and name no known merchant: one with a wrong merchant ID, path or Authorization. */
  readonly unclaimed: () => Promise<JournalEntry[]>
}

const UNCLAIMED =
  'Requests during the test that name no known merchant, the oldest first; another test may have sent them (测试期间收到的、不属于任何已知服务商的请求，从早到晚，也可能来自其他测试):'

/**
 * Returns what a failed test prints about its merchant: the exchanges, the oldest first, with their diagnoses. Returns `undefined` when the
 * merchant no longer exists.
 *
 * @param test The name of the test, if other tests run at the same time. Vitest may then print the text under the name of another test.
 */
export async function printedExchanges(mchid: string, { own, unclaimed }: Exchanges, test?: string): Promise<string | undefined> {
  const whose = test === undefined ? mchid : `${mchid} in the test ${JSON.stringify(test)}`
  try {
    const lines = await linesOf(await own(), `The requests of merchant ${whose}, the oldest first (该服务商收到的请求，从早到晚):`)
    const nothing = `No request arrived for merchant ${whose} (该服务商没有收到请求)`
    return [...(lines.length > 0 ? lines : [nothing]), ...(await linesOf(await unclaimed(), UNCLAIMED))].join('\n')
  } catch (error) {
    // This error is not thrown, because the developer needs the test's own error.
    const { status, message } = error as { readonly status?: number; readonly message: string }
    return status === 404 ? undefined : `The requests of merchant ${whose} can't be read (无法读取该服务商收到的请求): ${message}`
  }
}

/** The newest exchanges under a title; nothing when there are none. */
async function linesOf(entries: readonly JournalEntry[], title: string): Promise<string[]> {
  if (entries.length === 0) return []
  const blocks = await Promise.all(entries.slice(0, PRINTED).reverse().map(block))
  const earlier = entries.length - blocks.length
  return [title, ...(earlier > 0 ? [`  … ${earlier} earlier ones (另有更早的 ${earlier} 个)`] : []), ...blocks]
}

async function block(entry: JournalEntry): Promise<string> {
  const { diagnosis } = entry
  if (!diagnosis) return exchangeLine(entry)
  // These modules are loaded on demand, because most tests pass.
  const [{ builtMessage }, { diagnosisBlock }] = await Promise.all([
    import('../../mock-server/command/log/log-line.ts'),
    import('../../mock-server/command/diagnosis/diagnosis-block.ts'),
  ])
  return `${exchangeLine(entry)}\n${diagnosisBlock({ built: builtMessage(entry), diagnosis }, { stream: process.stderr, language: languageOf(processLocale()) })}`
}

function exchangeLine(entry: JournalEntry): string {
  const { method, target, status, code, wire, error, signer, warnings = [] } = entry
  const outcome = [method, shortened(targetText(target)), status, code, wire].filter((part) => part !== null).join(' ')
  const field = error?.field ? ` ${error.field}` : ''
  const problem = error ? `${field}: ${error.message}` : ''
  const signed = signer ? `, signed by ${signer.kind.replace('_', ' ')} ${signer.serial_no}: ${signer.reason}` : ''
  return [`  ${outcome}${scripted(entry)}${shortened(problem)}${signed}`, ...warnings.map((warning) => `  ! ${warning}`)].join('\n')
}

/** Names the faults that acted on the request, and says how long it was delayed. They may be why the test failed. */
function scripted({ faults, delay_ms }: JournalEntry): string {
  const parts = [...faults.map((id) => `fault ${id}`), ...(delay_ms === undefined ? [] : [`delayed by ${Math.round(delay_ms)} ms`])]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** Shortens a text that may come from a request. Replaces control characters, because a terminal would obey them. */
function shortened(whole: string): string {
  const text = whole.replace(/\p{C}/gu, '\uFFFD')
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text
}
