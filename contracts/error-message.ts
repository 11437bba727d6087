import { types } from 'node:util'

/**
 * The message of an `Error`, or any other thrown value as text. Node's error for a name with several addresses, such as `localhost`, has no message
 * of its own, so the messages for the addresses are joined.
 */
export function errorMessage(error: unknown): string {
  if (!isError(error)) return String(error)
  if (error.message === '' && Array.isArray(error.errors)) return [...new Set(error.errors.map(errorMessage))].join(', ')
  return error.message
}

/** The message of the error that caused an error of `fetch`. The error of `fetch` itself says only that the request failed. */
export function messageOfCause(error: unknown): string {
  return isError(error) && isError(error.cause) ? messageOfCause(error.cause) : errorMessage(error)
}

/** Tells errors of another realm, too: in a test with Jest, Node's own errors are not instances of the test's `Error`. */
function isError(error: unknown): error is Error & { readonly errors?: unknown } {
  return error instanceof Error || types.isNativeError(error)
}
