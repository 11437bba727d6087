import { styleText } from 'node:util'
import stringWidth from 'string-width'
import { type JunitCase, junitXml } from '../junit.ts'
import { bothTexts, type Language } from '../language.ts'

/** A case of a scorecard: what an application is given, and how the application should react. */
export interface ScoredCase {
  readonly id: string
  readonly title: string
  readonly title_zh: string
  /** `either`: the application may believe or refuse what it is given. */
  readonly wanted: 'believe' | 'refuse' | 'either'
  /** What an attacker can do if the application believes what it is given; empty when the case is no attack. */
  readonly attack: string
  readonly attack_zh: string
  /** The name of the fix for an application that gets this case wrong. */
  readonly fix?: string
}

/** The result of a case. */
export interface Scored<Case extends ScoredCase = ScoredCase> {
  readonly audited: Case
  /**
   * `timed_out`: the application did not finish. `no_answer`: the connection to the application ended without an answer.
   * `not_applicable`: this case can't occur with the application. `not_tried`: the application did not receive the answer or notification
   * of the case.
   */
  readonly outcome: 'believed' | 'refused' | 'timed_out' | 'no_answer' | 'not_applicable' | 'not_tried'
  /** The reason for the outcome; empty when it is obvious. */
  readonly remark: string
  /** The remark in Chinese, if it differs. */
  readonly remark_zh?: string
}

/** Whether an application believed a forgery. */
export function isDeceived({ audited, outcome }: Scored): boolean {
  return audited.wanted === 'refuse' && outcome === 'believed'
}

/** Whether an application believed a forgery, or refused something valid. */
export function isWrong(result: Scored): boolean {
  return isDeceived(result) || (result.audited.wanted === 'believe' && result.outcome === 'refused')
}

function isUnknown({ outcome }: Scored): boolean {
  return outcome === 'timed_out' || outcome === 'no_answer' || outcome === 'not_tried'
}

const TITLE_COLUMNS = 31

/** The line of a case in the scorecard. */
export function lineOf(result: Scored, language: Language): string {
  const { audited, outcome, remark, remark_zh = remark } = result
  const [title] = bothTexts(language, audited.title, audited.title_zh)
  const [attack] = bothTexts(language, audited.attack, audited.attack_zh)
  const [said] = bothTexts(language, remark, remark_zh)
  const why = [attack, said && `(${said})`].filter(Boolean).join(' ')
  return `${marked(result)}  ${padded(title)} ${outcome === 'not_applicable' ? said : why}`.trimEnd()
}

const WORDS: Readonly<Record<Scored['outcome'], string>> = {
  believed: 'believed',
  refused: 'refused',
  timed_out: 'TIMED OUT',
  no_answer: 'NO ANSWER',
  not_applicable: '-',
  not_tried: 'NOT TRIED',
}
const WORD_COLUMNS = 9

function marked(result: Scored): string {
  const isBad = isWrong(result)
  const word = (isBad ? WORDS[result.outcome].toUpperCase() : WORDS[result.outcome]).padEnd(WORD_COLUMNS)
  return isBad || isUnknown(result) ? styleText('red', word, { stream: process.stdout }) : word
}

function padded(title: string): string {
  return title + ' '.repeat(Math.max(0, TITLE_COLUMNS - stringWidth(title)))
}

/** The number of forgeries that can occur with the application, and how many of them it believed. */
export function countsOf(results: readonly Scored[]): { believed: number; forged: number } {
  const forged = results.filter(({ audited, outcome }) => audited.wanted === 'refuse' && outcome !== 'not_applicable')
  return { believed: forged.filter(isDeceived).length, forged: forged.length }
}

/** The names of the fixes for the cases that went wrong, each name once. */
export function fixesFor<Name extends string>(results: readonly Scored<ScoredCase & { readonly fix?: Name }>[]): Name[] {
  return [...new Set(results.filter(isWrong).flatMap(({ audited }) => audited.fix ?? []))]
}

/** The object that stands for a result in the JSON output. */
export function jsonResult({ audited, outcome, remark, remark_zh = remark }: Scored): object {
  const { id, title, title_zh, wanted, attack, attack_zh, fix } = audited
  return { id, title, title_zh, wanted, outcome, attack, attack_zh, fix: fix ?? null, remark, remark_zh }
}

/**
 * The results in the format of JUnit.
 *
 * @param name The name of the suite.
 * @param what What the application was given, for the messages: `answer` or `notification`.
 * @param rules The rule that each fix makes the application follow, by the name of the fix.
 */
export function junitOf(
  results: readonly Scored[],
  name: string,
  what: string,
  rules: Readonly<Record<string, { readonly rule: string }>>,
): string {
  const cases = results.map((result): JunitCase => {
    const { audited, outcome, remark } = result
    const named = { classname: name, name: `${audited.id}: ${audited.title}` }
    if (outcome === 'not_applicable') return { ...named, result: 'skipped', problems: [remark] }
    if (isUnknown(result)) return { ...named, result: 'failed', problems: [remark] }
    if (!isWrong(result)) return { ...named, result: 'passed', problems: [] }
    const rule = rules[audited.fix ?? '']?.rule ?? ''
    const problem = isDeceived(result)
      ? `The forged ${what} was believed: an attacker can ${audited.attack}`
      : `The valid ${what} was refused (${remark})`
    return { ...named, result: 'failed', problems: [problem, rule] }
  })
  return junitXml([{ name, cases }])
}

/**
 * Returns the cases whose ID contains the text `only`, in upper or lower case. If there are none, returns the cases whose title contains the text.
 * The first case is always included: it gives the application something valid.
 *
 * @throws {Error} When no ID and no title contains the text.
 */
export function casesWith<Case extends ScoredCase>(cases: readonly Case[], only = ''): readonly Case[] {
  const text = only.toLowerCase()
  const byId = cases.filter(({ id }) => id.includes(text))
  const named =
    byId.length > 0 ? byId : cases.filter((one) => [one.title, one.title_zh].some((title) => title.toLowerCase().includes(text)))
  if (named.length === 0)
    throw new Error(`--only ${only} matches no case: leave --only out to see all cases (没有这样的用例；去掉 --only 可列出全部用例)`)
  return cases.filter((one, index) => index === 0 || named.includes(one))
}

/** The exit code of a run: 1 if a case went wrong, otherwise 2 if the outcome of a case is unknown, otherwise 0. */
export function exitCodeOf(results: readonly Scored[]): number {
  if (results.some(isWrong)) return 1
  return results.some(isUnknown) ? 2 : 0
}
