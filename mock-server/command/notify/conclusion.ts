import { bothTexts, inBoth, type Language } from '../language.ts'
import { countsOf, fixesFor, isDeceived, isWrong, jsonResult } from '../scorecard/scorecard.ts'
import { NOTIFY_FIXES, type NotifyFix, type NotifyFixName } from './fixes.ts'
import type { NotifyResult } from './try-notifications.ts'

/** The end of the report on a handler: how many cases it got wrong, and how to fix it. */
export function conclusion(results: readonly NotifyResult[], language: Language): string {
  const { believed, forged } = countsOf(results)
  const refused = validRefused(results)
  const sums = [
    inBoth(language, `${believed} of ${forged} forged notifications were believed`, `相信了 ${believed}/${forged} 个伪造的通知`),
    ...(refused.length > 0
      ? [inBoth(language, `valid notifications refused: ${refused.length}`, `拒绝了 ${refused.length} 个正确的通知`)]
      : []),
    ...(refused.some(({ audited }) => audited.id === 'valid') ? [bothTexts(language, ...SHOWS_LITTLE)[0]] : []),
  ]
  const rules = [...fixesFor<NotifyFixName>(results).map((name) => NOTIFY_FIXES[name]), ...advice(results)]
  const advised = rules.map(({ rule, rule_zh }) => `- ${bothTexts(language, rule, rule_zh)[0]}`)
  return ['', ...sums, ...(advised.length > 0 ? ['', ...advised] : [])].map((line) => `${line}\n`).join('')
}

function advice(results: readonly NotifyResult[]): readonly NotifyFix[] {
  const isSilent = results.some(({ outcome }) => outcome === 'timed_out' || outcome === 'no_answer')
  return [
    ...(results.some(isDeceivedWithFail) ? [STATUS_COUNTS] : []),
    ...(isSilent ? [ANSWER_ALWAYS] : []),
    ...(failsOnText(results) ? [VERIFY_FIRST] : []),
  ]
}

/**
 * Whether a notification whose body is not JSON made the handler fail. If another forged notification got the same status, the result is
 * `false`, because the handler uses that status to refuse.
 */
function failsOnText(results: readonly NotifyResult[]): boolean {
  const status = results.find(({ audited }) => audited.id === 'not_json')?.status ?? 0
  const others = results.filter(({ audited }) => audited.wanted === 'refuse' && audited.id !== 'not_json')
  return status >= 500 && !others.some((other) => other.status === status)
}

function isDeceivedWithFail(result: NotifyResult): boolean {
  return isDeceived(result) && result.remark.endsWith('FAIL')
}

/** https://developers.weixin.qq.com/community/pay/doc/000e4c3d4a83607545eb97f5856c00 */
const STATUS_COUNTS: NotifyFix = {
  rule: 'Refuse with a status of 4xx or 5xx: 200 means received, even with code FAIL.',
  rule_zh: '拒绝时应答 4xx 或 5xx：状态码 200 即表示已收到，即使 code 为 FAIL。',
}

const ANSWER_ALWAYS: NotifyFix = {
  rule: 'Answer 4xx or 5xx to a notification that you refuse: without an answer, nobody knows whether it was believed.',
  rule_zh: '拒绝通知时也要应答 4xx 或 5xx：没有应答，就无从得知是否相信了该通知。',
}

const VERIFY_FIRST: NotifyFix = {
  rule: 'Verify before you parse: a body that is not JSON made the handler fail.',
  rule_zh: '先验签再解析：非 JSON 的报文使处理程序出错。',
}

const SHOWS_LITTLE = [
  'The handler also refuses the valid notification; other refusals show little.',
  '正确的通知也被拒绝，因此其余的拒绝说明不了什么。',
] as const

function validRefused(results: readonly NotifyResult[]): readonly NotifyResult[] {
  return results.filter((result) => isWrong(result) && !isDeceived(result))
}

/** The results of the whole check as one line of JSON. */
export function jsonOf(
  results: readonly NotifyResult[],
  about: { readonly url: string; readonly event_type: string; readonly serial: string },
): string {
  const cases = results.map((result) => {
    const { status, milliseconds, answer } = result
    return { ...jsonResult(result), status, milliseconds, answer }
  })
  const fixes = fixesFor<NotifyFixName>(results).map((name) => ({ name, ...NOTIFY_FIXES[name] }))
  return `${JSON.stringify({ ...about, ...countsOf(results), refused: validRefused(results).length, cases, fixes })}\n`
}
