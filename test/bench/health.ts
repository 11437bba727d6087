import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** A thread that keeps asking a server for its health. */
export interface HealthWatch extends AsyncDisposable {
  /** Stops asking. Returns the latency of each answer, in milliseconds. */
  stop(): Promise<readonly number[]>
}

/** Starts a thread that keeps asking a server for its health. Resolves after the first answer. */
export async function watchHealth(url: string): Promise<HealthWatch> {
  const worker = new Worker(join(import.meta.dirname, 'children/ask-health.ts'), { workerData: url })
  await once(worker, 'message')
  const failure = once(worker, 'error').then(([error]) => Promise.reject(error))
  failure.catch(() => undefined)
  return {
    async stop() {
      worker.postMessage('stop')
      const [latencies] = await Promise.race([once(worker, 'message'), failure])
      return latencies
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate()
    },
  }
}
