import type { VerificationReport, VerifiedInteraction } from '../../../contracts/pact/index.ts'
import { type JunitCase, type JunitSuite, junitXml } from '../junit.ts'

/** The report in the format of JUnit: a suite for each consumer, a case for each interaction. */
export function junit({ interactions, problems }: VerificationReport): string {
  const consumers = Map.groupBy(interactions, ({ consumer }) => consumer)
  const suites = [...consumers].map(([name, cases]): JunitSuite => ({ name, cases: cases.map(testCase) }))
  // A run can fail outside its interactions, for example when a file can't be read or the Broker stores no result. If interactions failed,
  // the list of problems begins with their count and a problem for each. The other problems are from outside the interactions.
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
