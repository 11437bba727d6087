import { Buffer } from 'node:buffer'
import { isContainer, type Json } from './json-text.ts'

// How languages print a value that a client forgot to serialise as JSON.

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

/** Prints bytes like CPython's `repr`, if they contain no single quotes: `b'{"a":"\xe4"}'`. */
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
