import type { AskBroker } from './broker-client.ts'
import { readDocument } from './hal-document.ts'
import type { BrokerOptions } from './verification-options.ts'

/** An error message lists at most this many names. */
const LISTED = 20

/** Says why the Broker selected no pact: it does not know the provider, or no pact with the provider matches the selectors. */
export async function whyNoPact(ask: AskBroker, provider: string, broker: BrokerOptions): Promise<string> {
  const names = await participants(ask, broker).catch(() => undefined)
  if (names && !names.includes(provider)) {
    const known = names.length > 0 ? [...names.slice(0, LISTED), ...(names.length > LISTED ? ['…'] : [])].join(', ') : 'none'
    return `The Broker has no provider ${JSON.stringify(provider)}; the names it knows: ${known}. Give the right one as provider.name or with --provider (Broker 中没有此提供者)`
  }
  const selectors = JSON.stringify(broker.selectors ?? DEFAULT_SELECTORS)
  return `The Broker has no pact with ${JSON.stringify(provider)} that the selectors ${selectors} match (没有符合选择条件的契约)`
}

/** The default selectors: the consumer versions on the main branch, and the versions that are deployed or released. */
export const DEFAULT_SELECTORS: NonNullable<BrokerOptions['selectors']> = [{ mainBranch: true }, { deployedOrReleased: true }]

async function participants(ask: AskBroker, broker: BrokerOptions): Promise<string[] | undefined> {
  const url = new URL(`${broker.url.replace(/\/$/, '')}/pacticipants`)
  const { status, body } = await ask({ method: 'GET', url, contentType: undefined, body: Buffer.alloc(0) })
  if (status !== 200) return undefined
  const { _embedded: { pacticipants = [] } = {} } = (readDocument(body, url.href) ?? {}) as {
    readonly _embedded?: { readonly pacticipants?: readonly { readonly name: string }[] }
  }
  return pacticipants.map(({ name }) => name)
}
