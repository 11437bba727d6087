import { errorMessage } from '../contracts/error-message.ts'
import { losslessJson } from '../contracts/lossless-json.ts'
import { isTooDeep, NESTING_LIMIT } from '../contracts/nesting.ts'

/**
 * Checks that the data of a call can be written as JSON. Otherwise axios and `JSON.stringify` fail with an error that names neither the call nor the
 * data, or send something else.
 *
 * @param call The method and path of the call, for the error.
 * @throws {TypeError} When the data contains itself, a BigInt, too many levels or a value that JSON would change, or when reading it fails.
 */
export function checkData(data: unknown, call: string): void {
  if (!isSentAsJson(data)) return
  const text = written(data, call)
  if (text !== undefined && isTooDeep(JSON.parse(text))) throw cannotBeSent(call, TOO_DEEP)
}

const TOO_DEEP = `it has more than ${NESTING_LIMIT} levels`

/** Forms, streams and bytes are not sent as JSON. */
function isSentAsJson(data: unknown): data is object {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return false
  const seen = Object.prototype.toString.call(data)
  return !NOT_JSON.test(seen) && typeof (data as { readonly pipe?: unknown }).pipe !== 'function'
}

const NOT_JSON = /^\[object (?:FormData|HTMLFormElement|URLSearchParams|Blob|File|FileList|ReadableStream|ArrayBuffer|SharedArrayBuffer)\]$/

function written(data: object, call: string): string | undefined {
  try {
    return losslessJson(data)
  } catch (cause) {
    if (cause instanceof RangeError) throw cannotBeSent(call, TOO_DEEP, cause)
    const isCircular = /^Converting circular/.test(errorMessage(cause))
    throw cannotBeSent(call, isCircular ? 'it contains itself' : errorMessage(cause), cause)
  }
}

function cannotBeSent(call: string, reason: string, cause?: unknown): TypeError {
  return new TypeError(`The data of ${call} can't be sent as JSON: ${reason}`, cause === undefined ? {} : { cause })
}

/**
 * Handles the error of a call: axios overflows the stack when it copies a configuration that contains itself.
 *
 * @throws {TypeError} Names the call.
 */
export function throwWithoutOverflow(error: unknown, call: string): never {
  if (!(error instanceof RangeError && /call stack/i.test(error.message))) throw error
  throw new TypeError(`The data or the configuration of ${call} contains itself or is nested too deeply`, { cause: error })
}
