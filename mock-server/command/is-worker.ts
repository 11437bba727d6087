/**
 * The environment variable that marks a worker. The primary process sets it to its own process ID for its workers. A program that a worker
 * starts inherits the variable. That program does not count as a worker, because its parent is not the primary process.
 */
export const WORKER_OF = 'WECHATPAY_MOCK_WORKER_OF'

/** Whether this process is a worker. Only the primary process prints the banner and writes files, so that both happen once. */
export function isWorker(): boolean {
  return process.env[WORKER_OF] === String(process.ppid)
}
