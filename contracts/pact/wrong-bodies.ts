import type { ErrorExample } from '../goldplan.openapi.d.ts'

type Body = Readonly<Record<string, unknown>>

/** A body that ends in this parameter error; for any other error the body as it is. */
export function wrongBody(example: ErrorExample, body: Body | undefined): Body | undefined {
  return body && (WRONG_BODIES[example]?.(body) ?? body)
}

const WRONG_BODIES: { readonly [Example in ErrorExample]?: (body: Body) => Body } = {
  PARAM_ERROR_UNKNOWN_FIELD: (body) => ({ ...body, appid: 'wx8888888888888888' }),
  PARAM_ERROR_MISSING: ({ sub_mchid: _, ...others }) => others,
  PARAM_ERROR_TYPE: (body) => ({ ...body, sub_mchid: 4 }),
  PARAM_ERROR_TOO_SHORT: (body) => ({ ...body, sub_mchid: '' }),
  PARAM_ERROR_TOO_LONG: (body) => ({ ...body, sub_mchid: '1'.repeat(33) }),
  PARAM_ERROR_ITEMS: (body) => ({ ...body, advertising_industry_filters: ['FOOD', 'SPORT', 'CAR', 'GAME'] }),
  PARAM_ERROR_ENUM: (body) =>
    'operation_type' in body ? { ...body, operation_type: 'ENABLE' } : { ...body, advertising_industry_filters: ['BUSINESS'] },
}
