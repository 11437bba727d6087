const CONTROL_PATH = '/__mock/'

/** Says whether a target is of the mock server itself. */
export function isControl(target: string): boolean {
  return target.startsWith(CONTROL_PATH)
}
