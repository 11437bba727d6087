import type { OpenApiDocument, Operation } from '../bundle-document.ts'
import { type Part, resolveReference } from '../property-references.ts'
import { controlDocument, descriptionOf, inOneLine, resolved, type Schema, schemaName, textOf } from './control-document.ts'
import { typeText, wrappedField } from './field-type.ts'
import { code, type Language, sectionLink, table } from './markdown.ts'

const WORDS = {
  en: {
    operations: ['method and path', 'what it does', 'body', 'answer'],
    parametersTitle: 'Parameters',
    parameters: ['parameter', 'in', 'type', 'meaning'],
    refusalsTitle: 'Refusals',
    refusals: ['status', 'meaning'],
    in: { path: 'path', query: 'query' },
    end: '. ',
    separator: '; ',
  },
  zh: {
    operations: ['方法与路径', '作用', '请求体', '应答'],
    parametersTitle: '参数',
    parameters: ['参数', '位置', '类型', '含义'],
    refusalsTitle: '拒绝',
    refusals: ['状态码', '含义'],
    in: { path: '路径', query: '查询参数' },
    end: '。',
    separator: '；',
  },
} as const

/** The table of operations leaves these statuses out, because docs/control-api.md explains them above the table. */
const ABOVE_THE_TABLE = ['400', '401', '403', '503']

/** Returns three Markdown tables: the operations of the control API, their parameters, and the refusals. */
export async function controlOperationsPart(language: Language, root: URL): Promise<string> {
  const document = await controlDocument(root)
  const words = WORDS[language]
  return [
    table(words.operations, operationRows(document, language)),
    `### ${words.parametersTitle}\n`,
    table(words.parameters, parameterRows(document, language)),
    `### ${words.refusalsTitle}\n`,
    table(words.refusals, refusalRows(document, language)),
  ].join('\n')
}

/** Returns each operation of the control API, named by its method and path (`GET /__mock/health`). */
export function controlOperations({ paths = {} }: OpenApiDocument): { readonly name: string; readonly operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      // Beside its methods, a path may have the parameters that they share.
      .filter(([key]) => key !== 'parameters')
      .map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  )
}

function operationRows(document: OpenApiDocument, language: Language): string[][] {
  return controlOperations(document).map(({ name, operation }) => [
    code(name.replace('/__mock', '')),
    purpose(operation, language),
    schemaLink(schemaOf(operation.requestBody), document, language),
    answersOf(operation, document, language),
  ])
}

function purpose(operation: Operation, language: Language): string {
  const part = operation as unknown as Part
  const { end } = WORDS[language]
  const summary = textOf(part, 'summary', operation.operationId, language)
  const rest = operation.description === undefined ? '' : `${end}${descriptionOf(part, operation.operationId, language)}`
  return summary + rest.trimEnd()
}

function answersOf({ responses }: Operation, document: OpenApiDocument, language: Language): string {
  return Object.entries(responses)
    .filter(([status]) => !ABOVE_THE_TABLE.includes(status))
    .map(([status, response]) => `${status} ${Number(status) < 300 ? schemaLink(schemaOf(response), document, language) : ''}`.trim())
    .join(WORDS[language].separator)
}

/** The schema of a JSON body, or of the JSON in each server-sent event; `undefined` when there is none. */
export function schemaOf(body: unknown): Schema | undefined {
  const { content } = Object(body) as { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }
  return (content?.['application/json'] ?? content?.['text/event-stream'])?.schema
}

function schemaLink(schema: Schema | undefined, document: OpenApiDocument, language: Language): string {
  const name = schema && schemaName(schema)
  if (name === undefined) return ''
  const wrapped = wrappedField(name, document)
  return wrapped ? `${code(wrapped.name)}: ${typeText(wrapped.schema, document, language)}` : sectionLink(name)
}

function parameterRows(document: OpenApiDocument, language: Language): string[][] {
  return Object.entries(document.components['parameters'] ?? {}).map(([name, parameter]) => {
    const { in: place, schema } = parameter as { readonly in: 'path' | 'query'; readonly schema: Schema }
    const parts = [parameter as Part, resolved(schema, document)].filter(({ description }) => description !== undefined)
    const meaning = inOneLine(parts.map((part) => descriptionOf(part, name, language)))
    return [code(name), WORDS[language].in[place], typeText(schema, document, language), meaning]
  })
}

/** Returns a row for each status of the answers that operations share. */
function refusalRows(document: OpenApiDocument, language: Language): string[][] {
  const shared = new Map<string, string>()
  for (const { operation } of controlOperations(document))
    for (const [status, response] of Object.entries(operation.responses)) {
      const { $ref } = response as { readonly $ref?: string }
      if ($ref !== undefined) shared.set(status, $ref)
    }
  return [...shared]
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .map(([status, $ref]) => [status, descriptionOf(resolveReference($ref, document), $ref, language)])
}
