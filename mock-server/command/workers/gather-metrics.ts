import type { Worker } from 'node:cluster'
import type { Family } from '../../metrics/exposition.ts'
import type { FromWorker, ToWorker, WorkerMetrics } from './message.ts'

/** How long the primary process waits for the metrics of a worker, in milliseconds. */
const PATIENCE_MILLISECONDS = 1_000

/**
 * Creates the function with which the primary process gathers the metrics of all workers, and sends them to the worker that asked.
 *
 * @param workers Returns the workers that listen.
 * @returns A function to call with each message that a worker sends about metrics.
 */
export function createGathering(workers: () => readonly Worker[]): (from: Worker, message: FromWorker) => void {
  const asked = new Map<number, (families: readonly Family[]) => void>()
  let last = 0
  async function read(worker: Worker): Promise<WorkerMetrics> {
    last += 1
    const question = last
    const { promise, resolve } = Promise.withResolvers<readonly Family[] | undefined>()
    asked.set(question, resolve)
    const late = setTimeout(resolve, PATIENCE_MILLISECONDS, undefined)
    tell(worker, { tell: question })
    const families = await promise
    clearTimeout(late)
    asked.delete(question)
    return { worker: worker.id, families }
  }
  async function gather(asker: Worker, question: number): Promise<void> {
    tell(asker, { gathered: { question, workers: await Promise.all(workers().map(read)) } })
  }
  return (from, message) => {
    if ('gather' in message) void gather(from, message.gather)
    else if ('metrics' in message) asked.get(message.metrics.question)?.(message.metrics.families)
  }
}

/** Sends a message to a worker. Ignores a failure, because the worker may have ended. */
function tell(worker: Worker, message: ToWorker): void {
  worker.send(message, () => undefined)
}
