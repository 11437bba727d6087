import type { VerificationReport, VerifiedInteraction } from '../../../contracts/pact/index.ts'
import { type JunitCase, type JunitSuite, junitXml } from '../junit.ts'

/** Returns the report in the format of JUnit: a suite for each consumer, and a case for each interaction. */
export function junit({ interactions, problems }: VerificationReport): string {
  const consumers = Map.groupBy(interactions, ({ consumer }) => consumer)
  const suites = [...consumers].map(([name, cases]): JunitSuite => ({ name, cases: cases.map(testCase) }))
  // If interactions failed, the list of problems begins with their count, then has one problem for each of them. All other problems concern
  // the whole run: for example, a file can't be read, or the Broker stores no result.
  const failed = interactions.filter(({ result }) => result === 'failed').length
  const others = failed > 0 ? problems.slice(failed + 1) : problems
  const whole: JunitCase = { classname: 'pacts', name: 'verification', result: 'failed', problems: others }
  return junitXml([...suites, ...(others.length > 0 ? [{ name: 'pacts', cases: [whole] }] : [])])
}

function testCase({ consumer, description, states, result, problems }: VerifiedInteraction): JunitCase {
  const given = states.length > 0 ? `, given ${states.join(', ')}` : ''
  const named = { classname: consumer, name: description + given }
  return result === 'pending'
    ? { ...named, result: 'skipped', problems: [`pending: ${problems.join('; ')}`] }
    : { ...named, result, problems }
}
