import { useEffect, useState } from 'preact/hooks'

/** What the console shows. The part of the address after # says which page is shown, and what is opened on it. */
export interface Route {
  readonly page: 'requests' | 'merchants' | 'errors' | 'explain'
  /** What is opened on the page: a merchant, or a request together with its merchant. Empty when nothing is opened. */
  readonly parts: readonly string[]
}

const PAGES: readonly string[] = ['requests', 'merchants', 'errors', 'explain'] satisfies Route['page'][]

/** The text that the address has instead of a merchant when a request names no known merchant. */
export const NO_MERCHANT = '-'

/** Returns the part of the address from # on for a page and what is opened on it. */
export function hashOf(page: Route['page'], ...parts: readonly string[]): string {
  return `#/${[page, ...parts].map(encodeURIComponent).join('/')}`
}

/** Changes the address, so that the console shows the page. */
export function go(page: Route['page'], ...parts: readonly string[]): void {
  location.hash = hashOf(page, ...parts)
}

/** Returns the route that the address names. When the address changes, the component is drawn again. */
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
