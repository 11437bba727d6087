import { bundleDocument, type OpenApiDocument } from '../bundle-document.ts'
import { bundledProducts } from './bundled-products.ts'
import { code, type Language, listed, table } from './markdown.ts'

const WORDS = {
  en: {
    gateway: 'Every operation',
    all: 'all',
    except: (name: string) => `all except ${name}`,
    gatewayHeader: ['error example', 'answer', 'message', 'provider state'],
    productHeader: ['error example', '`sub_mchid`', 'answer', 'message', 'operations', 'provider state'],
  },
  zh: {
    gateway: '所有接口',
    all: '全部',
    except: (name: string) => `除 ${name} 外的全部`,
    gatewayHeader: ['错误示例', '应答', '错误描述', '提供者状态'],
    productHeader: ['错误示例', '`sub_mchid`', '应答', '错误描述', '接口', '提供者状态'],
  },
} as const

/** An error example and the operations that answer with it. */
interface DocumentedError {
  readonly name: string
  readonly status: string
  readonly code: string
  readonly message: string
  /** The last path segment of each of these operations. */
  readonly operations: readonly string[]
}

/** Formats the errors as Markdown tables: first the errors of each product, then the errors that any operation can answer with. */
export async function errorsPart(language: Language, root: URL): Promise<string> {
  const gateway = await bundleDocument(new URL('contracts/gateway.openapi.yaml', root))
  const shared = new Set(Object.keys(gateway.components['examples'] ?? {}))
  const products = await bundledProducts(root)
  const [first] = products
  if (!first) throw new Error('contracts/ must have the OpenAPI document of a product')
  return [...products.map((product) => productSection(product, shared, language)), gatewaySection(first, shared, language)].join('\n')
}

function gatewaySection(product: OpenApiDocument, shared: ReadonlySet<string>, language: Language): string {
  const rows = errorsOf(product)
    .filter(({ name }) => shared.has(name))
    .map((error) => [code(error.name), answer(error), code(error.message), state(error, product)])
  return `### ${WORDS[language].gateway}\n\n${table(WORDS[language].gatewayHeader, rows)}`
}

function productSection(product: OpenApiDocument, shared: ReadonlySet<string>, language: Language): string {
  const all = pathsOf(product).map(lastSegment)
  const numbers = Object.entries(product.components['x-test-sub-merchants'] ?? {})
  const rows = errorsOf(product)
    .filter(({ name }) => !shared.has(name))
    .map((error) => [
      code(error.name),
      listed(
        numbers.filter(([, name]) => name === error.name).map(([number]) => code(number)),
        language,
      ),
      answer(error),
      code(error.message),
      operationsText(error.operations, all, language),
      state(error, product),
    ])
  return `### ${titleOf(product, language)}\n\n${table(WORDS[language].productHeader, rows)}`
}

function answer({ status, code: errorCode }: DocumentedError): string {
  return `${status} ${code(errorCode)}`
}

function state({ name }: DocumentedError, { components }: OpenApiDocument): string {
  const text = components['x-provider-states']?.[name]
  return text === undefined ? '' : code(String(text))
}

function operationsText(operations: readonly string[], all: readonly string[], language: Language): string {
  const others = all.filter((name) => !operations.includes(name))
  if (others.length === 0) return WORDS[language].all
  const [only] = others
  if (only !== undefined && others.length === 1 && operations.length > 2) return WORDS[language].except(code(only))
  return listed(operations.map(code), language)
}

/** The name of a product in a language, from a title such as `WeChat Pay APIv3 gold plan (点金计划)`. */
function titleOf(product: OpenApiDocument, language: Language): string {
  const { title } = (product as unknown as { readonly info: { readonly title: string } }).info
  const [, english = title, chinese = title] = /^(?:WeChat Pay APIv3 )?(.*?) \((.*)\)$/.exec(title) ?? []
  return language === 'zh' ? chinese : english.replace(/^./, (letter) => letter.toUpperCase())
}

/** The error examples of a document, including the gateway's, in the order in which the document lists them. */
function errorsOf(product: OpenApiDocument): DocumentedError[] {
  const found = new Map<string, DocumentedError>()
  for (const path of pathsOf(product))
    for (const { name, status } of examplesOf(product.paths?.[path] ?? {}, product)) {
      const operations = [...(found.get(name)?.operations ?? []), lastSegment(path)]
      found.set(name, { name, status, ...bodyOf(name, product), operations })
    }
  return [...found.values()].toSorted((one, other) => position(one.name, product) - position(other.name, product))
}

function pathsOf({ paths = {} }: OpenApiDocument): string[] {
  return Object.keys(paths)
}

function lastSegment(path: string): string {
  return path.split('/').at(-1) ?? ''
}

function position(name: string, { components }: OpenApiDocument): number {
  return Object.keys(components['examples'] ?? {}).indexOf(name)
}

function examplesOf(methods: NonNullable<OpenApiDocument['paths']>[string], { components }: OpenApiDocument) {
  const responses = Object.values(methods).flatMap((operation) => Object.entries(operation.responses))
  return responses.flatMap(([status, response]) => {
    const { $ref } = response as { readonly $ref?: string }
    const found = $ref === undefined ? response : components['responses']?.[lastSegment($ref)]
    const { content = {} } = Object(found) as { readonly content?: Readonly<Record<string, { readonly examples?: object }>> }
    if (Number(status) < 400) return []
    return Object.values(content).flatMap(({ examples = {} }) => Object.keys(examples).map((name) => ({ name, status })))
  })
}

/**
 * The code and message of an example. Its placeholders have the values of the document, as in the answer to a request that names the example in
 * `Prefer`.
 */
function bodyOf(name: string, { components }: OpenApiDocument): Pick<DocumentedError, 'code' | 'message'> {
  const { value } = Object(components['examples']?.[name]) as { readonly value: Pick<DocumentedError, 'code' | 'message'> }
  const fillings: Readonly<Record<string, string | number>> = Object(components['x-placeholders']?.[name])
  return { code: value.code, message: value.message.replace(/\{(\w+)\}/g, (brace, key: string) => String(fillings[key] ?? brace)) }
}
