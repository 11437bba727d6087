import type { OpenApiDocument, Operation } from '../bundle-document.ts'
import { camelCase } from '../chain-file.ts'
import { bundledProducts } from './bundled-products.ts'
import { resolved, type Schema } from './control-document.ts'
import { schemaOf } from './control-operations.ts'
import { code, type Language, table } from './markdown.ts'

const WORDS = {
  en: ['operation', 'method and path', 'client', 'body', 'answer'],
  zh: ['接口', '方法与路径', '客户端', '请求体', '应答'],
} as const

/** The table of operations. */
export async function operationsPart(language: Language, root: URL): Promise<string> {
  const products = await bundledProducts(root)
  return table(
    WORDS[language],
    products.flatMap((product) => rows(product, language)),
  )
}

function rows(document: OpenApiDocument, language: Language): string[][] {
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary = '', description = '', requestBody, responses }]) => [
      language === 'zh' ? summary : description.split(/[.;]/)[0] || summary,
      code(`${method.toUpperCase()} ${path}`),
      code(`wxpay${path.split('/').map(camelCase).join('.')}.${method}(${requestBody === undefined ? '' : '…'})`),
      fieldsOf(schemaOf(requestBody), document),
      answerOf(responses, document),
    ]),
  )
}

/** The fields of a body, with a question mark after each optional one. */
function fieldsOf(schema: Schema | undefined, document: OpenApiDocument): string {
  if (schema === undefined) return ''
  const { properties = {}, required = [] } = resolved(schema, document)
  return code(
    `{ ${Object.keys(properties)
      .map((name) => (required.includes(name) ? name : `${name}?`))
      .join(', ')} }`,
  )
}

function answerOf(responses: Operation['responses'], document: OpenApiDocument): string {
  const [status = '', response] = Object.entries(responses).find(([name]) => name.startsWith('2')) ?? []
  return `${status} ${fieldsOf(schemaOf(response), document)}`.trim()
}
