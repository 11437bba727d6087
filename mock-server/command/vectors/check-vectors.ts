import type { Command } from 'commander'
import { once } from '../../../contracts/once.ts'
import { duration } from '../../tenant/clock.ts'
import { readErrorBodies } from '../explain/error-bodies.ts'
import type { CheckOptions } from './check-options.ts'
import { createReport, type Report } from './create-report.ts'
import { createSigner, type Signer } from './create-signer.ts'
import { inOrder } from './in-order.ts'
import { judgeSigner } from './judge-signer.ts'
import { type SignerRequest, signerRequests, stdinOf } from './signer-requests.ts'

/** Runtimes take as long to start as to sign, on any core that is free. */
const AT_ONCE = 4

/** Lets someone's signer sign the golden vectors, and says which of them it signs right, and what it does wrong with the others. */
export async function checkVectors(command: Command): Promise<void> {
  const { cmd, only, timeout, json } = command.opts<CheckOptions>()
  const requests = await signerRequests(only)
  const report = json ? JSON_LINES : createReport(once(readErrorBodies))
  const signer = createSigner(cmd, timeout)
  const stop = stopWhenInterrupted(signer)
  await checkAll(requests, signer, report, duration(timeout)).finally(stop)
}

async function checkAll(requests: readonly SignerRequest[], signer: Signer, report: Report, timeout: string): Promise<void> {
  const runs = inOrder(requests, AT_ONCE, async (request) => ({ request, run: await signer.run(stdinOf(request)) }))
  let right = 0
  // A search for a mistake takes every core, so they are judged one after the other.
  for await (const { request, run } of runs) {
    const checked = await judgeSigner(request, run, timeout)
    right += Number(checked.ok)
    process.stdout.write(await report.of(checked))
  }
  process.stdout.write(report.sum(right, requests.length))
  if (right < requests.length) process.exitCode = 1
}

const JSON_LINES: Report = { of: (checked) => `${JSON.stringify(checked)}\n`, sum: () => '' }

/** What runs is out of reach of the terminal; gives what takes the handlers away. */
function stopWhenInterrupted(signer: Signer): () => void {
  const stop = () => {
    signer.stop()
    process.exit(130)
  }
  for (const signal of SIGNALS) process.once(signal, stop)
  return () => {
    for (const signal of SIGNALS) process.off(signal, stop)
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
