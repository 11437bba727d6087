import { bothTexts, inBoth, type Language } from '../language.ts'
import { countsOf, fixesFor, jsonResult } from '../scorecard/scorecard.ts'
import { WHEN_TIMED_OUT } from './application.ts'
import { CLIENT_LANGUAGES, type ClientLanguage, FIXES, type FixName } from './fixes.ts'
import type { Result } from './try-cases.ts'

/** Says how many forged answers were believed and how many cases timed out, and what to do about both. */
export function conclusion(results: readonly Result[], client: ClientLanguage | undefined, language: Language): string {
  const { believed, forged } = countsOf(results)
  const timedOut = results.filter(({ outcome }) => outcome === 'timed_out').length
  const sums = [
    inBoth(language, `${believed} of ${forged} forged answers were believed`, `相信了 ${believed}/${forged} 个伪造的应答`),
    ...(timedOut > 0
      ? [
          inBoth(language, `${timedOut} timed out, which shows nothing`, `${timedOut} 个超时，不能说明什么`),
          '',
          bothTexts(language, ...WHEN_TIMED_OUT)[0],
        ]
      : []),
  ]
  return ['', ...sums, ...fixesFor<FixName>(results).flatMap((name) => fixLines(name, client, language))]
    .map((line) => `${line}\n`)
    .join('')
}

function fixLines(name: FixName, client: ClientLanguage | undefined, language: Language): string[] {
  const { rule, rule_zh, code } = FIXES[name]
  const shown = client ? [client] : CLIENT_LANGUAGES
  return ['', bothTexts(language, rule, rule_zh)[0], ...shown.map((one) => `  ${one.padEnd(7)}  ${code[one]}`)]
}

/** The whole audit as one line of JSON. */
export function jsonOf(results: readonly Result[], client: ClientLanguage | undefined, operations: readonly string[]): string {
  const fixes = fixesFor<FixName>(results).map((name) => ({ name, ...FIXES[name] }))
  return `${JSON.stringify({ ...countsOf(results), operations, language: client ?? null, cases: results.map(jsonResult), fixes })}\n`
}
