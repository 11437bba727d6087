import type { AxiosPromise, AxiosRequestConfig } from 'axios'
import type { paths } from '../contracts/operations.d.ts'

type Verb = 'get' | 'post' | 'patch'
type VerbsOf<Item> = { [V in keyof Item as V extends Verb ? (undefined extends Item[V] ? never : V) : never]: Item[V] }

type Json<Message> = Message extends { content: { 'application/json': infer Body } } ? Body : undefined
type RequestBody<Operation> = Operation extends { requestBody: infer Body } ? Json<Body> : undefined
type SuccessBody<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses]: Status extends 200 | 204 ? Json<Responses[Status]> : never }[keyof Responses]
  : never

type Send<Operation> =
  RequestBody<Operation> extends undefined
    ? (config?: AxiosRequestConfig) => AxiosPromise<SuccessBody<Operation>>
    : (data: RequestBody<Operation>, config?: AxiosRequestConfig) => AxiosPromise<SuccessBody<Operation>>
type Leaf<Verbs> = { readonly [V in keyof Verbs]: Send<Verbs[V]> } & (Verbs extends { post: infer Post } ? Send<Post> : unknown)

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Text
type Nest<Path extends string, Node> = Path extends `/${infer Rest}`
  ? Nest<Rest, Node>
  : Path extends `${infer Head}/${infer Rest}`
    ? { readonly [Name in CamelCase<Head>]: Nest<Rest, Node> }
    : { readonly [Name in CamelCase<Path>]: Node }
type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void ? All : never

/** A client: the operations as a tree of their path segments, in camel case, each ending in its methods. */
export type Wechatpay = Intersection<{ [Path in keyof paths & string]: Nest<Path, Leaf<VerbsOf<paths[Path]>>> }[keyof paths & string]>

/** @deprecated Use {@link Wechatpay}, which is the same type. */
export type Chain = Wechatpay

/** Sends one request. */
export type SendRequest = (method: Verb, path: string, data: unknown, config: AxiosRequestConfig | undefined) => AxiosPromise<unknown>

/** The methods of every path; the compiler checks that it has exactly those of the documents. */
const OPERATIONS = {
  '/v3/goldplan/merchants/changegoldplanstatus': { post: true },
  '/v3/goldplan/merchants/changecustompagestatus': { post: true },
  '/v3/goldplan/merchants/set-advertising-industry-filter': { post: true },
  '/v3/goldplan/merchants/open-advertising-show': { patch: true },
  '/v3/goldplan/merchants/close-advertising-show': { post: true },
  '/v3/certificates': { get: true },
} satisfies { [Path in keyof paths]: { [V in keyof VerbsOf<paths[Path]>]: true } }

/** Builds the tree of plain objects, with functions only where a request can be sent, so that printing or awaiting it sends nothing. */
export function createChain(send: SendRequest): Wechatpay {
  const root: Record<string, unknown> = {}
  for (const [path, verbs] of Object.entries(OPERATIONS))
    grow(root, path.slice(1).split('/'), leaf(path, Object.keys(verbs) as Verb[], send))
  return root as Wechatpay
}

function grow(node: Record<string, unknown>, [segment = '', ...rest]: readonly string[], leaf: object): void {
  const name = segment.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  if (rest.length === 0) node[name] = Object.assign(leaf, node[name])
  else {
    node[name] ??= {}
    grow(node[name] as Record<string, unknown>, rest, leaf)
  }
}

function leaf(path: string, verbs: readonly Verb[], send: SendRequest): object {
  const methods = Object.fromEntries(verbs.map((verb) => [verb, method(verb, path, send)]))
  // The short form: calling the path itself sends a POST.
  return Object.assign(verbs.includes('post') ? method('post', path, send) : {}, methods)
}

function method(verb: Verb, path: string, send: SendRequest) {
  return verb === 'get'
    ? (config?: AxiosRequestConfig) => send(verb, path, undefined, config)
    : (data: unknown, config?: AxiosRequestConfig) => send(verb, path, data, config)
}
