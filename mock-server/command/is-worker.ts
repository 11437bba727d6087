/** The variable with which the primary process marks its workers: its process ID, so that a program started by a worker is none. */
export const WORKER_OF = 'WECHATPAY_MOCK_WORKER_OF'

/** Whether this process answers for a primary process, which prints and writes everything that there is once. */
export function isWorker(): boolean {
  return process.env[WORKER_OF] === String(process.ppid)
}
