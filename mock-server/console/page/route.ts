import { useEffect, useState } from 'preact/hooks'

/** A place in the console, as the part of the address after # names it. */
export interface Route {
  readonly page: 'requests' | 'merchants' | 'errors' | 'explain'
  /** What is opened on the page: a request with its merchant, or a merchant. */
  readonly parts: readonly string[]
}

const PAGES: readonly string[] = ['requests', 'merchants', 'errors', 'explain'] satisfies Route['page'][]

/** Stands in the address in place of the merchant when a request names no known merchant. */
export const NO_MERCHANT = '-'

/** The address of a place. */
export function hashOf(page: Route['page'], ...parts: readonly string[]): string {
  return `#/${[page, ...parts].map(encodeURIComponent).join('/')}`
}

/** Goes to a place. */
export function go(page: Route['page'], ...parts: readonly string[]): void {
  location.hash = hashOf(page, ...parts)
}

/** Returns the place that the address names, and draws the component again when the address changes. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash)
  useEffect(() => {
    const follow = () => setHash(location.hash)
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const [page = '', ...parts] = hash.replace(/^#\/?/, '').split('/').map(decoded)
  return PAGES.includes(page) ? { page: page as Route['page'], parts } : { page: 'requests', parts: [] }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
