import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

export interface HealthWatch extends AsyncDisposable {
  /** Ends the watch; returns the latencies in milliseconds. */
  stop(): Promise<readonly number[]>
}

/** Asks a server for its health repeatedly, on a separate thread. */
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
