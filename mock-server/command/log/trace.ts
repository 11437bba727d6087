/** Where an error and its causes come from; their own fields, which may hold anything, are left out. */
export function trace(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { stack = error.message, cause } = error
  return cause === undefined ? stack : `${stack}\nCaused by: ${trace(cause)}`
}
