import type { OpenApiDocument } from '../bundle-document.ts'
import { hasSection, resolved, type Schema, schemaName } from './control-document.ts'
import { code, type Language, listed, sectionLink } from './markdown.ts'

/**
 * Returns the only field of a schema such as `{ "requests": […] }`. Returns `undefined` for a schema with no field or several fields. Also
 * returns `undefined` for a schema with a description, because the page has a section about such a schema.
 */
export function wrappedField(name: string, document: OpenApiDocument): { readonly name: string; readonly schema: Schema } | undefined {
  const { properties = {}, description } = Object(document.components['schemas']?.[name]) as Schema
  const [[field, schema] = [], second] = Object.entries(properties)
  return description !== undefined || second || field === undefined || schema === undefined ? undefined : { name: field, schema }
}

/**
 * Describes the type of a field in Markdown. If the page has a section about the schema, returns a link to the section. Otherwise, returns
 * the type or the allowed values, with the limits.
 */
export function typeText(schema: Schema, document: OpenApiDocument, language: Language): string {
  const name = schemaName(schema)
  const full = resolved(schema, document)
  if (name !== undefined && hasSection(full)) return sectionLink(name)
  if (full.oneOf)
    return listed(
      full.oneOf.map((option) => typeText(option, document, language)),
      language,
    )
  if (full.items) return `${arrayText(typeText(full.items, document, language))}${count(full, language)}`
  if (full.enum) return listed(full.enum.map(code), language)
  if (full.type === undefined) return language === 'zh' ? '任意 JSON' : 'any JSON'
  return `${listed([full.type].flat().map(code), language)}${range(full.minimum, full.maximum, language)}`
}

/** Turns the type of the items into the type of the array: `string[]`, or a link with `[]` after it. */
function arrayText(item: string): string {
  return item.endsWith('`') ? item.replace(/`$/, '[]`') : item + code('[]')
}

function count({ minItems, maxItems }: Schema, language: Language): string {
  if (maxItems === undefined) return ''
  if (minItems !== undefined) return range(minItems, maxItems, language)
  return language === 'zh' ? `，最多 ${number(maxItems)} 个` : `, at most ${number(maxItems)}`
}

function range(minimum: number | undefined, maximum: number | undefined, language: Language): string {
  if (minimum === undefined || maximum === undefined) return ''
  return language === 'zh' ? `，${number(minimum)} 至 ${number(maximum)}` : `, ${number(minimum)} to ${number(maximum)}`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
