import { Buffer } from 'node:buffer'
import { isContainer, type Json } from './json-text.ts'

// If a client forgets to serialise a value as JSON, its language prints the value in another format. These functions print such formats.

/** Prints a value like CPython's `repr`: strings in single quotes, or in double quotes if they contain single but no double quotes. */
export function pythonRepr(value: Json): string {
  if (typeof value === 'string') return pythonString(value)
  if (!isContainer(value)) return PYTHON_CONSTANTS[JSON.stringify(value)] ?? JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  return `{${Object.entries(value)
    .map(([name, item]) => `${pythonString(name)}: ${pythonRepr(item)}`)
    .join(', ')}}`
}

const PYTHON_CONSTANTS: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' }

function pythonString(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`
}

/** Prints bytes like CPython's `repr`: `b'{"a":"\xe4"}'`. The bytes must not contain single quotes. */
export function pythonBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\\', '\\\\')
  const escaped = text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  return `b'${escaped.replace(/[\x7f-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)}'`
}

/** Prints a value as the `toString()` of Java's maps and lists does: `{a=1, b=[2, 3]}`. */
export function javaString(value: Json): string {
  if (typeof value === 'string') return value
  if (!isContainer(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(javaString).join(', ')}]`
  return `{${Object.entries(value)
    .map(([name, item]) => `${name}=${javaString(item)}`)
    .join(', ')}}`
}

/** Prints a value as Go does with `%v`: `map[a:1 b:[2 3]]`. */
export function goString(value: Json): string {
  if (value === null) return '<nil>'
  if (!isContainer(value)) return fieldText(value)
  if (Array.isArray(value)) return `[${value.map(goString).join(' ')}]`
  const sorted = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `map[${sorted.map(([name, item]) => `${name}:${goString(item)}`).join(' ')}]`
}

/** Prints a struct with these fields as Go does with `%v`: `{1 OPEN}`. */
export function goStruct(value: Readonly<Record<string, Json>>): string {
  return `{${Object.values(value).map(goString).join(' ')}}`
}

/** Prints bytes as Go does with `%v`: `[123 34 97]`. */
export function goBytes(bytes: Uint8Array): string {
  return `[${bytes.join(' ')}]`
}

/** Prints an object of an anonymous type as C# does: `{ a = 1, b = OPEN }`. */
export function csharpString(value: Readonly<Record<string, Json>>): string {
  return `{ ${Object.entries(value)
    .map(([name, item]) => `${name} = ${fieldText(item)}`)
    .join(', ')} }`
}

export function encodedForm(value: Readonly<Record<string, Json>>): string {
  return String(new URLSearchParams(Object.entries(value).map(([name, item]): [string, string] => [name, fieldText(item)])))
}

export function plainForm(value: Readonly<Record<string, Json>>): string {
  return Object.entries(value)
    .map(([name, item]) => `${name}=${fieldText(item)}`)
    .join('&')
}

function fieldText(item: Json): string {
  return typeof item === 'string' ? item : JSON.stringify(item)
}
