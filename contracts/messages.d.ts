// Generated from the OpenAPI documents by npm run generate. Do not edit.
import type { components as certificates } from './certificates.openapi.d.ts'
import type { components as goldplan } from './goldplan.openapi.d.ts'
import type { components as security } from './security.openapi.d.ts'

/**
 * The response body of listCertificates (获取平台证书列表). Returns the platform certificates, encrypted with the merchant's APIv3 key.
 *
 * @see https://wechatpay-api.gitbook.io/wechatpay-api-v3/jie-kou-wen-dang/ping-tai-zheng-shu
 */
export type ListCertificatesResponse = certificates['schemas']['ListCertificatesResponse']
export type EncryptedCertificate = certificates['schemas']['EncryptedCertificate']
/**
 * The request body of changeGoldPlanStatus (点金计划管理). Opens or closes the gold plan for a sub-merchant.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
 */
export type ChangeGoldPlanStatusRequest = goldplan['schemas']['ChangeGoldPlanStatusRequest']
/**
 * The response body of changeGoldPlanStatus (点金计划管理). Opens or closes the gold plan for a sub-merchant.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
 */
export type ChangeGoldPlanStatusResponse = goldplan['schemas']['ChangeGoldPlanStatusResponse']
/**
 * The request body of changeCustomPageStatus (商家小票管理). Opens or closes the merchant receipt (商家小票) for a sub-merchant.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473788
 */
export type ChangeCustomPageStatusRequest = goldplan['schemas']['ChangeCustomPageStatusRequest']
/**
 * The response body of changeCustomPageStatus (商家小票管理). Opens or closes the merchant receipt (商家小票) for a sub-merchant.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473788
 */
export type ChangeCustomPageStatusResponse = goldplan['schemas']['ChangeCustomPageStatusResponse']
/**
 * The request body of setAdvertisingIndustryFilter (同业过滤标签管理). Sets the industries whose advertisements a sub-merchant does not show. Each call replaces the previous list.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473784
 */
export type SetAdvertisingIndustryFilterRequest = goldplan['schemas']['SetAdvertisingIndustryFilterRequest']
/**
 * The request body of openAdvertisingShow (开通广告展示). Opens the advertising show for a sub-merchant.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473794
 */
export type OpenAdvertisingShowRequest = goldplan['schemas']['OpenAdvertisingShowRequest']
/**
 * The request body of closeAdvertisingShow (关闭广告展示). Closes the advertising show for a sub-merchant.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4012473781
 */
export type CloseAdvertisingShowRequest = goldplan['schemas']['CloseAdvertisingShowRequest']
/** 特约商户号: The merchant ID of the sub-merchant. */
export type SubMchid = goldplan['schemas']['SubMchid']
/** 操作类型: Whether to open or to close. */
export type OperationType = goldplan['schemas']['OperationType']
/** 同业过滤标签值: An industry. POTOGRAPHY, BUSSINESS and INDUSTY are WeChat Pay's own spelling. */
export type IndustryType = goldplan['schemas']['IndustryType']
/**
 * The request body of echo (签名验签与加解密测试). Returns both messages, the second one encrypted with the merchant's certificate. The key that Wechatpay-Serial names decrypts encrypted_echo_message and signs the answer. With notify_url, a notification with the same messages follows.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
 */
export type EchoRequest = security['schemas']['EchoRequest']
/**
 * The response body of echo (签名验签与加解密测试). Returns both messages, the second one encrypted with the merchant's certificate. The key that Wechatpay-Serial names decrypts encrypted_echo_message and signs the answer. With notify_url, a notification with the same messages follows.
 *
 * @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
 */
export type EchoResponse = security['schemas']['EchoResponse']
