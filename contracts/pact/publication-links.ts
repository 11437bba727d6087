import type { ProviderOptions } from './verification-options.ts'

/** The links of the Broker that Pact's core needs to publish results. Without one, it publishes nothing, and only its log says so. */
export interface PublicationLinks {
  readonly ofPact: readonly string[]
  /** The links of the provider; older Brokers lack that for branches. */
  readonly ofProvider: readonly string[]
}

/** The links that are needed to publish results for a version with this branch and these tags. */
export function publicationLinks({ branch, tags = [] }: Pick<ProviderOptions, 'branch' | 'tags'>): PublicationLinks {
  const ofProvider = [...(branch === undefined ? [] : ['pb:branch-version']), ...(tags.length > 0 ? ['pb:version-tag'] : [])]
  return { ofPact: ['pb:publish-verification-results', ...(ofProvider.length > 0 ? ['pb:provider'] : [])], ofProvider }
}

/** The address of a link in a document of the Broker; `undefined` when it has no such link. */
export function linkIn(document: object, name: string): string | undefined {
  const { _links: links } = document as { readonly _links?: Readonly<Record<string, { readonly href?: unknown } | null>> | null }
  const href = links?.[name]?.href
  return typeof href === 'string' ? href : undefined
}
