/** There is a limit because each diagnosis takes up to 50 milliseconds. */
const REQUEST_LIMIT = 500

/**
 * Checks the number of requests in a paste. The readers that take long for each command call this before they read any of them.
 *
 * @throws {Error} When there are too many.
 */
export function checkNumber({ length }: { readonly length: number }): void {
  if (length > REQUEST_LIMIT) throw new Error(`stdin has ${length} requests: explain takes at most ${REQUEST_LIMIT} at once`)
}
