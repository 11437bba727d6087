import { styleText } from 'node:util'
import stringWidth from 'string-width'
import type { JunitCase } from '../junit.ts'
import { junitXml } from '../junit.ts'
import { bothTexts, type Language } from '../language.ts'
import { CLIENT_LANGUAGES, type ClientLanguage, FIXES, type FixName } from './fixes.ts'
import type { Result } from './try-cases.ts'

/** Whether the application believed a forged answer. */
export function isDeceived({ audited, outcome }: Result): boolean {
  return audited.wanted === 'refuse' && outcome === 'believed'
}

const TITLE_COLUMNS = 31

/** One line: what the application did, the answer, and what an attacker could do with it. */
export function lineOf(result: Result, language: Language): string {
  const { audited, outcome, remark } = result
  const [title] = bothTexts(language, audited.title, audited.title_zh)
  const [attack] = bothTexts(language, audited.attack, audited.attack_zh)
  const why = [attack, remark && `(${remark})`].filter(Boolean).join(' ')
  return `${marked(result)}  ${padded(title)} ${outcome === 'not_applicable' ? remark : why}`.trimEnd()
}

const WORDS: Readonly<Record<Result['outcome'], string>> = {
  believed: 'believed',
  refused: 'refused',
  not_applicable: '-',
  not_tried: 'NOT TRIED',
}
const WORD_COLUMNS = 9

function marked(result: Result): string {
  const word = (isDeceived(result) ? 'BELIEVED' : WORDS[result.outcome]).padEnd(WORD_COLUMNS)
  const isBad = isDeceived(result) || result.outcome === 'not_tried'
  return isBad ? styleText('red', word, { stream: process.stdout }) : word
}

/** Fills a title with blanks. */
function padded(title: string): string {
  return title + ' '.repeat(Math.max(0, TITLE_COLUMNS - stringWidth(title)))
}

/** How many forged answers were believed, and how to refuse them. */
export function conclusion(results: readonly Result[], client: ClientLanguage | undefined, language: Language): string {
  const { believed, forged } = countsOf(results)
  const sum = `${believed} of ${forged} forged answers were believed (相信了 ${believed}/${forged} 个伪造的应答)`
  return ['', sum, ...fixesFor(results).flatMap((name) => fixLines(name, client, language))].map((line) => `${line}\n`).join('')
}

function countsOf(results: readonly Result[]): { believed: number; forged: number } {
  const forged = results.filter(({ audited, outcome }) => audited.wanted === 'refuse' && outcome !== 'not_applicable')
  return { believed: forged.filter(isDeceived).length, forged: forged.length }
}

function fixesFor(results: readonly Result[]): FixName[] {
  return [...new Set(results.filter(isDeceived).flatMap(({ audited }) => audited.fix ?? []))]
}

function fixLines(name: FixName, client: ClientLanguage | undefined, language: Language): string[] {
  const { rule, rule_zh, code } = FIXES[name]
  const shown = client ? [client] : CLIENT_LANGUAGES
  return ['', bothTexts(language, rule, rule_zh)[0], ...shown.map((one) => `  ${one.padEnd(7)}  ${code[one]}`)]
}

/** The whole audit as one line of JSON. */
export function jsonOf(results: readonly Result[], client: ClientLanguage | undefined, operations: readonly string[]): string {
  const cases = results.map(({ audited, outcome, remark }) => {
    const { id, title, title_zh, wanted, attack, attack_zh, fix } = audited
    return { id, title, title_zh, wanted, outcome, attack, attack_zh, fix: fix ?? null, remark }
  })
  const fixes = fixesFor(results).map((name) => ({ name, ...FIXES[name] }))
  return `${JSON.stringify({ ...countsOf(results), operations, language: client ?? null, cases, fixes })}\n`
}

/** The audit in the format of JUnit. */
export function junitOf(results: readonly Result[]): string {
  const cases = results.map((result): JunitCase => {
    const { audited, outcome, remark } = result
    const named = { classname: 'audit', name: `${audited.id}: ${audited.title}` }
    if (outcome === 'not_applicable') return { ...named, result: 'skipped', problems: [remark] }
    if (outcome === 'not_tried') return { ...named, result: 'failed', problems: [remark] }
    if (!isDeceived(result)) return { ...named, result: 'passed', problems: [] }
    const rule = audited.fix ? FIXES[audited.fix].rule : ''
    return { ...named, result: 'failed', problems: [`The forged answer was believed: an attacker can ${audited.attack}`, rule] }
  })
  return junitXml([{ name: 'audit', cases }])
}
