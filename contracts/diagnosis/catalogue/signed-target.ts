import type { Head } from '../head.ts'
import type { Placeholders } from '../mistake.ts'

/** A head with another target. */
export function withTarget(head: Head, target: string): Head {
  return { ...head, target }
}

/** What the texts show of a mistake in the target. */
export function seenTargets(signed: Head, sent: Head): Placeholders {
  return { signed: signed.target, sent: sent.target }
}

/** The query of a target, without its question mark. */
export function queryOf(target: string): string {
  return target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''
}

/** A target with another query, or with none. */
export function changeQuery(target: string, change: (query: string) => string | undefined): string {
  const at = target.indexOf('?')
  if (at < 0) return target
  const changed = change(target.slice(at + 1))
  return target.slice(0, at) + (changed === undefined ? '' : `?${changed}`)
}

/** A target with another path. */
export function changePath(target: string, change: (path: string) => string): string {
  const [path = ''] = target.split('?', 1)
  return change(path) + target.slice(path.length)
}
