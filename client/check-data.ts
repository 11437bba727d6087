import { errorMessage } from '../contracts/error-message.ts'
import { losslessJson } from '../contracts/lossless-json.ts'
import { isTooDeep, NESTING_LIMIT } from '../contracts/nesting.ts'

/**
 * Checks that the data of a call can be sent as JSON. Without this check, axios and `JSON.stringify` would send changed data, or would fail
 * with an error that names neither the call nor the data. Data that is not sent as JSON is not checked.
 *
 * @param call The method and path of the call, for the error.
 * @throws {TypeError} When the data contains itself, can't be read, has more than 100 levels, or has a value that JSON can't keep.
 */
export function checkData(data: unknown, call: string): void {
  if (!isSentAsJson(data)) return
  const text = written(data, call)
  if (text !== undefined && isTooDeep(JSON.parse(text))) throw cannotBeSent(call, TOO_DEEP)
}

const TOO_DEEP = `it has more than ${NESTING_LIMIT} levels`

/** Whether the client sends the data as JSON. It sends forms, files, streams, bytes and text in other ways. */
function isSentAsJson(data: unknown): data is object {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return false
  const tag = Object.prototype.toString.call(data)
  return !NOT_JSON.test(tag) && typeof (data as { readonly pipe?: unknown }).pipe !== 'function'
}

const NOT_JSON = /^\[object (?:FormData|HTMLFormElement|URLSearchParams|Blob|File|FileList|ReadableStream|ArrayBuffer|SharedArrayBuffer)\]$/

function written(data: object, call: string): string | undefined {
  try {
    return losslessJson(data)
  } catch (cause) {
    if (isStackOverflow(cause)) throw cannotBeSent(call, TOO_DEEP, cause)
    const isCircular = /^Converting circular/.test(errorMessage(cause))
    throw cannotBeSent(call, isCircular ? 'it contains itself' : errorMessage(cause), cause)
  }
}

function cannotBeSent(call: string, reason: string, cause?: unknown): TypeError {
  return new TypeError(`The data of ${call} can't be sent as JSON: ${reason}`, cause === undefined ? {} : { cause })
}

/**
 * Rethrows the error of a call. If the error is a stack overflow, throws a `TypeError` that names the call instead. For example, the stack
 * overflows when axios copies a configuration that contains itself.
 */
export function throwWithoutOverflow(error: unknown, call: string): never {
  if (!isStackOverflow(error)) throw error
  throw new TypeError(`The data or the configuration of ${call} contains itself or is nested too deeply`, { cause: error })
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message)
}
