import type { ShareMetrics } from '../../open-inside.ts'
import { allWorkers } from './all-workers.ts'
import type { FromWorker, ToWorker, WorkerMetrics } from './message.ts'

/**
 * Lets a worker read the metrics of all workers, through the primary process. The worker also sends its own metrics whenever the primary
 * process asks for them.
 *
 * @param tell Sends a message to the primary process.
 * @returns A function. Its parameter `own` reads the metrics of this worker; its result reads the metrics of all workers.
 */
export function shareMetrics(tell: (message: FromWorker) => void): ShareMetrics {
  return (own) => {
    const asked = new Map<number, (workers: readonly WorkerMetrics[]) => void>()
    let last = 0
    process.on('message', (message: ToWorker) => {
      if (typeof message !== 'object') return
      if ('tell' in message) void own().then((families) => tell({ metrics: { question: message.tell, families } }))
      else asked.get(message.gathered.question)?.(message.gathered.workers)
    })
    return async () => {
      last += 1
      const question = last
      const { promise, resolve } = Promise.withResolvers<readonly WorkerMetrics[]>()
      asked.set(question, resolve)
      tell({ gather: question })
      const workers = await promise
      asked.delete(question)
      return allWorkers(workers)
    }
  }
}
