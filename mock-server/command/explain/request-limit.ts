/** The largest number of requests that are explained at once. The diagnosis of one request can take tens of milliseconds. */
const REQUEST_LIMIT = 500

/**
 * Checks that stdin does not have too many requests. A function that reads commands slowly, such as `readCurl`, first passes the list of
 * commands to this function.
 *
 * @throws {Error} When there are more than {@link REQUEST_LIMIT}.
 */
export function checkNumber({ length }: { readonly length: number }): void {
  if (length > REQUEST_LIMIT) throw new Error(`stdin has ${length} requests: at most ${REQUEST_LIMIT} can be explained at once`)
}
