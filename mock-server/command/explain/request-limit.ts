/** The largest number of requests in a paste. A diagnosis can take tens of milliseconds. */
const REQUEST_LIMIT = 500

/**
 * Checks the number of requests in a paste. A reader that takes long for each command calls this function first.
 *
 * @throws {Error} When there are too many.
 */
export function checkNumber({ length }: { readonly length: number }): void {
  if (length > REQUEST_LIMIT) throw new Error(`stdin has ${length} requests: at most ${REQUEST_LIMIT} can be explained at once`)
}
