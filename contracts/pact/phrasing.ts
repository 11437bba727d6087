/** A sub-merchant, as others call it. */
export const SUB: string = /(?:sub[\s_-]?merchant|特约商户|子商户|二级商户)/.source
/** The service provider. */
export const PROVIDER: string = /(?:service[\s-]?provider|服务商)/.source
export const NOT: string = /(?:(?:is|was|has|had|did|does|do)n['’]t|(?:do|does|did) not|not|never)/.source
export const NOT_ZH: string = /(?:从未|尚未|还未|未|还没有|没有)/.source
export const IS: string = /(?:is|are|was|been|already)/.source
export const ANSWERS: string =
  /(?:answer(?:s|ed)?|respon(?:ds?|ded|se)|return(?:s|ed)?|status|code|error|http|应答|响应|返回|状态码|错误码?)/.source

/** What changes no meaning, wherever it stands. */
const WORDS =
  /(?:the|an?|this|that|which|our|its?|of|for|with|by|at|there|has|have|had|is|are|was|were|been|already|currently|now|yet|still)/
const THINGS = /(?:wechat pay|gateway|server|api|answers?|responses?|calls?|operation|mchid|sub_mchid|id|number)/
const WORDS_ZH = /该|此|这个|一个|的|号|已经?|被|了|为|是|处于|状态|当前|目前|微信支付|网关|接口|应答|响应/
const FILLER = String.raw`\b${WORDS.source}\b|\b${THINGS.source}\b|['’]s\b|(?<!\d)\d{8,32}(?!\d)|[\s,.:"“”()（），。：-]|${WORDS_ZH.source}`

/**
 * A phrasing that can mean nothing else, as a pattern of the whole text: each `_`, its beginning and its end may hold filler words and
 * numbers of merchants, and nothing besides. So it takes no negation, no condition and no other subject that it does not spell out.
 */
export function phrasing(template: TemplateStringsArray, ...parts: readonly string[]): RegExp {
  return whole(template, parts, `(?:${FILLER})*`)
}

/** The same, where a sub-merchant may be named anywhere as well. */
export function phrasingOfSubMerchant(template: TemplateStringsArray, ...parts: readonly string[]): RegExp {
  return whole(template, parts, `(?:${FILLER}|${SUB})*`)
}

function whole({ raw }: TemplateStringsArray, parts: readonly string[], filler: string): RegExp {
  const texts = raw.map((text) => text.replaceAll('_', filler).replaceAll(' ', String.raw`\s+`))
  return new RegExp(`^${filler}(?:${String.raw({ raw: texts }, ...parts)})${filler}$`, 'i')
}
