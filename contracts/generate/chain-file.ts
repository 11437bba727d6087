import type { OpenApiDocument, Operation } from './bundle-document.ts'
import type { GeneratedFiles } from './document-files.ts'
import { productDocuments } from './product-documents.ts'

/** Generates the type of the client's tree of operations, and the list from which the client builds the tree. */
export async function chainFile(root: URL): Promise<GeneratedFiles> {
  const products = await productDocuments(new URL('contracts/', root))
  return { 'client/wechatpay.ts': chainText(Object.values(products).flatMap(calls)) }
}

interface Call {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly comment: string
  /** The name of the schema of the request body; `undefined` when the body has none. */
  readonly request: string | undefined
  /** The name of the schema of the answer's body; the text `undefined` when the body has none. */
  readonly response: string
}

function calls({ paths = {} }: OpenApiDocument): Call[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method,
      path,
      comment: commentOn(operation),
      request: schemaIn(operation.requestBody),
      response: schemaIn(Object.entries(operation.responses).find(([status]) => Number(status) < 300)?.[1]) ?? 'undefined',
    })),
  )
}

function commentOn({ summary, description, externalDocs }: Operation): string {
  const text = [summary, description].filter((part) => part !== undefined).join(': ')
  return externalDocs ? `/**\n * ${text}\n *\n * @see ${externalDocs.url}\n */` : `/** ${text} */`
}

function schemaIn(body: unknown): string | undefined {
  return /"#\/components\/schemas\/(\w+)"/.exec(JSON.stringify(body ?? null))?.[1]
}

function chainText(all: readonly Call[]): string {
  const messages = all.flatMap(({ request = 'undefined', response }) => [request, response]).filter((name) => name !== 'undefined')
  const tree = treeOf(all)
  return `// Generated from the OpenAPI documents by npm run generate. Do not edit.
import type { AxiosPromise, AxiosRequestConfig } from 'axios'
import type {
${[...new Set(messages)]
  .toSorted()
  .map((name) => `  ${name},\n`)
  .join('')}} from '../contracts/messages.d.ts'

/**
 * A client: a tree of path segments. A segment with hyphens has two names: its name on the wire, and the same name in camel case. The last segment of
 * a path has a function for each HTTP method of the path. If the path has POST, the last segment itself can also be called.
 */
export interface Wechatpay ${members(tree)}
${[...endsOf(tree)].map(({ calls }) => `\nexport interface ${nameOf(calls)} {\n${indented(calls.flatMap(signatures))}\n}\n`).join('')}
/** The operations of the client. */
export const OPERATIONS = [
${all.map(({ method, path }) => `  { method: '${method}', path: '${path}' },\n`).join('')}] as const
`
}

/** A path segment, with the segments below it and the operations whose path ends here. */
interface Node {
  readonly children: Map<string, Node>
  readonly calls: Call[]
}

function treeOf(all: readonly Call[]): Node {
  const root: Node = { children: new Map(), calls: [] }
  for (const call of all) {
    let node = root
    for (const segment of call.path.slice(1).split('/')) {
      const child: Node = node.children.get(segment) ?? { children: new Map(), calls: [] }
      node.children.set(segment, child)
      node = child
    }
    node.calls.push(call)
  }
  return root
}

/** The nodes at which the path of an operation ends. */
function endsOf(node: Node): Node[] {
  return [...(node.calls.length > 0 ? [node] : []), ...[...node.children.values()].flatMap(endsOf)]
}

function members({ children }: Node): string {
  return `{\n${indented([...children].flatMap(([name, node]) => segment(name, node)))}\n}`
}

function segment(name: string, node: Node): string[] {
  const comment = node.calls.slice(0, 1).map((call) => call.comment)
  const types = [...(node.calls.length > 0 ? [nameOf(node.calls)] : []), ...(node.children.size > 0 ? [members(node)] : [])]
  const names = [...new Set([camelCase(name), name])].map((name) => (/^\w+$/.test(name) ? name : `'${name}'`))
  return names.flatMap((name) => [...comment, `readonly ${name}: ${types.join(' & ')}`])
}

/** The name of a path segment in the client: `changegoldplanstatus`, `openAdvertisingShow`. */
export function camelCase(segment: string): string {
  return segment.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

function nameOf([first]: readonly Call[]): string {
  const { id = '' } = first ?? {}
  return id.replace(/^./, (letter) => letter.toUpperCase())
}

function signatures({ method, request, response, comment }: Call): string[] {
  const parameters = request === undefined ? 'config?: AxiosRequestConfig' : `data: ${request}, config?: AxiosRequestConfig`
  const signature = `(${parameters}): AxiosPromise<${response}>`
  return [...(method === 'post' ? [comment, signature] : []), comment, `${method}${signature}`]
}

function indented(lines: readonly string[]): string {
  return lines.join('\n').replace(/^(?=.)/gm, '  ')
}
