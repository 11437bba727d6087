import type { AxiosPromise, AxiosRequestConfig } from 'axios'
import { OPERATIONS, type Wechatpay } from './wechatpay.ts'

/** @deprecated Use {@link Wechatpay}, which is the same type. */
export type Chain = Wechatpay

type Method = (typeof OPERATIONS)[number]['method']

/** Sends one request. */
export type SendRequest = (method: Method, path: string, data: unknown, config: AxiosRequestConfig | undefined) => AxiosPromise<unknown>

/** Builds the client: a tree with a level for each path segment. Its leaves have the functions that send requests. */
export function createChain(send: SendRequest): Wechatpay {
  const root: Record<string, unknown> = {}
  for (const path of new Set(OPERATIONS.map((operation) => operation.path))) {
    const operations = OPERATIONS.filter((operation) => operation.path === path)
    grow(root, path.slice(1).split('/'), leaf(operations, send))
  }
  return root as unknown as Wechatpay
}

function grow(node: Record<string, unknown>, [segment = '', ...rest]: readonly string[], leaf: object): void {
  const camelCase = segment.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  const child = rest.length === 0 ? Object.assign(leaf, node[segment]) : (node[segment] ?? {})
  node[camelCase] = child
  node[segment] = child
  if (rest.length > 0) grow(child as Record<string, unknown>, rest, leaf)
}

function leaf(operations: readonly (typeof OPERATIONS)[number][], send: SendRequest): object {
  const methods = operations.map(({ method, path }) => [method, method === 'get' ? reader(path, send) : writer(method, path, send)])
  const post = operations.find(({ method }) => method === 'post')
  // If the path has a POST operation, its last segment is itself a function that sends the POST.
  return Object.assign(post ? writer(post.method, post.path, send) : {}, Object.fromEntries(methods))
}

function reader(path: string, send: SendRequest) {
  return (config?: AxiosRequestConfig) => send('get', path, undefined, config)
}

function writer(method: Method, path: string, send: SendRequest) {
  return (data: unknown, config?: AxiosRequestConfig) => send(method, path, data, config)
}
