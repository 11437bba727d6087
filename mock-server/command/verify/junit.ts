import type { VerificationReport, VerifiedInteraction } from '../../../contracts/pact/index.ts'

/** The report in the format of JUnit, which every CI server reads: a suite for each consumer, a case for each interaction. */
export function junit({ interactions, problems }: VerificationReport): string {
  const consumers = Map.groupBy(interactions, ({ consumer }) => consumer)
  const suites = [...consumers].map(([consumer, cases]) => suite(consumer, cases.map(testCase), cases))
  // A run can fail outside its interactions, for example when a file can't be read or the Broker stores no result.
  // In the problems, the count and the failed interactions come first.
  const failed = interactions.filter(({ result }) => result === 'failed').length
  const others = failed > 0 ? problems.slice(failed + 1) : problems
  const whole = others.length > 0 ? [suite('pacts', [wholeRun(others)], [])] : []
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${[...suites, ...whole].join('')}</testsuites>\n`
}

function suite(name: string, cases: readonly string[], interactions: readonly VerifiedInteraction[]): string {
  const count = (result: VerifiedInteraction['result']) => interactions.filter((interaction) => interaction.result === result).length
  const failures = interactions.length === 0 ? cases.length : count('failed')
  const counts = `tests="${cases.length}" failures="${failures}" skipped="${count('pending')}"`
  return `  <testsuite name="${escaped(name)}" ${counts}>\n${cases.join('')}  </testsuite>\n`
}

function testCase({ consumer, description, states, result, problems }: VerifiedInteraction): string {
  const given = states.length > 0 ? `, given ${states.join(', ')}` : ''
  const head = `    <testcase classname="${escaped(consumer)}" name="${escaped(description + given)}"`
  if (result === 'passed') return `${head}/>\n`
  if (result === 'pending') return `${head}>\n      <skipped message="${escaped(`pending: ${problems.join('; ')}`)}"/>\n    </testcase>\n`
  return `${head}>\n${failure(problems)}    </testcase>\n`
}

function wholeRun(problems: readonly string[]): string {
  return `    <testcase classname="pacts" name="verification">\n${failure(problems)}    </testcase>\n`
}

function failure(problems: readonly string[]): string {
  return `      <failure message="${escaped(problems[0] ?? 'failed')}">${escaped(problems.join('\n'))}</failure>\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' }

/** The characters that XML forbids or discourages. @see https://www.w3.org/TR/xml/#charsets */
const NO_CHARACTER = /[^\t\n -~\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

/** A text for an element or an attribute, without the characters that XML does not allow. */
function escaped(text: string): string {
  return text.replace(NO_CHARACTER, '').replace(/[&<>"\n]/g, (character) => ENTITIES[character] ?? '')
}
