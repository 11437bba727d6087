const CONTROL_PATH = '/__mock/'

/** Whether a target belongs to the control API. */
export function isControl(target: string): boolean {
  return target.startsWith(CONTROL_PATH)
}
