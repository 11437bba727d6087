import type { Head } from '../head.ts'
import type { Axis } from '../mistake.ts'
import { permutations } from '../permutations.ts'
import { changeQuery, queryOf, seenTargets, withTarget } from './signed-target.ts'
import { SIGN_NOT_MATCH } from './sources.ts'

export const targetQuery: Axis<Head> = {
  id: 'query',
  mistakes: [
    {
      id: 'query-dropped',
      message: 'The query was left out: {signed} was signed.',
      message_zh: '签名串中的 URL 漏掉了查询参数：{signed}',
      fix: 'Sign path and query as sent: {sent}',
      fix_zh: 'URL 有查询参数时，须连同“?”和查询参数一起签名：{sent}',
      source: SIGN_NOT_MATCH,
      signs: (head) =>
        queryOf(head.target) !== ''
          ? [
              withTarget(
                head,
                changeQuery(head.target, () => undefined),
              ),
            ]
          : [],
      seen: seenTargets,
    },
    {
      id: 'query-mark-left',
      message: 'A question mark without a query was signed, or one that was sent was not: {signed}',
      message_zh: '签名串中的 URL 末尾多了或少了“?”：{signed}',
      fix: 'Sign the target as it is sent: {sent}',
      fix_zh: '对实际发送的 URL 签名：{sent}',
      signs: (head) => {
        if (head.target.endsWith('?')) return [withTarget(head, head.target.slice(0, -1))]
        return head.target.includes('?') ? [] : [withTarget(head, `${head.target}?`)]
      },
      seen: seenTargets,
    },
    {
      id: 'query-reordered',
      message: 'The parameters of the query were signed in another order: {signed}',
      message_zh: '签名串中查询参数的顺序与实际发送的不同：{signed}',
      fix: 'Build the query once; sign and send that: {sent}',
      fix_zh: '查询参数只拼接一次，签名与发送用同一个字符串：{sent}',
      signs: (head) => withOrders(head, usualOrders),
      alone: (head) => withOrders(head, otherOrders),
      seen: seenTargets,
    },
  ],
}

/** Of how many parameters at most every order is tried. */
const PERMUTED_LIMIT = 4

type Pairs = readonly string[]

function usualOrders(pairs: Pairs): Pairs[] {
  return [pairs.toSorted(), pairs.toReversed()]
}

function otherOrders(pairs: Pairs): Pairs[] {
  const known = [pairs, ...usualOrders(pairs)].map(String)
  return pairs.length > PERMUTED_LIMIT ? [] : permutations(pairs).filter((order) => !known.includes(String(order)))
}

function withOrders(head: Head, orders: (pairs: Pairs) => Pairs[]): Head[] {
  return orders(queryOf(head.target).split('&')).map((pairs) =>
    withTarget(
      head,
      changeQuery(head.target, () => pairs.join('&')),
    ),
  )
}
