// Generated from security.openapi.yaml by npm run generate. Do not edit.
export interface paths {
    "/v3/security/echo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 签名验签与加解密测试
         * @description Returns both messages, the second one encrypted with the merchant's certificate. The key that Wechatpay-Serial names decrypts encrypted_echo_message and signs the answer. With notify_url, a notification with the same messages follows.
         */
        post: operations["echo"];
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
        EchoRequest: {
            /**
             * 通知地址
             * @description The full URL, without a query, to which the notification is sent. Without this field, no notification is sent.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
             */
            notify_url?: string;
            /**
             * 回显信息
             * @description A text that the answer repeats.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
             */
            echo_message: string;
            /**
             * 加密回显信息
             * @description A text of up to 214 bytes, encrypted with the key that Wechatpay-Serial names (RSAES-OAEP with SHA-1) and encoded in base64.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
             */
            encrypted_echo_message?: string;
        };
        EchoResponse: {
            /**
             * @description The text of the request.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
             */
            echo_message: string;
            /**
             * @description The decrypted text of the request, encrypted with the certificate of the merchant. It is left out when the request has no encrypted text.
             *     @see https://pay.weixin.qq.com/doc/v3/partner/4015139289
             */
            encrypted_echo_message?: string;
        };
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
    echo: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The serial number of a platform certificate (平台证书序列号), or the ID of the WeChat Pay public key (微信支付公钥ID): the key that encrypts the field and signs the answer.
                 * @example PUB_KEY_ID_0000000000000000000000001900000100
                 */
                "Wechatpay-Serial": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EchoRequest"];
            };
        };
        responses: {
            /** @description The messages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EchoResponse"];
                };
            };
            /** @description The request violates a rule of the interface, or its encrypted field can't be decrypted. */
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
}
export type ErrorExample = 'INVALID_REQUEST' | 'INVALID_REQUEST_MISSING_HEADER' | 'INVALID_REQUEST_CONTENT_TYPE' | 'INVALID_REQUEST_NOT_UTF8' | 'PARAM_ERROR' | 'PARAM_ERROR_ACCEPT_LANGUAGE' | 'PARAM_ERROR_UNKNOWN_FIELD' | 'PARAM_ERROR_MISSING' | 'PARAM_ERROR_MISSING_UNPARSED' | 'PARAM_ERROR_TYPE' | 'PARAM_ERROR_TYPE_ARRAY' | 'PARAM_ERROR_TYPE_OBJECT' | 'PARAM_ERROR_TYPE_INTEGER' | 'PARAM_ERROR_TYPE_INTEGER_32' | 'PARAM_ERROR_TOO_SHORT' | 'PARAM_ERROR_TOO_LONG' | 'PARAM_ERROR_TOO_LONG_BYTES' | 'PARAM_ERROR_PATTERN' | 'PARAM_ERROR_TOO_SMALL' | 'PARAM_ERROR_TOO_LARGE' | 'PARAM_ERROR_TOO_FEW_ITEMS' | 'PARAM_ERROR_TOO_MANY_ITEMS' | 'PARAM_ERROR_ENUM' | 'PARAM_ERROR_DOCUMENTED' | 'PARAM_ERROR_MCHID_MISMATCH' | 'SIGN_ERROR_AUTHORIZATION_FORMAT' | 'SIGN_ERROR_AUTHORIZATION_SCHEME' | 'SIGN_ERROR_AUTHORIZATION_SCHEME_NEWER' | 'SIGN_ERROR_TIMESTAMP' | 'SIGN_ERROR_CERTIFICATE_SERIAL' | 'SIGN_ERROR_SIGNATURE' | 'SIGN_ERROR_AUTHORIZATION_INVALID' | 'SIGN_ERROR_INFORMATION' | 'SIGN_ERROR_WRONG' | 'SIGN_ERROR_CHECK_AND_RETRY' | 'SIGN_ERROR_LEADS_TO_FAILURE' | 'SIGN_ERROR_SERIAL_ALONE' | 'SIGN_ERROR_APIV3_KEY_NOT_SET' | 'SIGN_ERROR_NO_CERTIFICATE' | 'SIGN_ERROR_CERTIFICATE_EXPIRED' | 'SIGN_ERROR_CERTIFICATE_REVOKED' | 'SIGN_ERROR_CERTIFICATE_REPLACED' | 'SIGN_ERROR_SERIAL_WITH_DETAIL' | 'SIGN_ERROR_INFORMATION_BLANK' | 'SIGN_ERROR_CHECK_SIGNATURE' | 'SIGN_ERROR_MESSAGE_FORMAT' | 'SIGN_ERROR_NO_CERTIFICATE_LONG' | 'SIGN_ERROR_DOCUMENTED' | 'NO_AUTH' | 'RATELIMIT_EXCEEDED' | 'FREQUENCY_LIMITED' | 'RATE_LIMITED' | 'SYSTEM_ERROR' | 'SYSTEM_ERROR_DOCUMENTED' | 'SERVICE_UNAVAILABLE_502' | 'SERVICE_UNAVAILABLE' | 'PARAM_ERROR_PLATFORM_SERIAL_MISSING' | 'PARAM_ERROR_FIELD_NOT_ENCRYPTED' | 'PARAM_ERROR_PLATFORM_SERIAL' | 'PARAM_ERROR_FIELD_NOT_DECRYPTED' | 'PARAM_ERROR_FIELD_NOT_DECRYPTED_HK';
export type ErrorCode = 'INVALID_REQUEST' | 'PARAM_ERROR' | 'SIGN_ERROR' | 'NO_AUTH' | 'RATELIMIT_EXCEEDED' | 'FREQUENCY_LIMITED' | 'RATE_LIMITED' | 'SYSTEM_ERROR' | 'SERVICE_UNAVAILABLE';
