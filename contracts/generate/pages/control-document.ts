import { bundleDocument, type OpenApiDocument } from '../bundle-document.ts'
import { type Part, resolveReference } from '../property-references.ts'
import type { Language } from './markdown.ts'

/** A schema in the OpenAPI document of the control API, with the keywords that docs/control-api.md shows. */
export interface Schema extends Part {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
}

export function controlDocument(root: URL): Promise<OpenApiDocument> {
  return bundleDocument(new URL('contracts/control/control.openapi.yaml', root))
}

/** The name of the schema that this schema refers to; `undefined` when this schema is not a reference. */
export function schemaName({ $ref }: Schema): string | undefined {
  return /^#\/components\/schemas\/(\w+)$/.exec($ref ?? '')?.[1]
}

/** An enum with more values than this number has its own section in docs/control-api.md. */
const LONG_ENUM = 10

/** Whether a schema has its own section on the page: an object with properties, or an enum with many values. */
export function hasSection({ properties, enum: values = [] }: Schema): boolean {
  return properties !== undefined || values.length > LONG_ENUM
}

/**
 * Resolves the reference of a schema. Keywords beside the reference take precedence. If the referenced schema has no section, its description is
 * appended to the description beside the reference.
 */
export function resolved({ $ref, ...own }: Schema, document: OpenApiDocument): Schema {
  if ($ref === undefined) return own
  const target = resolved(resolveReference($ref, document), document)
  if (hasSection(target)) return { ...target, ...own }
  const texts = TEXTS.flatMap((name) => joined(own[name], target[name]).map((text) => [name, text]))
  return { ...target, ...own, ...Object.fromEntries(texts) }
}

const TEXTS = ['description', 'x-description-zh'] as const

function joined(...texts: unknown[]): string[] {
  const given = texts.filter((text) => text !== undefined).map(String)
  return given.length === 0 ? [] : [inOneLine(given)]
}

/** Joins sentences with a space, except after a Chinese full stop. */
export function inOneLine(sentences: readonly string[]): string {
  return sentences.join(' ').replaceAll('。 ', '。')
}

/**
 * Returns the description of a part of the document, in the given language.
 *
 * @param name The name of the part in error messages, such as `FaultChoice.limit`.
 * @throws {Error} When the part has no text in this language.
 */
export function descriptionOf(part: Part, name: string, language: Language): string {
  return textOf(part, 'description', name, language)
}

export function textOf(part: Part, keyword: 'summary' | 'description', name: string, language: Language): string {
  const key = language === 'zh' ? `x-${keyword}-zh` : keyword
  const text = part[key]
  if (typeof text !== 'string')
    throw new Error(`contracts/control/control.openapi.yaml: ${name} has no ${key}, which the page docs/control-api shows`)
  return text
}
