import { expect, it } from 'vitest'
import { operationFiles } from '../../contracts/index.ts'
import { openApi } from '../../mock-server/openapi/index.ts'

/**
 * The name, status, code, message and Request-ID number of each error. The rows were copied by hand from the sources that FIDELITY.md
 * names. A typing mistake in an OpenAPI document therefore fails the first test.
 */
const ROWS: readonly (readonly [string, number, string, string, number])[] = [
  ['INVALID_REQUEST', 400, 'INVALID_REQUEST', 'HTTP 请求不符合微信支付 APIv3 接口规则', 268435461],
  ['INVALID_REQUEST_MISSING_HEADER', 400, 'INVALID_REQUEST', 'Http头缺少Accept或User-Agent', 270924291],
  ['INVALID_REQUEST_CONTENT_TYPE', 400, 'INVALID_REQUEST', 'Http头Content-Type值必须为application/json', 268435461],
  ['INVALID_REQUEST_NOT_UTF8', 400, 'INVALID_REQUEST', '请求内容传入了非UTF8参数', 268435461],
  ['PARAM_ERROR', 400, 'PARAM_ERROR', '参数错误', 268435461],
  ['PARAM_ERROR_ACCEPT_LANGUAGE', 406, 'PARAM_ERROR', '传入了不支持的Accept-Language', 268435461],
  ['PARAM_ERROR_UNKNOWN_FIELD', 400, 'PARAM_ERROR', '请求中含有未在API文档中定义的参数', 270924358],
  ['PARAM_ERROR_MISSING', 400, 'PARAM_ERROR', '输入源“{pointer}”映射到字段“{title}”必填性规则校验失败，此字段为必填项', 268435461],
  ['PARAM_ERROR_MISSING_UNPARSED', 400, 'PARAM_ERROR', '输入源“{pointer}”映射到字段“{title}”必填性规则校验失败，此字段为必填项', 268435461],
  [
    'PARAM_ERROR_TYPE',
    400,
    'PARAM_ERROR',
    '无法将 JSON 输入源“{pointer}”映射到目标字段“{title}”中，此字段需要一个 {type} 类型的 Json 值',
    268435461,
  ],
  [
    'PARAM_ERROR_TYPE_ARRAY',
    400,
    'PARAM_ERROR',
    '无法将 JSON 输入源“{pointer}”映射到多重字段“{title}”中，此字段需要 JSON 数组对象',
    268435461,
  ],
  [
    'PARAM_ERROR_TYPE_OBJECT',
    400,
    'PARAM_ERROR',
    '无法将 JSON 输入源“{pointer}”映射到目标字段“{title}”中，此字段需要一个合法的 Json 对象',
    268435461,
  ],
  [
    'PARAM_ERROR_TYPE_INTEGER_32',
    400,
    'PARAM_ERROR',
    '无法将 JSON 输入源“{pointer}”映射到目标字段“{title}”中，此字段需要一个合法的 32 位有符号整数',
    268435461,
  ],
  [
    'PARAM_ERROR_TYPE_INTEGER',
    400,
    'PARAM_ERROR',
    '无法将 JSON 输入源“{pointer}”映射到目标字段“{title}”中，此字段需要一个合法的 64 位有符号整数',
    268435461,
  ],
  [
    'PARAM_ERROR_TOO_SHORT',
    400,
    'PARAM_ERROR',
    '输入源“{pointer}”映射到值字段“{title}”字符串规则校验失败，字符数 {length}，小于最小值 {limit}',
    268435464,
  ],
  [
    'PARAM_ERROR_TOO_LONG',
    400,
    'PARAM_ERROR',
    '输入源“{pointer}”映射到值字段“{title}”字符串规则校验失败，字符数 {length}，大于最大值 {limit}',
    268435464,
  ],
  [
    'PARAM_ERROR_TOO_LONG_BYTES',
    400,
    'PARAM_ERROR',
    '输入源“{pointer}”映射到值字段“{title}”字符串规则校验失败，字节数 {length}，大于最大值 {limit}',
    268435464,
  ],
  [
    'PARAM_ERROR_PATTERN',
    400,
    'PARAM_ERROR',
    '输入源“{pointer}”映射到值字段“{title}”字符串规则校验失败，字符串必须匹配正则表达式“{limit}”',
    268435461,
  ],
  ['PARAM_ERROR_TOO_SMALL', 400, 'PARAM_ERROR', '输入源“{pointer}”映射到数值字段“{title}”规则校验失败，值低于最小值 {limit}', 268435464],
  ['PARAM_ERROR_TOO_LARGE', 400, 'PARAM_ERROR', '输入源“{pointer}”映射到数值字段“{title}”规则校验失败，值高于最大值 {limit}', 268435464],
  [
    'PARAM_ERROR_TOO_FEW_ITEMS',
    400,
    'PARAM_ERROR',
    '输入源“{pointer}”映射到字段“{title}”多重性规则校验失败，此字段个数为 {length} 个，低于最小值 {limit}',
    268435464,
  ],
  [
    'PARAM_ERROR_TOO_MANY_ITEMS',
    400,
    'PARAM_ERROR',
    '输入源“{pointer}”映射到字段“{title}”多重性规则校验失败，此字段个数为 {length} 个，高于最大值 {limit}',
    268435464,
  ],
  [
    'PARAM_ERROR_ENUM',
    400,
    'PARAM_ERROR',
    '无法将 JSON 输入源“{pointer}”映射到目标字段“{title}”中，此字段需要能映射到一个合法的“{pointer}”枚举',
    268435461,
  ],
  ['PARAM_ERROR_DOCUMENTED', 400, 'PARAM_ERROR', '参数错误', 268435461],
  ['PARAM_ERROR_MCHID_MISMATCH', 400, 'PARAM_ERROR', 'http header中的mchid与post payload中的mchid不匹配', 268435461],
  [
    'SIGN_ERROR_AUTHORIZATION_FORMAT',
    401,
    'SIGN_ERROR',
    'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
    270924360,
  ],
  ['SIGN_ERROR_AUTHORIZATION_SCHEME', 401, 'SIGN_ERROR', 'Http头Authorization认证类型不正确', 270924360],
  ['SIGN_ERROR_AUTHORIZATION_SCHEME_NEWER', 401, 'SIGN_ERROR', 'HTTP头Authorization认证类型不正确', 270924360],
  ['SIGN_ERROR_TIMESTAMP', 401, 'SIGN_ERROR', 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟', 270924360],
  ['SIGN_ERROR_CERTIFICATE_SERIAL', 401, 'SIGN_ERROR', '商户证书序列号有误。请使用签名私钥匹配的证书序列号', 270924360],
  ['SIGN_ERROR_SIGNATURE', 401, 'SIGN_ERROR', '错误的签名，验签失败', 268443699],
  ['SIGN_ERROR_AUTHORIZATION_INVALID', 401, 'SIGN_ERROR', 'Authorization不合法', 270924360],
  ['SIGN_ERROR_INFORMATION', 401, 'SIGN_ERROR', '签名信息错误，验签失败', 270924360],
  ['SIGN_ERROR_WRONG', 401, 'SIGN_ERROR', '签名错误', 270924360],
  ['SIGN_ERROR_CHECK_AND_RETRY', 401, 'SIGN_ERROR', '签名错误，请检查后再试', 270924360],
  ['SIGN_ERROR_LEADS_TO_FAILURE', 401, 'SIGN_ERROR', '错误的签名，导致验签失败。', 270924360],
  ['SIGN_ERROR_SERIAL_ALONE', 401, 'SIGN_ERROR', '商户证书序列号有误', 270924360],
  ['SIGN_ERROR_APIV3_KEY_NOT_SET', 401, 'SIGN_ERROR', '商户未设置APIv3密钥。', 270924360],
  ['SIGN_ERROR_NO_CERTIFICATE', 401, 'SIGN_ERROR', '商户未申请过证书。', 270924360],
  ['SIGN_ERROR_CERTIFICATE_EXPIRED', 401, 'SIGN_ERROR', '商户证书已过期。', 270924360],
  ['SIGN_ERROR_CERTIFICATE_REVOKED', 401, 'SIGN_ERROR', '商户证书已作废。', 270924360],
  ['SIGN_ERROR_CERTIFICATE_REPLACED', 401, 'SIGN_ERROR', '已更换证书，请使用新证书', 270924360],
  ['SIGN_ERROR_SERIAL_WITH_DETAIL', 401, 'SIGN_ERROR', '商户证书序列号有误。', 270924360],
  ['SIGN_ERROR_INFORMATION_BLANK', 401, 'SIGN_ERROR', ' 签名信息错误，验签失败', 270924360],
  ['SIGN_ERROR_CHECK_SIGNATURE', 401, 'SIGN_ERROR', '验签失败，请检查签名\t', 270924360],
  ['SIGN_ERROR_MESSAGE_FORMAT', 401, 'SIGN_ERROR', '签名源串格式错误', 270924360],
  [
    'SIGN_ERROR_NO_CERTIFICATE_LONG',
    401,
    'SIGN_ERROR',
    '商户未申请过证书。请到商户平台上申请证书授权机构颁发的证书。详情可参考:http://kf.qq.com/faq/180824JvUZ3i180824YvMNJj.html。',
    270924360,
  ],
  ['SIGN_ERROR_DOCUMENTED', 401, 'SIGN_ERROR', '验证不通过', 270924360],
  ['NO_AUTH', 403, 'NO_AUTH', '服务商商户号未开通该产品的受理权限', 268443701],
  [
    'RESOURCE_NOT_EXISTS',
    404,
    'RESOURCE_NOT_EXISTS',
    '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引https://pay.weixin.qq.com/doc/v3/merchant/4012153196',
    268435461,
  ],
  ['NOT_ENOUGH', 403, 'NOT_ENOUGH', '平台证书已过期失效,请联系微信支付技术支持。', 268443701],
  ['RATELIMIT_EXCEEDED', 429, 'RATELIMIT_EXCEEDED', '请求频率超过限制', 268447840],
  ['FREQUENCY_LIMITED', 429, 'FREQUENCY_LIMITED', '频率限制', 268447840],
  ['RATE_LIMITED', 429, 'RATE_LIMITED', '请求频率超过限制', 268447840],
  ['SYSTEM_ERROR', 500, 'SYSTEM_ERROR', '系统繁忙，请稍后重试', 269546526],
  ['SYSTEM_ERROR_DOCUMENTED', 500, 'SYSTEM_ERROR', '系统异常，请稍后重试', 269546526],
  ['SERVICE_UNAVAILABLE_502', 502, 'SERVICE_UNAVAILABLE', '系统繁忙，请稍后重试', 269546526],
  ['SERVICE_UNAVAILABLE', 503, 'SERVICE_UNAVAILABLE', '系统繁忙，请稍后重试', 269546526],
  ['PARAM_ERROR_PLATFORM_SERIAL_MISSING', 400, 'PARAM_ERROR', 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)', 268435461],
  ['PARAM_ERROR_FIELD_NOT_ENCRYPTED', 400, 'PARAM_ERROR', '请确认待处理的消息是否为加密后的密文', 268435461],
  ['PARAM_ERROR_PLATFORM_SERIAL', 400, 'PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误', 268435461],
  ['PARAM_ERROR_FIELD_NOT_DECRYPTED', 400, 'PARAM_ERROR', '平台私钥解密失败', 269546542],
  ['PARAM_ERROR_FIELD_NOT_DECRYPTED_HK', 400, 'PARAM_ERROR', 'the field you encrypt is error ', 268435461],
  ['CALLER_NOT_SERVICE_PROVIDER', 400, 'INVALID_REQUEST', '只有普通服务商和渠道商才能调用该接口', 268435461],
  ['CALLER_TYPE_NOT_ALLOWED', 400, 'INVALID_REQUEST', '只有普通服务商和普通渠道商才能调用该接口', 268435461],
  ['SERVICE_PROVIDER_GOLDPLAN_CLOSED', 400, 'INVALID_REQUEST', '请在服务商平台先行开通点金计划后再试', 268435461],
  ['SERVICE_PROVIDER_GOLDPLAN_NOT_OPENED', 400, 'INVALID_REQUEST', '服务商未开通点金计划，请开通服务商后重试', 268435461],
  ['SERVICE_PROVIDER_PUNISHED', 400, 'INVALID_REQUEST', '请在服务商平台处理处罚后再试', 268435461],
  ['MCH_NOT_EXISTS', 400, 'MCH_NOT_EXISTS', '特约商户号不存在，请确认特约商户号准确性', 268435461],
  ['SUB_MERCHANT_NOT_OWNED', 400, 'INVALID_REQUEST', '特约商户号不存在，或不是当前服务商的特约商户', 268443701],
  ['SUB_MERCHANT_LOGIC_ERROR', 400, 'INVALID_REQUEST', '特约商户号不存在或不是当前服务商的特约商户', 268443701],
  ['SUB_MERCHANT_RELATION_ERROR', 400, 'INVALID_REQUEST', '特约商户号不存在或不是当前服务商的特约商户', 268443701],
  ['SUB_MERCHANT_PUNISHED', 400, 'INVALID_REQUEST', '请让特约商户在商户平台处理处罚后再试', 268435461],
  ['SUB_MERCHANT_GOLDPLAN_CLOSED', 400, 'INVALID_REQUEST', '该商户暂未开通点金计划，请开通后配置', 268435461],
  ['GOLDPLAN_REOPENED_WITHIN_24H', 400, 'INVALID_REQUEST', '请特约商户关闭点金计划24小时后再试', 268435461],
  ['GOLDPLAN_OPENED_BY_DEFAULT', 400, 'INVALID_REQUEST', '服务商已打开“默认开通点金计划”开关，不可单个关闭', 268435461],
  ['CUSTOM_PAGE_LINK_MISSING', 400, 'INVALID_REQUEST', '请在服务商平台先行配置商家小票链接后再试', 268435461],
  ['ADVERTISING_OPERATION_FAILED', 400, 'INVALID_REQUEST', '操作失败，请稍后重试', 268435461],
  ['GOLDPLAN_FREQUENCY_LIMITED', 400, 'INVALID_REQUEST', '接口调用速度过快，请降低频率调用该接口', 268435461],
  ['OPERATION_FAILED', 500, 'OPERATION_FAILED', '请求操作失败，请稍后重试', 269546526],
  ['LEGACY_SYSTEM_ERROR', 500, 'SYSTEM ERROR', '5开头错误码都为系统问题，请使用相同参数稍后重新调用', 269546526],
  ['LEGACY_OPERATION_FAILED', 500, 'operation failed', '5开头错误码都为系统问题，请使用相同参数稍后重新调用', 269546526],
  ['LEGACY_SIGN_ERROR', 500, 'SIGN ERROR', '5开头错误码都为系统问题，请使用相同参数稍后重新调用', 269546526],
]

it('the OpenAPI documents of the products have exactly the errors in ROWS', async () => {
  const { operations } = await openApi(operationFiles.products)
  const errors = new Map(operations.flatMap((operation) => [...operation.errors]))
  const documented = [...errors].map(([name, { status, body, requestIdCode }]) => [name, status, body.code, body.message, requestIdCode])
  expect(documented.toSorted(byName)).toEqual(ROWS.toSorted(byName))
})

it('an error example has the same content in every operation that documents it', async () => {
  const { operations } = await openApi(operationFiles.products)
  for (const name of new Set(operations.flatMap(({ errors }) => [...errors.keys()]))) {
    const meanings = operations.flatMap(({ errors }) => (errors.has(name) ? [JSON.stringify(errors.get(name))] : []))
    expect(new Set(meanings).size).toBe(1)
  }
})

function byName([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return String(a).localeCompare(String(b))
}
