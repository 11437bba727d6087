import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { defined } from '../../../contracts/defined.ts'
import { type BrokerOptions, PactVerificationError, type VerificationReport, verifyPacts } from '../../../contracts/pact/index.ts'
import { createMockServer } from '../../create-mock-server.ts'
import { brokerOf } from './broker-options.ts'
import { junit } from './junit.ts'
import { pactPaths } from './pact-paths.ts'
import type { VerifyOptions } from './verify-options.ts'

/** Starts a server and verifies pacts against it; Pact's report goes to stdout, what failed to stderr as well. */
export async function verify(command: Command): Promise<void> {
  const options = command.opts<VerifyOptions>()
  const report = await reportOf(command, options).catch(reportOfFailure)
  // Before anything else may fail.
  tell(report)
  if (options.junit !== undefined) await writeReport(options.junit, junit(report))
}

async function reportOf(command: Command, options: VerifyOptions): Promise<VerificationReport> {
  const broker = brokerOf(command)
  return verifyAgainstMock(await pactPaths(command.args), broker, options)
}

async function verifyAgainstMock(
  pacts: readonly string[],
  broker: BrokerOptions | undefined,
  options: VerifyOptions,
): Promise<VerificationReport> {
  const { provider: name, providerVersion: version, providerBranch: branch, asRecorded: timestamp } = options
  // Pact's proxy calls what Node deprecates; whoever verifies can't change that.
  process.noDeprecation = true
  await using mock = await createMockServer()
  return await verifyPacts({
    pacts,
    ...(broker && { broker }),
    provider: { url: mock.url, credentials: mock.credentials, ...defined({ name, version, branch }) },
    ...(timestamp !== undefined && { asRecorded: { timestamp } }),
  })
}

/** What keeps a run from its end is told as what fails in it, so that the report for CI is there as well. */
function reportOfFailure(error: unknown): VerificationReport {
  if (error instanceof PactVerificationError) return error.report
  const message = error instanceof Error ? error.message : String(error)
  return { interactions: [], problems: [message.replace(/\s*\n\s*/g, ' ')] }
}

function tell({ interactions, problems }: VerificationReport): void {
  if (interactions.length > 0) console.log(counted(interactions))
  if (problems.length === 0) return
  console.error(problems.join('\n'))
  process.exitCode = 1
}

function counted(interactions: VerificationReport['interactions']): string {
  const count = (result: string) => interactions.filter((interaction) => interaction.result === result).length
  const pending = count('pending') > 0 ? `, ${count('pending')} pending` : ''
  return `${count('passed')} of ${interactions.length} interactions hold${pending}`
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`--junit can't write ${path}: ${reason} (无法写入 JUnit 报告)`, { cause })
  }
}
