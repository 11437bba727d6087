import { existsSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import type { Command } from 'commander'
import { defined } from '../../../contracts/defined.ts'
import { errorMessage } from '../../../contracts/error-message.ts'
import { type BrokerOptions, PactVerificationError, type VerificationReport, verifyPacts } from '../../../contracts/pact/index.ts'
import { withoutPasswords } from '../../../contracts/without-passwords.ts'
import { createMockServer } from '../../create-mock-server.ts'
import { wrapped } from '../diagnosis/terminal-text.ts'
import { prepareJunit, writeJunit } from '../junit.ts'
import { printable } from '../printable.ts'
import { brokerOf } from './broker-options.ts'
import { junit } from './junit.ts'
import { needsAnotherProcess, runWithoutColours, whileParentLives } from './run-without-colours.ts'
import type { VerifyOptions } from './verify-options.ts'

/** Starts a mock server and verifies pacts against it. Pact's report goes to stdout. Failures are also written to stderr. */
export async function verify(command: Command): Promise<void> {
  if (needsAnotherProcess()) return runWithoutColours()
  const options = command.opts<VerifyOptions>()
  if (options.junit !== undefined) await prepareJunit(options.junit)
  const report = await whileParentLives(() => reportOf(command, options).catch(reportOfFailure))
  // The report is printed first, because writing the JUnit file may fail.
  print(report)
  if (options.junit !== undefined) await writeJunit(options.junit, junit(report))
}

async function reportOf(command: Command, options: VerifyOptions): Promise<VerificationReport> {
  const broker = await brokerOf(command)
  return verifyAgainstMock(await pactPaths(command.args), broker, options)
}

async function verifyAgainstMock(
  pacts: readonly string[],
  broker: BrokerOptions | undefined,
  options: VerifyOptions,
): Promise<VerificationReport> {
  const { provider: name, providerVersion: version, providerBranch: branch, providerTag: tags, asRecorded: timestamp } = options
  const { consumer: consumers, filterDescription, filterState, logLevel } = options
  await using mock = await createMockServer()
  return await verifyPacts({
    pacts,
    ...(broker && { broker }),
    provider: { url: mock.url, credentials: mock.credentials, ...defined({ name, version, branch, tags }) },
    ...defined({ consumers, filterDescription, filterState, logLevel }),
    ...(timestamp !== undefined && { asRecorded: { timestamp } }),
  })
}

/**
 * Returns the URLs, files and folders that the arguments name. An argument that names none of these is expanded as a glob, because some
 * shells do not expand globs.
 *
 * @throws {Error} When a glob matches nothing.
 */
async function pactPaths(patterns: readonly string[]): Promise<string[]> {
  return (await Promise.all(patterns.map(pathsOf))).flat()
}

async function pathsOf(pattern: string): Promise<string[]> {
  if (/^https?:\/\//i.test(pattern) || existsSync(pattern)) return [pattern]
  const paths: string[] = []
  for await (const path of glob(pattern)) paths.push(path)
  if (paths.length === 0) throw new Error(`No pact file matches ${pattern} (没有匹配的契约文件)`)
  return paths.toSorted()
}

/** Turns an error that ends the run into a problem in the report, so that CI gets a report in this case, too. */
function reportOfFailure(error: unknown): VerificationReport {
  if (error instanceof PactVerificationError) return error.report
  return { interactions: [], problems: [withoutPasswords(errorMessage(error)).replace(/\s*\n\s*/g, ' ')] }
}

function print({ interactions, problems }: VerificationReport): void {
  if (interactions.length > 0) console.log(counted(interactions))
  if (problems.length === 0) return
  // Without interactions, the problems say why the run ended. They are not wrapped at 80 columns, like other errors of the command.
  const lines = interactions.length > 0 ? problems.flatMap(inColumns) : problems.flatMap((problem) => problem.split('\n').map(printable))
  console.error(lines.join('\n'))
  process.exitCode = 1
}

/** Wraps the lines of a problem at 80 columns. The rest of a wrapped line is indented more, to set it off from the next line. */
function inColumns(problem: string): string[] {
  return problem.split('\n').flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? ''
    const [first = '', ...rest] = wrapped(line.slice(indent.length), `${indent}  `, `${indent}  `, Number.POSITIVE_INFINITY)
    return [first.slice(2), ...rest]
  })
}

function counted(interactions: VerificationReport['interactions']): string {
  const count = (result: string) => interactions.filter((interaction) => interaction.result === result).length
  const pending = count('pending') > 0 ? `, ${count('pending')} pending` : ''
  return `${count('passed')} of ${interactions.length} interactions pass${pending}`
}
