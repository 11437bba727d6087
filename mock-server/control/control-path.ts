const CONTROL_PATH = '/__mock/'

/** Whether a target belongs to the control API. */
export function isControl(target: string): boolean {
  return target.startsWith(CONTROL_PATH)
}

/** The largest accepted snapshot, in bytes. A snapshot of 10,000 sub-merchants has about 3,000,000 bytes. */
const SNAPSHOT_LIMIT = 4 * 1024 * 1024
/** The largest pasted text that `/__mock/explain` accepts, in bytes. */
const EXPLAIN_LIMIT = 1024 * 1024
const OTHER_LIMIT = 256 * 1024

/** The largest body, in bytes, that the control API reads for this target. There is a limit because parsing blocks the process. */
export function controlBodyLimit(target: string): number {
  if (target === '/__mock/explain') return EXPLAIN_LIMIT
  return /\/snapshot(?:\?|$)/.test(target) ? SNAPSHOT_LIMIT : OTHER_LIMIT
}
