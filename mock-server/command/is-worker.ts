/**
 * The primary process sets this variable to its own process ID. A program that a worker starts inherits the variable, but is no worker: its parent is
 * another process.
 */
export const WORKER_OF = 'WECHATPAY_MOCK_WORKER_OF'

/** Whether this process is a worker. The primary process prints the banner and writes the files, so that both happen once. */
export function isWorker(): boolean {
  return process.env[WORKER_OF] === String(process.ppid)
}
