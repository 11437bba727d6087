import type { ErrorExample } from '../operations.d.ts'

type Body = Readonly<Record<string, unknown>>

/** Whether it is the body of a request that leads to an error. */
export function isOfBody(example: ErrorExample): boolean {
  return WRONG_BODIES[example] !== undefined
}

/** A body that ends in this parameter error; `undefined` when this one has no field that could be wrong so, or the error has another cause. */
export function wrongBody(example: ErrorExample, body: Body | undefined): Body | undefined {
  return body && WRONG_BODIES[example]?.(body)
}

const FILTERS = 'advertising_industry_filters'

const WRONG_BODIES: { readonly [Example in ErrorExample]?: (body: Body) => Body | undefined } = {
  PARAM_ERROR_UNKNOWN_FIELD: (body) => ({ ...body, appid: 'wx8888888888888888' }),
  PARAM_ERROR_MISSING: ({ sub_mchid: _, ...others }) => others,
  PARAM_ERROR_TYPE: (body) => ({ ...body, sub_mchid: 4 }),
  PARAM_ERROR_TOO_SHORT: (body) => ({ ...body, sub_mchid: '' }),
  PARAM_ERROR_TOO_LONG: (body) => ({ ...body, sub_mchid: '1'.repeat(35) }),
  PARAM_ERROR_ITEMS: (body) => (FILTERS in body ? { ...body, [FILTERS]: ['FOOD', 'SPORT', 'CAR', 'GAME'] } : undefined),
  PARAM_ERROR_ENUM(body) {
    if ('operation_type' in body) return { ...body, operation_type: 'ENABLE' }
    return FILTERS in body ? { ...body, [FILTERS]: ['BUSINESS'] } : undefined
  },
}
