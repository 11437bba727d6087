import { types } from 'node:util'

/**
 * Returns the message of an `Error`, or any other thrown value as text. When Node can't connect to any of a host's several addresses, its
 * error has no message. The result then joins the messages for the addresses.
 */
export function errorMessage(error: unknown): string {
  if (!isError(error)) return String(error)
  if (error.message === '' && Array.isArray(error.errors)) return [...new Set(error.errors.map(errorMessage))].join(', ')
  return error.message
}

/** Returns the message of an error's innermost cause. An error of `fetch`, for example, says only that the request failed. */
export function messageOfCause(error: unknown): string {
  return isError(error) && isError(error.cause) ? messageOfCause(error.cause) : errorMessage(error)
}

/** Whether a value is an error, even one from another realm. In a Jest test, Node's own errors are not instances of the test's `Error`. */
function isError(error: unknown): error is Error & { readonly errors?: unknown } {
  return error instanceof Error || types.isNativeError(error)
}
