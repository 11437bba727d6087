import { SCHEME } from '../../wire/authorization.ts'
import { isSm2Like, wordsOf } from '../header-pieces.ts'
import { type HeaderMistake, inPieces, LONGEST_SCHEME_SHOWN, shown } from './header-mistake.ts'

/** How much is shown of the text after the scheme, in characters: more than punctuation may be an access token. */
const LONGEST_MARK_SHOWN = 2

const SM2_SCHEME = 'WECHATPAY2-SM2-WITH-SM3'

export const authorizationSchemeSm2: HeaderMistake = {
  id: 'authorization-scheme-sm2',
  message: `The authentication scheme is that of the Chinese national algorithms, ${SM2_SCHEME}: WeChat Pay knows it, this server does not.`,
  message_zh: `认证类型是国密的 ${SM2_SCHEME}：微信支付支持它，本服务不支持。`,
  fix: `Sign with the RSA key of the merchant and send ${SCHEME} when you test here.`,
  fix_zh: `在本服务上测试时，请使用商户的 RSA 私钥签名，认证类型为 ${SCHEME}。`,
  mend: inPieces((pieces) => (isSm2Like(pieces.scheme) ? { pieces: { ...pieces, scheme: SCHEME } } : undefined)),
  spoil: (header) => [header.replace(SCHEME, SM2_SCHEME)],
}

/** The mistakes in the authentication scheme, in the order in which they are mended. */
export const schemeMistakes: readonly HeaderMistake[] = [
  {
    id: 'authorization-scheme-in-front',
    message: 'The header begins with {scheme}, and the fields of WeChat Pay follow.',
    message_zh: '请求头以 {scheme} 开头，其后才是微信支付的签名信息。',
    fix: `Begin the header with ${SCHEME}. HTTP clients put Bearer in front when they are given the header as a token: set it as a plain header.`,
    fix_zh: `请让请求头以 ${SCHEME} 开头。把它当作 token 交给 HTTP 客户端时，客户端会在前面加上 Bearer：请改为直接设置请求头。`,
    mend: inPieces((pieces) => {
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
    message: `The authentication scheme is written "{scheme}" and not ${SCHEME}.`,
    message_zh: `认证类型写成了“{scheme}”，而不是 ${SCHEME}。`,
    fix: `Write ${SCHEME} in capitals, with hyphens and the length of the key, and nothing but one space behind it.`,
    fix_zh: `请写成 ${SCHEME}：大写字母，用连字符连接，包含密钥长度，其后只有一个空格。`,
    mend: inPieces((pieces) => {
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
    message: 'The header holds the fields alone, without an authentication scheme.',
    message_zh: '请求头只有签名信息，没有认证类型。',
    fix: `Write ${SCHEME} and one space before the fields.`,
    fix_zh: `请在签名信息之前加上认证类型 ${SCHEME} 和一个空格。`,
    mend: inPieces((pieces) =>
      pieces.scheme || pieces.front.trim() ? undefined : { pieces: { ...pieces, front: '', scheme: SCHEME, gap: ' ' } },
    ),
    spoil: (header) => [header.replace(`${SCHEME} `, '')],
  },
  {
    id: 'authorization-scheme-space-missing',
    message: 'No space stands between the authentication scheme and the first field.',
    message_zh: '认证类型与第一项签名信息之间没有空格。',
    fix: `Write one space after ${SCHEME}.`,
    fix_zh: `请在 ${SCHEME} 之后加一个空格。`,
    source: 'https://developers.weixin.qq.com/community/pay/doc/000a66fc8b8f60a9f28d1523851c00',
    mend: inPieces((pieces) => (pieces.scheme && !pieces.gap ? { pieces: { ...pieces, gap: ' ' } } : undefined)),
    spoil: (header) => [header.replace(' ', '')],
  },
  {
    id: 'authorization-scheme-spaces',
    message: 'More than one space, or a tab, stands between the authentication scheme and the first field.',
    message_zh: '认证类型与第一项签名信息之间有多个空格或制表符。',
    fix: `Write exactly one space after ${SCHEME}.`,
    fix_zh: `${SCHEME} 之后请只保留一个空格。`,
    mend: inPieces((pieces) =>
      pieces.scheme && pieces.gap !== ' ' && /^\s+$/.test(pieces.gap) ? { pieces: { ...pieces, gap: ' ' } } : undefined,
    ),
    spoil: (header) => [header.replace(' ', '  '), header.replace(' ', '     '), header.replace(' ', '\t')],
  },
]
