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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** 请求报文主体 */
        ChangeGoldPlanStatusRequest: {
            /**
             * 特约商户号
             * @description The sub-merchant's number.
             */
            sub_mchid: string;
            /**
             * 操作类型
             * @description Whether to open or to close the gold plan.
             * @enum {string}
             */
            operation_type: "OPEN" | "CLOSE";
            /**
             * 支付场景
             * @description The payment scene to open or close. Absent means JSAPI.
             * @default JSAPI
             * @enum {string}
             */
            operation_pay_scene?: "JSAPI_AND_MINIPROGRAM" | "JSAPI" | "MINIPROGRAM";
        };
        ChangeGoldPlanStatusResponse: {
            /**
             * 特约商户号
             * @description The sub-merchant's number.
             */
            sub_mchid: string;
        };
        Error: {
            /** @description The error code (错误码). Branch on it; one code has many messages. */
            code: string;
            /** @description Where the fault is, when the gateway says so. */
            detail?: {
                [key: string]: unknown;
            };
            /** @description What a person reads (错误描述). */
            message: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
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
            /** @description The status was changed, or was so already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeGoldPlanStatusResponse"];
                };
            };
            /** @description The request breaks a rule of the interface or of the business. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The signature, or what it needs, does not hold. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No such path. The body is empty. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The path exists, the method does not. The body is empty. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The gateway failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
export type ErrorExample = 'INVALID_REQUEST' | 'INVALID_REQUEST_MISSING_HEADER' | 'INVALID_REQUEST_CONTENT_TYPE' | 'PARAM_ERROR' | 'PARAM_ERROR_ACCEPT_LANGUAGE' | 'PARAM_ERROR_UNKNOWN_FIELD' | 'PARAM_ERROR_MISSING' | 'PARAM_ERROR_TYPE' | 'PARAM_ERROR_TOO_SHORT' | 'PARAM_ERROR_TOO_LONG' | 'PARAM_ERROR_ENUM' | 'MCH_NOT_EXISTS' | 'GOLDPLAN_REOPENED_WITHIN_24H' | 'SIGN_ERROR_AUTHORIZATION_FORMAT' | 'SIGN_ERROR_AUTHORIZATION_SCHEME' | 'SIGN_ERROR_TIMESTAMP' | 'SIGN_ERROR_CERTIFICATE_SERIAL' | 'SIGN_ERROR_SIGNATURE' | 'SYSTEM_ERROR';
