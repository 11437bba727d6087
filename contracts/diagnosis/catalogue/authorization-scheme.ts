import { SCHEME } from '../../wire/authorization.ts'
import { isSm2Like, wordsOf } from '../header-pieces.ts'
import { type HeaderMistake, inPieces, LONGEST_SCHEME_SHOWN, shown } from './header-mistake.ts'

/** At most this many characters after the scheme are shown: enough for stray punctuation, too few to reveal an access token. */
const LONGEST_MARK_SHOWN = 2

const SM2_SCHEME = 'WECHATPAY2-SM2-WITH-SM3'

export const authorizationSchemeSm2: HeaderMistake = {
  id: 'authorization-scheme-sm2',
  message: `The authentication scheme is {scheme}, for the Chinese national algorithms. WeChat Pay supports them (${SM2_SCHEME}), but this server does not.`,
  message_zh: `认证类型是国密的 {scheme}：微信支付支持国密（${SM2_SCHEME}），本服务不支持。`,
  fix: `When you test here, sign with the merchant's RSA key and send ${SCHEME}.`,
  fix_zh: `在本服务上测试时，用商户的 RSA 私钥签名，认证类型用 ${SCHEME}。`,
  repair: inPieces((pieces) =>
    isSm2Like(pieces.scheme) ? { pieces: { ...pieces, scheme: SCHEME }, placeholders: { scheme: shown(pieces.scheme) } } : undefined,
  ),
  spoil: (header) => [header.replace(SCHEME, SM2_SCHEME)],
}

/** The mistakes in the authentication scheme, in the order in which they are repaired. */
export const schemeMistakes: readonly HeaderMistake[] = [
  {
    id: 'authorization-scheme-in-front',
    message: "The header starts with {scheme}, followed by WeChat Pay's fields.",
    message_zh: '请求头以 {scheme} 开头，后面才是微信支付的签名信息。',
    fix: `Start the header with ${SCHEME}. HTTP clients add Bearer when you pass the header as a token: set it as a plain header instead.`,
    fix_zh: `请求头要以 ${SCHEME} 开头。把它当作 token 传给 HTTP 客户端时，客户端会在前面加上 Bearer：改为直接设置请求头。`,
    repair: inPieces((pieces) => {
      const [seen] = wordsOf(pieces.front.trim())
      if (!seen) return undefined
      return {
        pieces: { ...pieces, front: '', ...(pieces.scheme ? {} : { scheme: SCHEME, gap: ' ' }) },
        placeholders: { scheme: shown(seen, LONGEST_SCHEME_SHOWN) },
      }
    }),
    spoil: (header) => [`Bearer ${header}`, header.replace(new RegExp(`^${SCHEME} (?=\\w)`), 'Bearer '), `Token ${header}`],
  },
  authorizationSchemeSm2,
  {
    id: 'authorization-scheme-misspelt',
    message: `The authentication scheme is "{scheme}" instead of ${SCHEME}.`,
    message_zh: `认证类型写成了“{scheme}”，应为 ${SCHEME}。`,
    fix: `Write ${SCHEME} in capitals, with its hyphens and the key length, followed by one space only.`,
    fix_zh: `写成 ${SCHEME}：全部大写，带连字符和密钥长度，后面只跟一个空格。`,
    repair: inPieces((pieces) => {
      const mark = pieces.gap.trim()
      if (!pieces.scheme || (pieces.scheme === SCHEME && !mark)) return undefined
      return {
        pieces: { ...pieces, scheme: SCHEME, gap: pieces.gap.replace(/\S/g, '') },
        placeholders: { scheme: shown(pieces.scheme) + shown(mark, LONGEST_MARK_SHOWN) },
      }
    }),
    spoil: (header) =>
      [
        SCHEME.toLowerCase(),
        'WECHATPAY-SHA256-RSA2048',
        'WECHATPAY2_SHA256_RSA2048',
        'WECHATPAY2-SHA256-RSA',
        'WECHATPAY2-SHA256RSA2048',
        'WEHCATPAY2-SHA256-RSA2048',
        'WechatPay2-SHA256-RSA2048',
        'WXPAY2-SHA256-RSA2048',
        'WECHATPAY2',
        `${SCHEME}:`,
        `${SCHEME},`,
      ].map((scheme) => header.replace(SCHEME, scheme)),
  },
  {
    id: 'authorization-scheme-missing',
    message: 'The header has the fields but no authentication scheme.',
    message_zh: '请求头只有签名信息，没有认证类型。',
    fix: `Write ${SCHEME} and one space before the fields.`,
    fix_zh: `在签名信息之前加上认证类型 ${SCHEME} 和一个空格。`,
    repair: inPieces((pieces) =>
      pieces.scheme || pieces.front.trim() ? undefined : { pieces: { ...pieces, front: '', scheme: SCHEME, gap: ' ' } },
    ),
    spoil: (header) => [header.replace(`${SCHEME} `, '')],
  },
  {
    id: 'authorization-scheme-space-missing',
    message: 'There is no space between the authentication scheme and the first field.',
    message_zh: '认证类型与第一个字段之间没有空格。',
    fix: `Write one space after ${SCHEME}.`,
    fix_zh: `在 ${SCHEME} 之后加一个空格。`,
    source: 'https://developers.weixin.qq.com/community/pay/doc/000a66fc8b8f60a9f28d1523851c00',
    repair: inPieces((pieces) => (pieces.scheme && !pieces.gap ? { pieces: { ...pieces, gap: ' ' } } : undefined)),
    spoil: (header) => [header.replace(' ', '')],
  },
  {
    id: 'authorization-scheme-spaces',
    message: 'There is a tab or more than one space between the authentication scheme and the first field.',
    message_zh: '认证类型与第一个字段之间有制表符或多个空格。',
    fix: `Write exactly one space after ${SCHEME}.`,
    fix_zh: `${SCHEME} 之后只留一个空格。`,
    repair: inPieces((pieces) =>
      pieces.scheme && pieces.gap !== ' ' && /^\s+$/.test(pieces.gap) ? { pieces: { ...pieces, gap: ' ' } } : undefined,
    ),
    spoil: (header) => [header.replace(' ', '  '), header.replace(' ', '     '), header.replace(' ', '\t')],
  },
]
