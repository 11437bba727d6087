import type { IHttpOperation } from '@stoplight/types'
import { Ajv } from 'ajv'
import { once } from '../../contracts/once.ts'
import type { Violation } from './flaw.ts'

/**
 * In a body with this many values or more, AJV finds the violation. Prism would take up to a minute to list the violations in several
 * megabytes.
 */
const VALUES = 10_000

/**
 * Returns a function that lists the first violation in a body with very many values. The list is empty for a valid body, and for a body
 * with fewer values.
 */
export function largeBodyCheck({ request }: IHttpOperation): (body: unknown) => Violation[] {
  const compile = once(() => {
    const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, meta: false, logger: false })
    return ajv.compile((request?.body?.contents?.[0]?.schema ?? {}) as object)
  })
  return (body) => {
    if (count(body, VALUES) < VALUES || compile()(body)) return []
    return (compile().errors ?? []).map(({ keyword, instancePath, params }) => ({
      keyword,
      path: ['body', ...namesOf(instancePath)],
      field: params['missingProperty'] ?? params['additionalProperty'],
    }))
  }
}

function count(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null) return 1
  let counted = 1
  const add = (inner: unknown) => {
    counted += count(inner, limit - counted)
    return counted >= limit
  }
  // For an array, `for…in` would be slower, because it turns each index into a string.
  if (Array.isArray(value)) value.some(add)
  else for (const name in value) if (add(value[name as keyof typeof value])) break
  return counted
}

function namesOf(pointer: string): string[] {
  const [, ...names] = pointer.split('/')
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}
