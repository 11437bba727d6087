import { types } from 'node:util'

/**
 * Writes a value as JSON. Unlike `JSON.stringify`, it refuses some values that JSON changes, such as a `Map`, which becomes `{}`.
 *
 * @param options `isUndefinedRefused`: also refuses fields that are `undefined`; otherwise they are left out.
 * @throws {TypeError} When it refuses a part of the value; the message names the part by its path. Also when the value contains itself or a
 * BigInt, as in `JSON.stringify`.
 */
export function losslessJson(value: unknown, options: { readonly isUndefinedRefused?: boolean } = {}): string | undefined {
  const paths = new Map<unknown, string>()
  return JSON.stringify(value, function checked(this: Readonly<Record<string, unknown>>, name: string, written: unknown) {
    const isMissing = options.isUndefinedRefused && written === undefined && paths.has(this) && !Array.isArray(this)
    const loss = isMissing ? 'undefined: give a value, or leave it out' : lossOf(this[name], written, Array.isArray(this))
    if (loss !== undefined) throw new TypeError(`${pathTo(name, paths.get(this)) || 'it'} is ${loss}`)
    if (typeof written === 'object' && written !== null) paths.set(written, pathTo(name, paths.get(this)))
    return written
  })
}

/**
 * Returns the path of a part as a JSON pointer (RFC 6901); the path of the whole value is empty.
 *
 * @param holder The path of the object or list that contains the part; `undefined` for the whole value.
 */
function pathTo(name: string, holder: string | undefined): string {
  return holder === undefined ? '' : `${holder}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/**
 * Says what JSON would lose of a value; `undefined` when it would lose nothing.
 *
 * @param written The value after `toJSON`.
 */
function lossOf(given: unknown, written: unknown, isInList: boolean): string | undefined {
  if (ArrayBuffer.isView(given) || types.isAnyArrayBuffer(given))
    return `bytes, which JSON writes as ${types.isTypedArray(given) ? 'numbers' : '{}'}: give them as text`
  const missing = isInList ? 'writes as null' : 'leaves out'
  if (typeof written === 'function' || typeof written === 'symbol') return `a ${typeof written}, which JSON ${missing}`
  if (written === undefined && isInList) return 'undefined, which JSON writes as null'
  if (typeof written === 'number' && !Number.isFinite(written)) return `${written}, which JSON writes as null`
  if (written === null && given !== null) return `${classOf(given)}, which JSON writes as null`
  return isEmptied(written) ? `${classOf(written)}, which JSON writes as {}` : undefined
}

/** Whether a value is an object of a class and has no fields of its own, such as a `Map`. */
export function isEmptied(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || types.isBoxedPrimitive(value)) return false
  return Object.keys(value).length === 0 && !isPlain(value)
}

/** Whether an object is plain: it has no class. The object may come from another realm, such as a `node:vm` context. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Names the class of an object, for an error message. */
export function classOf(value: unknown): string {
  const { name } = Object(value).constructor ?? {}
  return typeof name === 'string' && name !== '' ? `an object of the class ${name}` : 'an object of a class'
}
