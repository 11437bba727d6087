// Generated from goldplan.openapi.yaml by npm run generate. Do not edit.
export interface paths {
    "/v3/goldplan/merchants/changegoldplanstatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 点金计划管理
         * @description Opens or closes the gold plan for a sub-merchant.
         */
        post: operations["changeGoldPlanStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/goldplan/merchants/changecustompagestatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 商家小票管理
         * @description Opens or closes the merchant receipt (商家小票) for a sub-merchant.
         */
        post: operations["changeCustomPageStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/goldplan/merchants/set-advertising-industry-filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 同业过滤标签管理
         * @description Sets the industries whose advertisements a sub-merchant does not show. Each call replaces the previous list.
         */
        post: operations["setAdvertisingIndustryFilter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/goldplan/merchants/open-advertising-show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * 开通广告展示
         * @description Opens the advertising show for a sub-merchant.
         */
        patch: operations["openAdvertisingShow"];
        trace?: never;
    };
    "/v3/goldplan/merchants/close-advertising-show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 关闭广告展示
         * @description Closes the advertising show for a sub-merchant.
         */
        post: operations["closeAdvertisingShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            /** @description The error code (错误码). A program should branch on the code, because one code has many messages. */
            code: string;
            /** @description Details about the error, when the gateway gives any. */
            detail?: {
                [key: string]: unknown;
            };
            /** @description A description of the error for people to read (错误描述). */
            message: string;
        };
        /** 请求报文主体 */
        ChangeGoldPlanStatusRequest: {
            /**
             * @description 特约商户号: The merchant ID of the sub-merchant.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
             */
            sub_mchid: components["schemas"]["SubMchid"];
            /**
             * @description 操作类型: Whether to open or to close.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
             */
            operation_type: components["schemas"]["OperationType"];
            /**
             * 支付场景
             * @description The payment scene to open or close; JSAPI by default.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
             * @default JSAPI
             * @enum {string}
             */
            operation_pay_scene?: "JSAPI_AND_MINIPROGRAM" | "JSAPI" | "MINIPROGRAM";
        };
        ChangeGoldPlanStatusResponse: {
            /**
             * @description 特约商户号: The merchant ID of the sub-merchant.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473796
             */
            sub_mchid: components["schemas"]["SubMchid"];
        };
        /** 请求报文主体 */
        ChangeCustomPageStatusRequest: {
            /**
             * @description 特约商户号: The merchant ID of the sub-merchant.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473788
             */
            sub_mchid: components["schemas"]["SubMchid"];
            /**
             * @description 操作类型: Whether to open or to close.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473788
             */
            operation_type: components["schemas"]["OperationType"];
        };
        ChangeCustomPageStatusResponse: {
            /**
             * @description 特约商户号: The merchant ID of the sub-merchant.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473788
             */
            sub_mchid: components["schemas"]["SubMchid"];
        };
        /** 请求报文主体 */
        SetAdvertisingIndustryFilterRequest: {
            /**
             * @description 特约商户号: The merchant ID of the sub-merchant.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473784
             */
            sub_mchid: components["schemas"]["SubMchid"];
            /**
             * 同业过滤标签值
             * @description One to three industries.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473784
             */
            advertising_industry_filters: components["schemas"]["IndustryType"][];
        };
        /** 请求报文主体 */
        OpenAdvertisingShowRequest: {
            /**
             * @description 特约商户号: The merchant ID of the sub-merchant.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473794
             */
            sub_mchid: components["schemas"]["SubMchid"];
            /**
             * 同业过滤标签值
             * @description At most three industries. Leave this field out to keep the current filters.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473794
             */
            advertising_industry_filters?: components["schemas"]["IndustryType"][];
        };
        /** 请求报文主体 */
        CloseAdvertisingShowRequest: {
            /**
             * @description 特约商户号: The merchant ID of the sub-merchant.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4012473781
             */
            sub_mchid: components["schemas"]["SubMchid"];
        };
        /**
         * 特约商户号
         * @description The merchant ID of the sub-merchant.
         */
        SubMchid: string;
        /**
         * 操作类型
         * @description Whether to open or to close.
         * @enum {string}
         */
        OperationType: "OPEN" | "CLOSE";
        /**
         * 同业过滤标签值
         * @description An industry. POTOGRAPHY, BUSSINESS and INDUSTY are WeChat Pay's own spelling.
         * @enum {string}
         */
        IndustryType: "E_COMMERCE" | "LOVE_MARRIAGE" | "POTOGRAPHY" | "EDUCATION" | "FINANCE" | "TOURISM" | "SKINCARE" | "FOOD" | "SPORT" | "JEWELRY_WATCH" | "HEALTHCARE" | "BUSSINESS" | "PARENTING" | "CATERING" | "RETAIL" | "SERVICES" | "LAW" | "ESTATE" | "TRANSPORTATION" | "ENERGY_SAVING" | "SECURITY" | "BUILDING_MATERIAL" | "COMMUNICATION" | "MERCHANDISE" | "ASSOCIATION" | "COMMUNITY" | "ONLINE_AVR" | "WE_MEDIA" | "CAR" | "SOFTWARE" | "GAME" | "CLOTHING" | "INDUSTY" | "AGRICULTURE" | "PUBLISHING_MEDIA" | "HOME_DIGITAL";
    };
    responses: {
        /** @description The request violates a rule of the interface or a business rule. The answer is HTML if the request is not valid HTTP. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": string;
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The credentials or the signature are not valid. This answer is never signed. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The caller does not have permission. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such path. The body is empty. */
        NoSuchPath: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The path does not support this method. The body is empty. */
        NoSuchMethod: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The gateway supports none of the languages that the request accepts. */
        NotAcceptable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The gateway's rate limit is exceeded. */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The gateway failed. */
        Failed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The service is down. */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The service is overloaded. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The gateway failed. The official pages list these errors in addition to the gateway's. */
        FailedAsBefore: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description The random string in the signed message (应答随机串). */
        "Wechatpay-Nonce": string;
        /** @description The serial number of the platform certificate (平台证书序列号), or the ID of the WeChat Pay public key, that verifies the signature. */
        "Wechatpay-Serial": string;
        /** @description The signature of the answer, in Base64 (应答签名). */
        "Wechatpay-Signature": string;
        /** @description The algorithm of the signature. */
        "Wechatpay-Signature-Type": string;
        /** @description When the answer was signed, in seconds since 1970 (应答时间戳). */
        "Wechatpay-Timestamp": string;
        /** @description The ID of the request (请求唯一标识), for WeChat Pay's support. */
        "Request-ID": string;
        /** @description The language of the message. */
        "Content-Language": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    changeGoldPlanStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeGoldPlanStatusRequest"];
            };
        };
        responses: {
            /** @description The status was changed, or already had this value. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeGoldPlanStatusResponse"];
                };
            };
            /** @description The request violates a rule of the interface or a business rule. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchPath"];
            405: components["responses"]["NoSuchMethod"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            /** @description The gateway failed. The official pages list these errors in addition to the gateway's. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeCustomPageStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCustomPageStatusRequest"];
            };
        };
        responses: {
            /** @description The status was changed, or already had this value. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeCustomPageStatusResponse"];
                };
            };
            /** @description The request violates a rule of the interface or a business rule. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchPath"];
            405: components["responses"]["NoSuchMethod"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Failed"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    setAdvertisingIndustryFilter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetAdvertisingIndustryFilterRequest"];
            };
        };
        responses: {
            /** @description The filters were set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request violates a rule of the interface or a business rule. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchPath"];
            405: components["responses"]["NoSuchMethod"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            /** @description The gateway failed. The official pages list these errors in addition to the gateway's. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    openAdvertisingShow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenAdvertisingShowRequest"];
            };
        };
        responses: {
            /** @description The advertising show is open. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request violates a rule of the interface or a business rule. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchPath"];
            405: components["responses"]["NoSuchMethod"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            /** @description The gateway failed. The official pages list these errors in addition to the gateway's. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
    closeAdvertisingShow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseAdvertisingShowRequest"];
            };
        };
        responses: {
            /** @description The advertising show is closed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request violates a rule of the interface or a business rule. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoSuchPath"];
            405: components["responses"]["NoSuchMethod"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            /** @description The gateway failed. The official pages list these errors in addition to the gateway's. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
        };
    };
}
export type ErrorExample = 'INVALID_REQUEST' | 'INVALID_REQUEST_MISSING_HEADER' | 'INVALID_REQUEST_CONTENT_TYPE' | 'INVALID_REQUEST_NOT_UTF8' | 'PARAM_ERROR' | 'PARAM_ERROR_ACCEPT_LANGUAGE' | 'PARAM_ERROR_UNKNOWN_FIELD' | 'PARAM_ERROR_MISSING' | 'PARAM_ERROR_MISSING_UNPARSED' | 'PARAM_ERROR_TYPE' | 'PARAM_ERROR_TYPE_ARRAY' | 'PARAM_ERROR_TYPE_OBJECT' | 'PARAM_ERROR_TYPE_INTEGER' | 'PARAM_ERROR_TYPE_INTEGER_32' | 'PARAM_ERROR_TOO_SHORT' | 'PARAM_ERROR_TOO_LONG' | 'PARAM_ERROR_TOO_LONG_BYTES' | 'PARAM_ERROR_PATTERN' | 'PARAM_ERROR_TOO_SMALL' | 'PARAM_ERROR_TOO_LARGE' | 'PARAM_ERROR_TOO_FEW_ITEMS' | 'PARAM_ERROR_TOO_MANY_ITEMS' | 'PARAM_ERROR_ENUM' | 'PARAM_ERROR_DOCUMENTED' | 'PARAM_ERROR_MCHID_MISMATCH' | 'SIGN_ERROR_AUTHORIZATION_FORMAT' | 'SIGN_ERROR_AUTHORIZATION_SCHEME' | 'SIGN_ERROR_AUTHORIZATION_SCHEME_NEWER' | 'SIGN_ERROR_TIMESTAMP' | 'SIGN_ERROR_CERTIFICATE_SERIAL' | 'SIGN_ERROR_SIGNATURE' | 'SIGN_ERROR_AUTHORIZATION_INVALID' | 'SIGN_ERROR_INFORMATION' | 'SIGN_ERROR_WRONG' | 'SIGN_ERROR_CHECK_AND_RETRY' | 'SIGN_ERROR_LEADS_TO_FAILURE' | 'SIGN_ERROR_SERIAL_ALONE' | 'SIGN_ERROR_APIV3_KEY_NOT_SET' | 'SIGN_ERROR_NO_CERTIFICATE' | 'SIGN_ERROR_CERTIFICATE_EXPIRED' | 'SIGN_ERROR_CERTIFICATE_REVOKED' | 'SIGN_ERROR_CERTIFICATE_REPLACED' | 'SIGN_ERROR_SERIAL_WITH_DETAIL' | 'SIGN_ERROR_INFORMATION_BLANK' | 'SIGN_ERROR_CHECK_SIGNATURE' | 'SIGN_ERROR_MESSAGE_FORMAT' | 'SIGN_ERROR_NO_CERTIFICATE_LONG' | 'SIGN_ERROR_DOCUMENTED' | 'NO_AUTH' | 'RATELIMIT_EXCEEDED' | 'FREQUENCY_LIMITED' | 'RATE_LIMITED' | 'SYSTEM_ERROR' | 'SYSTEM_ERROR_DOCUMENTED' | 'SERVICE_UNAVAILABLE_502' | 'SERVICE_UNAVAILABLE' | 'CALLER_NOT_SERVICE_PROVIDER' | 'CALLER_TYPE_NOT_ALLOWED' | 'SERVICE_PROVIDER_GOLDPLAN_CLOSED' | 'SERVICE_PROVIDER_GOLDPLAN_NOT_OPENED' | 'SERVICE_PROVIDER_PUNISHED' | 'MCH_NOT_EXISTS' | 'SUB_MERCHANT_NOT_OWNED' | 'SUB_MERCHANT_LOGIC_ERROR' | 'SUB_MERCHANT_RELATION_ERROR' | 'SUB_MERCHANT_PUNISHED' | 'SUB_MERCHANT_GOLDPLAN_CLOSED' | 'GOLDPLAN_REOPENED_WITHIN_24H' | 'GOLDPLAN_OPENED_BY_DEFAULT' | 'CUSTOM_PAGE_LINK_MISSING' | 'ADVERTISING_OPERATION_FAILED' | 'GOLDPLAN_FREQUENCY_LIMITED' | 'OPERATION_FAILED' | 'LEGACY_SYSTEM_ERROR' | 'LEGACY_OPERATION_FAILED' | 'LEGACY_SIGN_ERROR';
export type ErrorCode = 'INVALID_REQUEST' | 'PARAM_ERROR' | 'SIGN_ERROR' | 'NO_AUTH' | 'RATELIMIT_EXCEEDED' | 'FREQUENCY_LIMITED' | 'RATE_LIMITED' | 'SYSTEM_ERROR' | 'SERVICE_UNAVAILABLE' | 'MCH_NOT_EXISTS' | 'OPERATION_FAILED' | 'SYSTEM ERROR' | 'operation failed' | 'SIGN ERROR';
