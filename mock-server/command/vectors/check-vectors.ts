import type { Command } from 'commander'
import { readContractFile } from '../../../contracts/contract-file.ts'
import { vectors } from '../../../contracts/index.ts'
import { once } from '../../../contracts/once.ts'
import { duration } from '../../tenant/clock.ts'
import { readErrorBodies } from '../explain/judge.ts'
import { languageOf, processLocale } from '../language.ts'
import { INTERRUPTED, whenInterrupted } from '../stop-when-interrupted.ts'
import type { CheckOptions } from './check-options.ts'
import { createReport, type Report } from './create-report.ts'
import { createSigner, type Signer, type SignerRequest } from './create-signer.ts'
import { judgeSigner } from './judge-signer.ts'

/** How many runs of the user's command go on at the same time. A run may spend most of its time on starting a runtime, such as Java's. */
const AT_ONCE = 4

/**
 * Runs the user's signing command for the requests of the golden vectors. Prints which requests the command signs correctly, and what is
 * wrong with its other signatures.
 */
export async function checkVectors(command: Command): Promise<void> {
  const { cmd, only, timeout, json } = command.opts<CheckOptions>()
  const requests = await signerRequests(only)
  const report = json ? JSON_LINES : createReport(once(readErrorBodies), languageOf(processLocale()))
  const signer = createSigner(cmd, timeout)
  // Ctrl-C and signals end only this process, so the running commands must be stopped here.
  using _interruption = whenInterrupted(() => {
    signer.stop()
    process.exit(INTERRUPTED)
  })
  await checkAll(requests, signer, report, duration(timeout))
}

/**
 * Reads the requests of the golden vectors. Leaves out each request whose body is not UTF-8, because JSON can't represent that body and the
 * gateway refuses it.
 *
 * @param only Text that the name of a request must contain, regardless of case.
 * @throws {Error} When no name contains that text.
 */
async function signerRequests(only: string | undefined): Promise<SignerRequest[]> {
  const { requests }: { readonly requests: SignerRequest[] } = JSON.parse(readContractFile(vectors.requests))
  const part = only?.toLowerCase() ?? ''
  const chosen = requests.filter(({ name, request }) => request.body !== undefined && name.toLowerCase().includes(part))
  if (chosen.length === 0) throw new Error(`--only ${only} matches no request: leave --only out to see all names`)
  return chosen
}

async function checkAll(requests: readonly SignerRequest[], signer: Signer, report: Report, timeout: string): Promise<void> {
  const runs = inOrder(requests, AT_ONCE, async (request) => ({ request, run: await signer.run(request) }))
  let right = 0
  // Results are judged one at a time, in the order of the requests, while the next runs go on.
  for await (const { request, run } of runs) {
    const checked = await judgeSigner(request, run, timeout)
    right += Number(checked.ok)
    process.stdout.write(await report.of(checked))
  }
  process.stdout.write(report.sum(right, requests.length))
  if (right < requests.length) process.exitCode = 1
}

/** Works on several items at once, and yields the results in the order of the items. */
async function* inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  for (const item of items) {
    begun.push(work(item))
    if (begun.length >= atOnce) yield* begun.splice(0, 1)
  }
  yield* begun
}

const JSON_LINES: Report = { of: (checked) => `${JSON.stringify(checked)}\n`, sum: () => '' }
