import type { OpenApiDocument } from '../bundle-document.ts'
import { controlDocument, descriptionOf, hasSection, resolved, type Schema } from './control-document.ts'
import { controlOperations, schemaOf } from './control-operations.ts'
import { typeText, wrappedField } from './field-type.ts'
import { code, type Language, listed, sectionLink, table } from './markdown.ts'

const WORDS = {
  en: {
    sent: 'Sent: ',
    answered: 'Answered: ',
    end: '.',
    sentHeader: ['field', 'type', 'default', 'meaning'],
    answeredHeader: ['field', 'type', 'meaning'],
    required: 'required',
    asIn: (link: string) => `as in ${link}`,
  },
  zh: {
    sent: '发送：',
    answered: '应答：',
    end: '。',
    sentHeader: ['字段', '类型', '默认值', '含义'],
    answeredHeader: ['字段', '类型', '含义'],
    required: '必填',
    asIn: (link: string) => `同 ${link}`,
  },
} as const

/** Returns the Markdown that describes the fields in the requests and answers of the control API. */
export async function controlFieldsPart(language: Language, root: URL): Promise<string> {
  const document = await controlDocument(root)
  const { sent, answered } = sectionNames(document)
  const words = WORDS[language]
  const contents = [
    words.sent + listed(sent.map(sectionLink), language) + words.end,
    words.answered + listed(answered.map(sectionLink), language) + words.end,
  ]
  const sections = [...sent, ...answered].map((name) => section(name, sent.includes(name), document, language))
  return `${[...contents, ...sections].map((text) => text.trimEnd()).join('\n\n')}\n`
}

/** The names of the schemas that get a section. `sent` are the schemas in request bodies, `answered` those that occur only in answers. */
function sectionNames(document: OpenApiDocument): { readonly sent: string[]; readonly answered: string[] } {
  const operations = controlOperations(document).map(({ operation }) => operation)
  const sent = reached(
    operations.map(({ requestBody }) => schemaOf(requestBody)),
    document,
  )
  const all = reached(
    operations.flatMap(({ responses }) => Object.values(responses).map(schemaOf)),
    document,
  )
  return { sent, answered: all.filter((name) => !sent.includes(name)) }
}

function reached(from: readonly unknown[], document: OpenApiDocument): string[] {
  const names = new Set<string>()
  const follow = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (names.has(name)) continue
      names.add(name)
      follow(schemaNamed(name, document))
    }
  }
  for (const part of from) follow(part)
  return [...names].filter((name) => hasSection(schemaNamed(name, document)) && !wrappedField(name, document))
}

function schemaNamed(name: string, document: OpenApiDocument): Schema {
  return Object(document.components['schemas']?.[name])
}

function section(name: string, isSent: boolean, document: OpenApiDocument, language: Language): string {
  const schema = schemaNamed(name, document)
  const words = WORDS[language]
  const head = `### ${name}\n\n${descriptionOf(schema, name, language)}\n\n`
  if (schema.enum) return head + listed(schema.enum.map(code), language)
  const fields = [...fieldsOf(schema, '', document)]
  const rows = fields.map(({ path, field, isRequired }) => {
    const full = resolved(field, document)
    const fallback = full.default === undefined ? (isRequired ? words.required : '') : valueText(full.default)
    const meaning = full['description'] === undefined ? '' : descriptionOf(full, `${name}.${path}`, language)
    return [code(path), typeText(field, document, language), ...(isSent ? [fallback] : []), meaning]
  })
  return head + table(isSent ? words.sentHeader : words.answeredHeader, [...rows, ...sharedRows(schema, isSent, language)])
}

function valueText(value: unknown): string {
  return code(typeof value === 'string' ? value : JSON.stringify(value))
}

interface Field {
  /** The path of the field, such as `latency.median_ms` or `certificates[].share`. */
  readonly path: string
  readonly field: Schema
  readonly isRequired: boolean
}

/**
 * Yields the fields of a schema and of the objects that are defined inside it. Skips each field that is only a reference to a property of
 * another schema.
 */
function* fieldsOf(schema: Schema, before: string, document: OpenApiDocument): Generator<Field> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (sameAs(field) !== undefined) continue
    const path = `${before}${name}`
    yield { path, field, isRequired: schema.required?.includes(name) ?? false }
    yield* fieldsOf(field, `${path}.`, document)
    yield* fieldsOf(field.items ?? {}, `${path}[].`, document)
    for (const option of field.oneOf ?? []) yield* fieldsOf(option, `${path}.`, document)
  }
}

/** If a field is only a reference to a property of a schema, returns the name of that schema. Otherwise returns `undefined`. */
function sameAs(field: Schema): string | undefined {
  if (Object.keys(field).length > 1) return undefined
  return /^#\/components\/schemas\/(\w+)\/properties\//.exec(field.$ref ?? '')?.[1]
}

function sharedRows({ properties = {} }: Schema, isSent: boolean, language: Language): string[][] {
  const names = Object.groupBy(Object.keys(properties), (name) => sameAs(properties[name] ?? {}) ?? '')
  return Object.entries(names)
    .filter(([owner]) => owner !== '')
    .map(([owner, fields = []]) => [
      listed(fields.map(code), language),
      ...(isSent ? [''] : []),
      '',
      WORDS[language].asIn(sectionLink(owner)),
    ])
}
