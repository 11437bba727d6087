// Generated from control.openapi.yaml by npm run generate. Do not edit.
export interface paths {
    "/__mock/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says that the server answers
         * @description Answers anyone; needs neither a signature nor a loopback address.
         */
        get: operations["readHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a client needs to call the server
         * @description Holds a private key; answers on loopback only.
         */
        get: operations["readCredentials"];
        put?: never;
        post?: never;
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
        Health: {
            /** @enum {string} */
            status: "ok";
        };
        Credentials: {
            /** @description Where to send the calls. */
            base_url: string;
            /** @description The service provider's merchant ID (服务商商户号). */
            mchid: string;
            /** @description The serial number of its API certificate, 40 upper-case hexadecimal digits. */
            serial_no: string;
            /** @description Its API private key, PKCS#8 in PEM. */
            private_key: string;
            /** @description Its API certificate in PEM. */
            certificate: string;
            /** @description Its APIv3 key, 32 characters. */
            apiv3_key: string;
            /** @description The platform certificates that answers may be signed with. */
            platform_certificates: components["schemas"]["PlatformCertificate"][];
            /** @description The WeChat Pay public key, for a merchant that has one. */
            platform_public_key: components["schemas"]["PlatformPublicKey"] | null;
            /** @description The sub-merchants (特约商户) of the service provider; the first is the normal one. */
            sub_mchids: string[];
            /** @description Sub-merchants whose calls end in one documented error each. */
            test_sub_merchants: components["schemas"]["TestSubMerchant"][];
        };
        PlatformCertificate: {
            /** @description 40 upper-case hexadecimal digits. */
            serial_no: string;
            /** @description X.509 in PEM. */
            certificate: string;
        };
        PlatformPublicKey: {
            /** @description PUB_KEY_ID_ and digits. */
            id: string;
            /** @description SPKI in PEM. */
            public_key: string;
        };
        TestSubMerchant: {
            sub_mchid: string;
            /** @description The operationId that answers with the error. */
            operation: string;
            /** @description The name of the error example in goldplan.openapi.yaml. */
            example: string;
        };
        Error: {
            code: string;
            message: string;
            /** @description What was seen and what is wanted. */
            detail?: {
                [key: string]: unknown;
            };
        };
    };
    responses: {
        /** @description The request has something that the operation does not take; the detail names it. */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request came from another machine or from a web page of another site. */
        Foreign: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The control API has no such path. */
        NoSuchPath: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The path exists, the method does not. */
        NoSuchMethod: {
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
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credentials of the merchant that the server was started with. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            /** @description The request came from another machine or from a web page of another site. */
            403: {
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
export type ErrorExample = never;
