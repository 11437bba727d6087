// Generated from the OpenAPI documents by npm run generate. Do not edit.
import type { AxiosPromise, AxiosRequestConfig } from 'axios'
import type {
  ChangeCustomPageStatusRequest,
  ChangeCustomPageStatusResponse,
  ChangeGoldPlanStatusRequest,
  ChangeGoldPlanStatusResponse,
  CloseAdvertisingShowRequest,
  EchoRequest,
  EchoResponse,
  ListCertificatesResponse,
  OpenAdvertisingShowRequest,
  SetAdvertisingIndustryFilterRequest,
} from '../contracts/messages.d.ts'

/**
 * A client: a tree of path segments. A segment with hyphens has two names: its name on the wire, and the same name in camel case. The last segment of
 * a path has a function for each HTTP method of the path. If the path has POST, the last segment itself can also be called.
 */
export interface Wechatpay {
  readonly v3: {
    /**
     * 获取平台证书列表: Returns the platform certificates, encrypted with the merchant's APIv3 key.
     *
     * @see https://wechatpay-api.gitbook.io/wechatpay-api-v3/jie-kou-wen-dang/ping-tai-zheng-shu
     */
    readonly certificates: ListCertificates
    readonly goldplan: {
      readonly merchants: {
        /**
         * 点金计划管理: Opens or closes the gold plan for a sub-merchant.
         *
         * @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
         */
        readonly changegoldplanstatus: ChangeGoldPlanStatus
        /**
         * 商家小票管理: Opens or closes the merchant receipt (商家小票) for a sub-merchant.
         *
         * @see https://pay.weixin.qq.com/doc/v3/partner/4012473788
         */
        readonly changecustompagestatus: ChangeCustomPageStatus
        /**
         * 同业过滤标签管理: Sets the industries whose advertisements a sub-merchant does not show. Each call replaces the previous list.
         *
         * @see https://pay.weixin.qq.com/doc/v3/partner/4012473784
         */
        readonly setAdvertisingIndustryFilter: SetAdvertisingIndustryFilter
        /**
         * 同业过滤标签管理: Sets the industries whose advertisements a sub-merchant does not show. Each call replaces the previous list.
         *
         * @see https://pay.weixin.qq.com/doc/v3/partner/4012473784
         */
        readonly 'set-advertising-industry-filter': SetAdvertisingIndustryFilter
        /**
         * 开通广告展示: Opens the advertising show for a sub-merchant.
         *
         * @see https://pay.weixin.qq.com/doc/v3/partner/4012473794
         */
        readonly openAdvertisingShow: OpenAdvertisingShow
        /**
         * 开通广告展示: Opens the advertising show for a sub-merchant.
         *
         * @see https://pay.weixin.qq.com/doc/v3/partner/4012473794
         */
        readonly 'open-advertising-show': OpenAdvertisingShow
        /**
         * 关闭广告展示: Closes the advertising show for a sub-merchant.
         *
         * @see https://pay.weixin.qq.com/doc/v3/partner/4012473781
         */
        readonly closeAdvertisingShow: CloseAdvertisingShow
        /**
         * 关闭广告展示: Closes the advertising show for a sub-merchant.
         *
         * @see https://pay.weixin.qq.com/doc/v3/partner/4012473781
         */
        readonly 'close-advertising-show': CloseAdvertisingShow
      }
    }
    readonly security: {
      /**
       * 签名验签与加解密测试: Returns both messages, the second one encrypted with the merchant's certificate. The key that Wechatpay-Serial names decrypts encrypted_echo_message and signs the answer. With notify_url, a notification with the same messages follows.
       *
       * @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
       */
      readonly echo: Echo
    }
  }
}

export interface ListCertificates {
  /**
   * 获取平台证书列表: Returns the platform certificates, encrypted with the merchant's APIv3 key.
   *
   * @see https://wechatpay-api.gitbook.io/wechatpay-api-v3/jie-kou-wen-dang/ping-tai-zheng-shu
   */
  get(config?: AxiosRequestConfig): AxiosPromise<ListCertificatesResponse>
}

export interface ChangeGoldPlanStatus {
  /**
   * 点金计划管理: Opens or closes the gold plan for a sub-merchant.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
   */
  (data: ChangeGoldPlanStatusRequest, config?: AxiosRequestConfig): AxiosPromise<ChangeGoldPlanStatusResponse>
  /**
   * 点金计划管理: Opens or closes the gold plan for a sub-merchant.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
   */
  post(data: ChangeGoldPlanStatusRequest, config?: AxiosRequestConfig): AxiosPromise<ChangeGoldPlanStatusResponse>
}

export interface ChangeCustomPageStatus {
  /**
   * 商家小票管理: Opens or closes the merchant receipt (商家小票) for a sub-merchant.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4012473788
   */
  (data: ChangeCustomPageStatusRequest, config?: AxiosRequestConfig): AxiosPromise<ChangeCustomPageStatusResponse>
  /**
   * 商家小票管理: Opens or closes the merchant receipt (商家小票) for a sub-merchant.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4012473788
   */
  post(data: ChangeCustomPageStatusRequest, config?: AxiosRequestConfig): AxiosPromise<ChangeCustomPageStatusResponse>
}

export interface SetAdvertisingIndustryFilter {
  /**
   * 同业过滤标签管理: Sets the industries whose advertisements a sub-merchant does not show. Each call replaces the previous list.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4012473784
   */
  (data: SetAdvertisingIndustryFilterRequest, config?: AxiosRequestConfig): AxiosPromise<undefined>
  /**
   * 同业过滤标签管理: Sets the industries whose advertisements a sub-merchant does not show. Each call replaces the previous list.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4012473784
   */
  post(data: SetAdvertisingIndustryFilterRequest, config?: AxiosRequestConfig): AxiosPromise<undefined>
}

export interface OpenAdvertisingShow {
  /**
   * 开通广告展示: Opens the advertising show for a sub-merchant.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4012473794
   */
  patch(data: OpenAdvertisingShowRequest, config?: AxiosRequestConfig): AxiosPromise<undefined>
}

export interface CloseAdvertisingShow {
  /**
   * 关闭广告展示: Closes the advertising show for a sub-merchant.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4012473781
   */
  (data: CloseAdvertisingShowRequest, config?: AxiosRequestConfig): AxiosPromise<undefined>
  /**
   * 关闭广告展示: Closes the advertising show for a sub-merchant.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4012473781
   */
  post(data: CloseAdvertisingShowRequest, config?: AxiosRequestConfig): AxiosPromise<undefined>
}

export interface Echo {
  /**
   * 签名验签与加解密测试: Returns both messages, the second one encrypted with the merchant's certificate. The key that Wechatpay-Serial names decrypts encrypted_echo_message and signs the answer. With notify_url, a notification with the same messages follows.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
   */
  (data: EchoRequest, config?: AxiosRequestConfig): AxiosPromise<EchoResponse>
  /**
   * 签名验签与加解密测试: Returns both messages, the second one encrypted with the merchant's certificate. The key that Wechatpay-Serial names decrypts encrypted_echo_message and signs the answer. With notify_url, a notification with the same messages follows.
   *
   * @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
   */
  post(data: EchoRequest, config?: AxiosRequestConfig): AxiosPromise<EchoResponse>
}

/** The operations of the client. */
export const OPERATIONS = [
  { method: 'get', path: '/v3/certificates' },
  { method: 'post', path: '/v3/goldplan/merchants/changegoldplanstatus' },
  { method: 'post', path: '/v3/goldplan/merchants/changecustompagestatus' },
  { method: 'post', path: '/v3/goldplan/merchants/set-advertising-industry-filter' },
  { method: 'patch', path: '/v3/goldplan/merchants/open-advertising-show' },
  { method: 'post', path: '/v3/goldplan/merchants/close-advertising-show' },
  { method: 'post', path: '/v3/security/echo' },
] as const
