import { errorMessage } from '../error-message.ts'
import { randomNonce } from '../wire/nonce.ts'
import { withoutPasswords } from '../without-passwords.ts'
import { type BrokerAnswer, type BrokerRequest, brokerClient } from './broker-client.ts'
import { localLinks, readDocument, withoutLinks, writeDocument } from './hal-document.ts'
import { isPact, type KnownPacts } from './known-pacts.ts'
import { type ForwardedAnswer, type ForwardedRequest, type Loopback, openLoopback } from './loopback.ts'
import { linkIn, publicationLinks } from './publication-links.ts'
import type { BrokerOptions, ProviderOptions } from './verification-options.ts'
import { whyNoPact } from './why-no-pact.ts'

/** The options of {@link openBrokerGate}. */
export interface BrokerGateOptions {
  readonly broker: BrokerOptions | undefined
  /** The provider's name at the Broker. */
  readonly provider: string
  /** The branch and the tags of the provider, which are published with the results. */
  readonly version: Pick<ProviderOptions, 'branch' | 'tags'>
  /** The consumers whose pacts are verified. An empty list means all consumers. */
  readonly consumers: readonly string[]
  readonly pacts: KnownPacts
  /** Prints a line about a retry or a problem, as soon as it happens. */
  readonly print: (line: string) => void
}

/**
 * A local server between Pact's core and the Broker. Pact's core uses this server as its Broker. Without the server, Pact's core would:
 *
 * - send the token to the host of a pact URL,
 * - wait for minutes when the Broker fails,
 * - ignore `NODE_EXTRA_CA_CERTS`,
 * - run plugins,
 * - not say when a result was not stored.
 */
export interface BrokerGate extends Loopback {
  /** Returns the address at this gate that Pact's core uses instead of `url`, which is the URL of a pact or of the Broker. */
  localUrl(url: string): string
  /** Replaces the addresses at this gate in a text from Pact's core. The text then has the real URLs of the Broker and of the pacts. */
  realUrls(text: string): string
  /**
   * Returns the problems that occurred with the Broker and with pact URLs. If there were no such problems but the Broker has not stored all
   * results, returns one problem that says so. Call this method after the run.
   */
  problems(): readonly string[]
}

/** Opens a gate that passes the requests of Pact's core on to the Broker and to the URLs of pacts. */
export async function openBrokerGate(options: BrokerGateOptions): Promise<BrokerGate> {
  const { broker, print } = options
  const found = new Set<string>()
  const report = (problem: string) => {
    if (!found.has(problem)) print(problem)
    found.add(problem)
  }
  const foreign = { prefix: `/${randomNonce()}/`, urls: [] as string[], ask: await brokerClient({}, print) }
  const relay = broker && (await createRelay(broker, options, report))
  const loopback: Loopback = await openLoopback(async (request) => {
    try {
      if (request.target.startsWith(foreign.prefix)) {
        const url = new URL(foreign.urls[Number(request.target.slice(foreign.prefix.length))] ?? '')
        return await foreignPact(await foreign.ask(sentTo(url, request)), url, options)
      }
      if (!relay) throw new Error(`There is no Broker for ${request.target}`)
      return await relay.answer(request, loopback.url)
    } catch (error) {
      report(errorMessage(error))
      return NOT_FOUND
    }
  })
  return {
    ...loopback,
    localUrl(url) {
      const { host, pathname, search } = new URL(url)
      if (broker && host === new URL(broker.url).host) {
        if (url !== broker.url) relay?.expectPact(url)
        return `${loopback.url}${pathname}${search}`
      }
      return `${loopback.url}${foreign.prefix}${foreign.urls.push(url) - 1}`
    },
    realUrls(text) {
      // Replaces the last address first, because the address that ends in /10 begins with the address that ends in /1.
      const named = foreign.urls.reduceRight((changed, url, at) => {
        return changed.replaceAll(`${loopback.url}${foreign.prefix}${at}`, withoutPasswords(new URL(url).href))
      }, text)
      return named.replaceAll(loopback.url, broker ? new URL(broker.url).origin : '')
    },
    problems: () => [...found, ...(relay && found.size === 0 ? relay.notStored() : [])],
  }
}

/**
 * The answer to Pact's core when a request fails. It also replaces each answer of the Broker that Pact's core can't use, or after which
 * Pact's core would ask again.
 */
const NOT_FOUND: ForwardedAnswer = { status: 404, headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') }

/** Whether Pact's core would wait after this answer and send the request again. */
function isAskedAgain({ status }: BrokerAnswer): boolean {
  return status >= 500 || status === 429 || status === 408
}

function sentTo(url: URL, { method, headers, body }: ForwardedRequest): BrokerRequest {
  return { method, url, contentType: headers['content-type'], body }
}

/** The error for a JSON document that is not a pact. Pact would silently skip the document. */
function notAPact(place: string): Error {
  return new Error(`${place} is JSON but not a pact: it has no interactions (不是契约：没有 interactions)`)
}

/** Relays a pact from outside the Broker. Removes the pact's links, because Pact's core would publish results to these links. */
function foreignPact(answer: BrokerAnswer, url: URL, { pacts, broker }: BrokerGateOptions): ForwardedAnswer {
  const shown = withoutPasswords(url.href)
  if (answer.status !== 200)
    throw new Error(`GET ${shown} was answered ${described(answer)}${advice(answer, broker ? NOT_SENT : NO_BROKER)}`)
  const document = readDocument(answer.body, shown)
  if (isPact(document)) pacts.add(document, shown)
  else if (document) throw notAPact(shown)
  return relayed(answer, document && withoutLinks(document))
}

function relayed({ status, contentType, body }: BrokerAnswer, document?: object): ForwardedAnswer {
  return { status, headers: { 'content-type': contentType }, body: document ? writeDocument(document) : body }
}

function described({ status, body }: BrokerAnswer): string {
  const text = body.toString().replace(/\s+/g, ' ').trim().slice(0, 300)
  return text === '' ? String(status) : `${status} ${text}`
}

const CHECK = '; check --broker-token, or --broker-username and --broker-password (请检查 Broker 的令牌或密码)'
const NOT_SENT = '; the token and the password of the Broker are not sent to this host (Broker 的令牌和密码不发送到此主机)'
const NO_BROKER =
  '; check --broker-token, or --broker-username and --broker-password: with the URL of a pact, PACT_BROKER_TOKEN alone is not sent; also give an option that needs a Broker, such as --publish, or set PACT_BROKER_BASE_URL (请检查 Broker 的令牌或密码；给出契约 URL 时，仅有 PACT_BROKER_TOKEN 不会发送，请再给出需要 Broker 的选项，或设置 PACT_BROKER_BASE_URL)'

function advice({ status }: BrokerAnswer, text: string = CHECK): string {
  return status === 401 || status === 403 ? text : ''
}

/** Passes requests on to the Broker and watches the answers. */
interface Relay {
  /** Notes that there must be a pact at this URL. The host in the URL is ignored. */
  expectPact(url: string): void
  answer(request: ForwardedRequest, localUrl: string): Promise<ForwardedAnswer>
  /** Returns one problem that says how many results were stored, or an empty list when all results were stored. */
  notStored(): readonly string[]
}

async function createRelay(broker: BrokerOptions, options: BrokerGateOptions, report: (problem: string) => void): Promise<Relay> {
  const ask = await brokerClient(broker, options.print)
  /** The pacts whose results are to be published. Maps the URL of each pact to the name of its consumer. */
  const verified = new Map<string, string>()
  let stored = 0
  /** The path and query of each pact whose URL the user gave, or which the Broker selected. */
  const expected = new Set<string>()
  const links = publicationLinks(options.version)
  /** The paths of the providers that the pacts link to. */
  const providers = new Set<string>()

  function expectPact(href: string): void {
    const { pathname = '', search = '' } = URL.parse(href, broker.url) ?? {}
    expected.add(pathname + search)
  }

  function take(document: object, url: URL): void {
    if (!isPact(document)) {
      if (expected.has(url.pathname + url.search)) throw notAPact(url.href)
      if (providers.has(url.pathname)) requireLinks(document, links.ofProvider, url, 'the results')
      return
    }
    options.pacts.add(document, url.href)
    const { name = '' } = document.consumer ?? {}
    if (!broker.publish || (options.consumers.length > 0 && !options.consumers.includes(name))) return
    verified.set(url.href, name)
    requireLinks(document, links.ofPact, url, `the results of ${name}`)
    const provider = URL.parse(linkIn(document, 'pb:provider') ?? '', url.href)
    if (provider) providers.add(provider.pathname)
  }

  function requireLinks(document: object, names: readonly string[], url: URL, what: string): void {
    for (const name of names)
      if (linkIn(document, name) === undefined)
        report(`${url.href} has no link ${name}, so ${what} are not stored (没有上传链接，结果未保存)`)
  }

  return {
    expectPact,
    async answer(request, localUrl) {
      // Appends the target to the origin as text. If `new URL` resolved the target, two slashes at its start would lead to another host.
      const url = new URL(new URL(broker.url).origin + request.target)
      const answer = await ask(sentTo(url, request))
      const isSelection = url.pathname.endsWith('/for-verification')
      const isPublication = request.method !== 'GET' && !isSelection
      if (answer.status >= 300 || (isPublication && isPage(answer))) {
        report(await complaint(`${request.method} ${url.href}`, answer, { isSelection, isPublication }))
        return isAskedAgain(answer) || answer.status < 400 ? NOT_FOUND : relayed(answer)
      }
      if (isPublication && request.method === 'POST') stored += 1
      const document = readDocument(answer.body, url.href)
      if (!document) return relayed(answer)
      take(document, url)
      const selected = isSelection ? selectedPacts(document) : []
      selected.forEach(expectPact)
      if (isSelection && request.method === 'POST' && selected.length === 0) report(await whyNoPact(ask, options.provider, broker))
      return relayed(answer, localLinks(document, localUrl))
    },
    notStored() {
      if (stored >= verified.size) return []
      const names = [...new Set(verified.values())].join(', ')
      return [`The Broker stored the results of ${stored} of ${verified.size} pacts (${names}) (部分结果未保存)`]
    },
  }

  async function complaint(call: string, answer: BrokerAnswer, { isSelection, isPublication }: Record<string, boolean>): Promise<string> {
    if (isSelection && answer.status === 404) return whyNoPact(ask, options.provider, broker)
    const what = isPublication ? 'The results were not stored (结果未保存): ' : 'The Broker cannot be read (无法读取 Broker): '
    return `${what}${call} was answered ${described(answer)}${advice(answer)}`
  }
}

/** Whether a successful answer has a body that is not a JSON object. The body may be, for example, the login page of a proxy. */
function isPage({ body }: BrokerAnswer): boolean {
  return body.length > 0 && readDocument(body, '') === undefined
}

/** The URLs of the pacts that the Broker selected, as they stand in its answer. */
function selectedPacts(document: object): readonly string[] {
  const { _embedded } = document as { readonly _embedded?: { readonly pacts?: readonly Selected[] | null } | null }
  return (_embedded?.pacts ?? []).map(({ _links }) => String(_links?.self?.href))
}

interface Selected {
  readonly _links?: { readonly self?: { readonly href?: unknown } | null } | null
}
