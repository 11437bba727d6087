import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { type BrokerOptions, PactVerificationError, type VerificationReport, verifyPacts } from '../../../contracts/pact/index.ts'
import { createMockServer, type MockServer } from '../../create-mock-server.ts'
import { junit } from './junit.ts'
import { pactPaths } from './pact-paths.ts'
import type { VerifyOptions } from './verify-options.ts'

/** Starts a server and verifies pacts against it; Pact's report goes to stdout, what failed to stderr as well. */
export async function verify(command: Command): Promise<void> {
  const options = command.opts<VerifyOptions>()
  const pacts = await pactPaths(command.args)
  if (pacts.length === 0 && !options.brokerUrl) throw new Error('Name pact files, or a --broker-url (请指定契约文件或 --broker-url)')
  // Pact's proxy calls what Node deprecates; whoever verifies can't change that.
  process.noDeprecation = true
  await using mock = await createMockServer()
  const report = await verifyAgainst(mock, pacts, options)
  if (options.junit !== undefined) await writeFile(options.junit, junit(report))
  tell(report)
}

function verifyAgainst({ url, credentials }: MockServer, pacts: readonly string[], options: VerifyOptions): Promise<VerificationReport> {
  const { provider: name, providerVersion: version, providerBranch: branch, asRecorded: timestamp } = options
  return verifyPacts({
    pacts,
    ...(options.brokerUrl && { broker: brokerOptions(options.brokerUrl, options) }),
    provider: { url, credentials, ...defined({ name, version, branch }) },
    ...(timestamp !== undefined && { asRecorded: { timestamp } }),
  }).catch((error: unknown) => {
    if (error instanceof PactVerificationError) return error.report
    throw error
  })
}

function brokerOptions(url: string, options: VerifyOptions): BrokerOptions {
  const { brokerToken: token, brokerUsername: username, brokerPassword: password, selector: selectors } = options
  const { pending, wipSince: workInProgressSince, publish, buildUrl } = options
  return {
    url,
    ...defined({ token, username, password, selectors: selectors && [...selectors], pending, workInProgressSince, publish, buildUrl }),
  }
}

type Defined<Options> = { [Name in keyof Options]?: Exclude<Options[Name], undefined> }

/** An option that was not given is left out, not undefined. */
function defined<Options extends object>(options: Options): Defined<Options> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<Options>
}

function tell({ interactions, problems }: VerificationReport): void {
  const count = (result: string) => interactions.filter((interaction) => interaction.result === result).length
  const counts = [`${count('passed')} of ${interactions.length} interactions hold`]
  if (count('pending') > 0) counts.push(`${count('pending')} pending`)
  console.log(counts.join(', '))
  if (problems.length === 0) return
  console.error(problems.join('\n'))
  process.exitCode = 1
}
