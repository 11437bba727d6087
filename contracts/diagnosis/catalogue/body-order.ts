import { type Body, withJson } from '../body.ts'
import { hashMapOrder, isContainer, isJsonObject, type Json, reorderKeys, sortKeys } from '../json-text.ts'
import type { Axis, Placeholders } from '../mistake.ts'

const SIGN_WHAT_YOU_SEND = {
  fix: 'Do not sort keys for APIv3: serialise the body once, then sign and send that same string.',
  fix_zh: 'APIv3 不需要对字段排序：报文主体只序列化一次，签名和发送用同一个字符串。',
}

/**
 * The client signed the JSON keys of the body in another order than it sent. These mistakes try the usual orders; `search-orders.ts` tries
 * the others.
 */
export const bodyKeyOrder: Axis<Body> = {
  id: 'body-key-order',
  mistakes: [
    {
      id: 'body-keys-sorted',
      message: 'The keys of the body were sorted for signing but sent in another order.',
      message_zh: '签名时对报文主体的字段排了序，实际发送的顺序不同。',
      ...SIGN_WHAT_YOU_SEND,
      signedInstead: (body) => (body.json === undefined ? [] : withJson(body, sortKeys(body.json))),
      rarest: (body) =>
        hasInner(body.json)
          ? withJson(
              body,
              outermost(body.json, (names) => names.toSorted()),
            )
          : [],
    },
    {
      id: 'body-keys-reordered',
      message: 'The keys of the body were signed in one order but sent in another. Signed: {signed}',
      message_zh: '签名时报文主体的字段顺序与实际发送的不同：{signed}',
      ...SIGN_WHAT_YOU_SEND,
      signedInstead: usualOrders,
      rarest: (body) => {
        const { json } = body
        return hasInner(json) ? USUAL_ORDERS.flatMap((order) => withJson(body, outermost(json, order))) : []
      },
      seen,
    },
  ],
}

function seen({ text }: Body): Placeholders {
  return { signed: text }
}

type Order = (names: readonly string[]) => string[]

/** The documented order, the order of a Java HashMap, and the reverse of the sent order. The sorted order is a separate mistake. */
const USUAL_ORDERS: readonly Order[] = [documentOrder, hashMapOrder, (names) => names.toReversed()]

function usualOrders(body: Body): Body[] {
  const { json } = body
  if (!isContainer(json)) return []
  const [sorted] = withJson(body, sortKeys(json))
  return USUAL_ORDERS.flatMap((order) => withJson(body, reorderKeys(json, order))).filter(({ text }) => text !== sorted?.text)
}

/** Whether the JSON is an object that contains objects or arrays. If so, a client may have reordered only the outermost keys. */
function hasInner(json: Json): json is Readonly<Record<string, Json>> {
  return isJsonObject(json) && Object.values(json).some(isContainer)
}

/** Returns the object with its outermost keys in another order. Keys further inside keep their order. */
function outermost(json: Readonly<Record<string, Json>>, order: Order): Json {
  return Object.fromEntries(order(Object.keys(json)).map((name) => [name, json[name]]))
}

/** The fields of the gold plan and of payments, in the order in which WeChat Pay's documentation lists them. */
const DOCUMENTED: ReadonlyMap<string, number> = new Map(
  'sp_appid sp_mchid sub_appid appid mchid sub_mchid operation_type operation_pay_scene advertising_industry_filters description out_trade_no time_expire attach notify_url goods_tag support_fapiao amount total currency payer openid detail scene_info settle_info'
    .split(' ')
    .map((name, at) => [name, at]),
)

/** Puts the documented fields first, in the documented order. */
function documentOrder(names: readonly string[]): string[] {
  const rank = (name: string) => DOCUMENTED.get(name) ?? DOCUMENTED.size
  return names.toSorted((one, other) => rank(one) - rank(other))
}
