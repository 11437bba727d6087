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
         * @description Answers anyone, without a token.
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
        /** What a client needs to call the server */
        get: operations["readCredentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a tenant
         * @description A service provider with a number and a certificate of its own; ready at once.
         */
        post: operations["createMerchant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /** Reads a tenant */
        get: operations["readMerchant"];
        put?: never;
        post?: never;
        /** Removes a tenant with all that it has */
        delete: operations["removeMerchant"];
        options?: never;
        head?: never;
        /** Changes what is true of a tenant */
        patch: operations["changeMerchant"];
        trace?: never;
    };
    "/__mock/merchants/{mchid}/sub_merchants": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /** Lists the sub-merchants of a tenant */
        get: operations["listSubMerchants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/sub_merchants/{sub_mchid}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The number of a sub-merchant (特约商户号). */
                sub_mchid: components["parameters"]["sub_mchid"];
            };
            cookie?: never;
        };
        /** Reads a sub-merchant */
        get: operations["readSubMerchant"];
        /**
         * Puts a sub-merchant in a state
         * @description What is left out is that of a new sub-merchant, whatever was there.
         */
        put: operations["putSubMerchant"];
        post?: never;
        /** Removes a sub-merchant */
        delete: operations["removeSubMerchant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /** The journal of a tenant */
        get: operations["listRequests"];
        put?: never;
        post?: never;
        /** Empties the journal of a tenant */
        delete: operations["clearRequests"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The requests for which no merchant could be found */
        get: operations["listUnclaimedRequests"];
        put?: never;
        post?: never;
        /** Empties the journal of such requests */
        delete: operations["clearUnclaimedRequests"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /** Lists the scripted results */
        get: operations["listFaults"];
        put?: never;
        /** Scripts a result */
        post: operations["addFault"];
        /** Removes the scripted results */
        delete: operations["clearFaults"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/clock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /** Reads the clock of a tenant */
        get: operations["readClock"];
        /**
         * Sets the clock of a tenant
         * @description What is given is done in the order reset, pin, advance, gateway_skew.
         */
        put: operations["changeClock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/platform": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /** Reads the keys of the platform for a tenant */
        get: operations["readPlatform"];
        /** Rotates the keys of the platform for a tenant */
        put: operations["changePlatform"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /** Reads a tenant's own certificate */
        get: operations["readCertificate"];
        /** Renews, revokes or expires a tenant's own certificate */
        put: operations["changeCertificate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /** Exports the state of a tenant */
        get: operations["readSnapshot"];
        /**
         * Restores the state of a tenant
         * @description Each part that is given replaces that part; all of them or none.
         */
        put: operations["restoreSnapshot"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a tenant back to how it was made */
        post: operations["resetMerchant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts the server back to how it was started */
        post: operations["resetAll"];
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
        /** @description 1 to 32 digits. */
        Number: string;
        /** @description A whole number and its unit, ms, s, m or h. */
        Duration: string;
        /** @description As 2026-01-31T08:30:00.000Z (RFC 3339). */
        Time: string;
        /** @description An operation by any of its names: its operationId, the last segment of its path, or method and path, as openAdvertisingShow, open-advertising-show or PATCH /v3/goldplan/merchants/open-advertising-show. */
        OperationName: string;
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
            /** @description The name of the error example in the OpenAPI documents. */
            example: string;
        };
        /**
         * @description 普通服务商, 渠道商 or 从业机构; an institution may not call.
         * @enum {string}
         */
        MerchantType: "service_provider" | "channel_partner" | "institution";
        /**
         * @description How it verifies answers: by the platform certificate; in transition, by the public key when its request names that key and by the certificate otherwise; or by the public key alone.
         * @enum {string}
         */
        Verification: "platform_certificate" | "transition" | "public_key";
        /** @description What a test can change of a merchant at any time. */
        MerchantConditions: {
            type?: components["schemas"]["MerchantType"];
            /** @description Whether it has opened the gold plan for itself. */
            gold_plan_open?: boolean;
            /** @description Whether it has configured the link of its merchant receipt (商家小票链接). */
            custom_page_link?: boolean;
            /** @description Whether WeChat Pay has punished it. */
            punished?: boolean;
        };
        /** @description A new merchant; a field that is left out takes its default. */
        MerchantChoice: {
            /** @default service_provider */
            type?: components["schemas"]["MerchantType"];
            /**
             * @description Whether it has opened the gold plan for itself.
             * @default true
             */
            gold_plan_open?: boolean;
            /**
             * @description Whether it has configured the link of its merchant receipt (商家小票链接).
             * @default true
             */
            custom_page_link?: boolean;
            /**
             * @description Whether WeChat Pay has punished it.
             * @default false
             */
            punished?: boolean;
            mchid?: components["schemas"]["Number"];
            /** @default transition */
            verification?: components["schemas"]["Verification"];
            /** @description Whether it gets a fresh RSA key of its own; it shares the shipped one by default. */
            own_key?: boolean;
            /**
             * @description Its sub-merchants (特约商户).
             * @default [
             *       "1900000109"
             *     ]
             */
            sub_mchids?: components["schemas"]["Number"][];
        };
        /** @description The credentials of a merchant, its conditions, and how it verifies answers. */
        Merchant: {
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
            type: components["schemas"]["MerchantType"];
            /** @description Whether it has opened the gold plan for itself. */
            gold_plan_open: boolean;
            /** @description Whether it has configured the link of its merchant receipt (商家小票链接). */
            custom_page_link: boolean;
            /** @description Whether WeChat Pay has punished it. */
            punished: boolean;
            verification: components["schemas"]["Verification"];
        };
        /** @enum {string} */
        Status: "OPEN" | "CLOSED";
        SceneStatus: {
            status: components["schemas"]["Status"];
            /** @description When it was last closed, in seconds since 1970, to the millisecond; null when it is open or never was. */
            closed_at?: number | null;
        };
        /** @description By payment scene (支付场景); a scene that is left out was never opened. */
        GoldPlan: {
            JSAPI?: components["schemas"]["SceneStatus"];
            MINIPROGRAM?: components["schemas"]["SceneStatus"];
        };
        SubMerchantChoice: {
            sub_mchid?: components["schemas"]["Number"];
            gold_plan?: components["schemas"]["GoldPlan"];
            custom_page?: components["schemas"]["Status"];
            advertising_show?: components["schemas"]["Status"];
            advertising_industry_filters?: components["schemas"]["IndustryType"][];
            punished?: boolean;
        };
        SubMerchant: {
            sub_mchid: components["schemas"]["Number"];
            custom_page: components["schemas"]["Status"];
            advertising_show: components["schemas"]["Status"];
            advertising_industry_filters: components["schemas"]["IndustryType"][];
            punished: boolean;
            gold_plan: {
                JSAPI: components["schemas"]["SceneRecord"];
                MINIPROGRAM: components["schemas"]["SceneRecord"];
            };
        };
        SceneRecord: {
            status: components["schemas"]["Status"];
            closed_at: number | null;
        };
        SubMerchants: {
            sub_merchants: components["schemas"]["SubMerchant"][];
        };
        JournalEntry: {
            /** @description Counts up over all merchants. */
            id: number;
            time: components["schemas"]["Time"];
            method: string;
            /** @description Path and query as received; at most 2,048 characters. */
            target: string;
            /** @description The operationId. */
            operation: string | null;
            /** @description By lower-case name, the values cut to 1,024 characters. Of Authorization the fields are shown and the signature is cut to its first 16 characters; Cookie and Proxy-Authorization are left out. */
            headers: {
                [key: string]: string;
            };
            /** @description As text, at most 4,096 bytes of it; null when it was not read. */
            body: string | null;
            /** @description The signature message (待签名串) that the server built; null when the credentials can't be read. Its body is cut as body is. */
            message: string | null;
            /** @description valid when the signature holds; else the error example that the check of the signature ended in, as SIGN_ERROR_TIMESTAMP; null when it was refused before that check. */
            verdict: string | null;
            /** @description What the server found of why the signature was refused; null when it was not refused. */
            diagnosis: components["schemas"]["Diagnosis"] | null;
            /** @description The status of the answer, sent or not. */
            status: number;
            /** @description What a scripted result did with the answer in the place of sending it, as reset; null when it was sent. */
            wire: string | null;
            /** @description The error code (错误码). */
            code: string | null;
            /** @description The error example of the OpenAPI documents that was answered. */
            example: string | null;
            /** @description What the request changed; null when nothing. */
            change: {
                before: components["schemas"]["SubMerchant"];
                after: components["schemas"]["SubMerchant"];
            } | null;
            /** @description The scripted results that it met, by their IDs. */
            faults: number[];
        };
        /** @description What a client did wrong when it signed a request, as far as its signature tells (签名诊断). */
        Diagnosis: {
            /** @description The fewest mistakes that explain the signature; together they do. Empty when none is known that does. */
            mistakes: components["schemas"]["Mistake"][];
            /** @description Other mistakes, by their IDs, that lead to the very same signature. */
            same_as: string[][];
            /** @description Whose key signed; null when it is none that the server knows. */
            key: components["schemas"]["SigningKey"] | null;
            /** @description The hash of the signature, as SHA-256; none when the message was signed as it is; null when that can't be told. */
            hash: string | null;
            /** @description The message (待签名串) that the client signed, at most 8,192 bytes of it; null when it could not be found. */
            signed: string | null;
            /** @description What is certain beside the mistakes; when none explains the signature, all that can be said. */
            certain: components["schemas"]["Finding"][];
        };
        Finding: {
            message: string;
            message_zh: string;
        };
        Mistake: {
            /** @description Stays what it is from version to version, as body-python-spacing. */
            id: string;
            /** @description What was done. */
            message: string;
            message_zh: string;
            /** @description What to do. */
            fix: string;
            fix_zh: string;
            /** @description Where others met it; a link. */
            source: string | null;
        };
        SigningKey: {
            /**
             * @description registered for the key of the certificate that the request names; same_merchant for that of another certificate of this merchant.
             * @enum {unknown}
             */
            owner: "registered" | "same_merchant" | "other_merchant" | "platform";
            /** @description The merchant that it is of; null for the platform. */
            mchid: string | null;
            /** @description The serial number of its certificate */
            serial_no: string;
        };
        Requests: {
            requests: components["schemas"]["JournalEntry"][];
        };
        /** @description One of example, status (with body), latency_ms, latency, wire, signature or limit (with per). It acts on valid calls alone. A latency is added to whatever else holds; of the others the first that matches acts. */
        FaultChoice: {
            operation?: components["schemas"]["OperationName"];
            sub_mchid?: components["schemas"]["Number"];
            /** @description How often it acts; 1 by default, without end beside limit. */
            times?: number;
            /** @description With which probability it acts on a call that it matches, in the place of times; 1 for always. */
            rate?: number;
            /** @description Chooses which calls a rate hits, and a latency's spread; the same seed, the same calls, also of two faults. 1 by default. */
            seed?: number;
            /** @description The error example of the OpenAPI documents to answer with; one that the operation documents. */
            example?: string;
            /** @description The status to answer with. */
            status?: number;
            /** @description What to answer with, as JSON of at most 65,536 characters; a string is sent as it is, as text/html. Nothing by default. */
            body?: unknown;
            /** @description How long the answer waits. */
            latency_ms?: number;
            /** @description How long the answer waits, spread as a lognormal. */
            latency?: {
                median_ms: number;
                sigma: number;
            };
            /**
             * @description reset cuts the connection with RST; close closes it before the answer; close_mid_body in the middle of it; silent never answers; garbage answers what is no HTTP.
             * @enum {string}
             */
            wire?: "reset" | "close" | "close_mid_body" | "silent" | "garbage";
            /**
             * @description probe begins the signature with WECHATPAY/SIGNTEST/; tampered changes one bit of it; other_body signs another body; expired is of ten minutes ago; unknown_serial names a certificate that nobody has; missing_headers leaves the Wechatpay headers out; wrong_charset writes and signs the answer in UTF-16.
             * @enum {string}
             */
            signature?: "probe" | "tampered" | "other_body" | "expired" | "unknown_serial" | "missing_headers" | "wrong_charset";
            /** @description How many calls are let through in each period. */
            limit?: number;
            per?: components["schemas"]["Period"];
            /**
             * @description Whether the call changes the state although the client never learns it; before or none. none by default. Beside example, status, wire and signature alone.
             * @enum {string}
             */
            apply?: "before" | "none";
        };
        /** @description A period; the first call opens it, and so many of the calls in it are let through. By the tenant's business time. */
        Period: string;
        Fault: {
            operation?: components["schemas"]["OperationName"];
            sub_mchid?: components["schemas"]["Number"];
            /** @description How often it acts; 1 by default, without end beside limit. */
            times?: number;
            /** @description With which probability it acts on a call that it matches, in the place of times; 1 for always. */
            rate?: number;
            /** @description Chooses which calls a rate hits, and a latency's spread; the same seed, the same calls, also of two faults. 1 by default. */
            seed?: number;
            /** @description The error example of the OpenAPI documents to answer with; one that the operation documents. */
            example?: string;
            /** @description The status to answer with. */
            status?: number;
            /** @description What to answer with, as JSON of at most 65,536 characters; a string is sent as it is, as text/html. Nothing by default. */
            body?: unknown;
            /** @description How long the answer waits. */
            latency_ms?: number;
            /** @description How long the answer waits, spread as a lognormal. */
            latency?: {
                median_ms: number;
                sigma: number;
            };
            /**
             * @description reset cuts the connection with RST; close closes it before the answer; close_mid_body in the middle of it; silent never answers; garbage answers what is no HTTP.
             * @enum {string}
             */
            wire?: "reset" | "close" | "close_mid_body" | "silent" | "garbage";
            /**
             * @description probe begins the signature with WECHATPAY/SIGNTEST/; tampered changes one bit of it; other_body signs another body; expired is of ten minutes ago; unknown_serial names a certificate that nobody has; missing_headers leaves the Wechatpay headers out; wrong_charset writes and signs the answer in UTF-16.
             * @enum {string}
             */
            signature?: "probe" | "tampered" | "other_body" | "expired" | "unknown_serial" | "missing_headers" | "wrong_charset";
            /** @description How many calls are let through in each period. */
            limit?: number;
            per?: components["schemas"]["Period"];
            /**
             * @description Whether the call changes the state although the client never learns it; before or none. none by default. Beside example, status, wire and signature alone.
             * @enum {string}
             */
            apply?: "before" | "none";
            id: number;
            /** @description How many calls it has matched. */
            seen: number;
            /** @description How many calls it has acted on. */
            hits: number;
            /** @description The period that a limit is in. */
            period?: {
                /** @description Milliseconds since 1970. */
                began: number;
                calls: number;
            };
        };
        Faults: {
            faults: components["schemas"]["Fault"][];
        };
        ClockChange: {
            /**
             * @description Back to the server's own clock.
             * @enum {boolean}
             */
            reset?: true;
            /** @description Stops both times at these seconds since 1970; until 2100. */
            pin?: number;
            advance?: components["schemas"]["Duration"];
            gateway_skew?: components["schemas"]["Duration"];
        };
        Clock: {
            /** @description The time of the rules of the gold plan */
            business_time: number;
            /** @description The time of timestamps */
            gateway_time: number;
            advance: components["schemas"]["Duration"];
            gateway_skew: components["schemas"]["Duration"];
            /** @description Where both times stand still */
            pin: number | null;
        };
        /** @description Of a hundred answers to requests that do not name the public key, how many it signs. The shares add up to 100. */
        Share: number;
        PlatformChange: {
            /** @description The platform certificates that exist for the tenant, the oldest first; of those that available lists. */
            certificates: {
                serial_no: string;
                share: components["schemas"]["Share"];
            }[];
            /** @description The WeChat Pay public key, which signs whatever a request that names its ID gets; null or left out for none. */
            public_key?: {
                share?: components["schemas"]["Share"];
            } | null;
        };
        Platform: {
            certificates: {
                serial_no: string;
                /** @description X.509 in PEM. */
                certificate: string;
                share: components["schemas"]["Share"];
            }[];
            public_key: {
                id: string;
                /** @description SPKI in PEM. */
                public_key: string;
                share: components["schemas"]["Share"];
            } | null;
            /** @description The serial numbers of the platform certificates that there are to choose from. */
            available: string[];
        };
        /**
         * @description The answer to a request that is signed with it; 401 with the documented message unless it is valid.
         * @enum {string}
         */
        CertificateStatus: "valid" | "expired" | "revoked" | "replaced";
        /** @description renew, or a status. */
        CertificateChange: {
            /**
             * @description A new certificate; the one before is replaced.
             * @enum {boolean}
             */
            renew?: true;
            /** @description Beside renew, whether it is for a fresh RSA key; for the same key by default. */
            own_key?: boolean;
            /** @enum {string} */
            status?: "valid" | "expired" | "revoked";
        };
        Certificate: {
            serial_no: string;
            /** @description X.509 in PEM. */
            certificate: string;
            /** @description PKCS#8 in PEM. */
            private_key: string;
            status: components["schemas"]["CertificateStatus"];
            /** @description The serial numbers of those before it, the oldest first. */
            replaced: string[];
        };
        SnapshotChoice: {
            merchant?: components["schemas"]["MerchantConditions"];
            sub_merchants?: components["schemas"]["SubMerchant"][];
            faults?: components["schemas"]["Fault"][];
            clock?: components["schemas"]["ClockChange"];
            platform?: components["schemas"]["PlatformChange"];
            /** @description Which of its certificates is the current one, and its status. */
            certificate?: {
                serial_no: string;
                /** @enum {string} */
                status: "valid" | "expired" | "revoked";
            };
        };
        Snapshot: {
            merchant: components["schemas"]["MerchantConditions"];
            sub_merchants: components["schemas"]["SubMerchant"][];
            faults: components["schemas"]["Fault"][];
            clock: components["schemas"]["ClockChange"];
            platform: components["schemas"]["PlatformChange"];
            /** @description Which of its certificates is the current one, and its status. */
            certificate: {
                serial_no: string;
                /** @enum {string} */
                status: "valid" | "expired" | "revoked";
            };
        };
        /** @enum {string} */
        IndustryType: "E_COMMERCE" | "LOVE_MARRIAGE" | "POTOGRAPHY" | "EDUCATION" | "FINANCE" | "TOURISM" | "SKINCARE" | "FOOD" | "SPORT" | "JEWELRY_WATCH" | "HEALTHCARE" | "BUSSINESS" | "PARENTING" | "CATERING" | "RETAIL" | "SERVICES" | "LAW" | "ESTATE" | "TRANSPORTATION" | "ENERGY_SAVING" | "SECURITY" | "BUILDING_MATERIAL" | "COMMUNICATION" | "MERCHANDISE" | "ASSOCIATION" | "COMMUNITY" | "ONLINE_AVR" | "WE_MEDIA" | "CAR" | "SOFTWARE" | "GAME" | "CLOTHING" | "INDUSTY" | "AGRICULTURE" | "PUBLISHING_MEDIA" | "HOME_DIGITAL";
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
        /** @description The request is not what the operation takes; the detail names what was seen and what is wanted. Nothing was changed. */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The token is not that of the server. */
        WrongToken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request came from another machine without a token, or from a web page of another site. */
        Foreign: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no merchant, or no sub-merchant, of this number. */
        NoSuchThing: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is one of this number already, there are too many, or it is that of the server itself. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /** @description The number of a merchant (服务商商户号). */
        mchid: components["schemas"]["Number"];
        /** @description The number of a sub-merchant (特约商户号). */
        sub_mchid: components["schemas"]["Number"];
        /** @description Only requests for this operation. */
        operation: components["schemas"]["OperationName"];
        /** @description Only requests answered with this status. */
        status: number;
        /** @description Only requests answered with this error code (错误码), as SIGN_ERROR. */
        code: string;
        /** @description Only requests received at this time or later, by the server's own clock. */
        since: components["schemas"]["Time"];
        /** @description At most so many, the newest; all by default. */
        limit: number;
    };
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
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
        };
    };
    createMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MerchantChoice"];
            };
        };
        responses: {
            /** @description The merchant, with all that a client needs to call as it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            409: components["responses"]["Conflict"];
        };
    };
    readMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The merchant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    removeMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone; its certificate is unknown from now on. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            409: components["responses"]["Conflict"];
        };
    };
    changeMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MerchantConditions"];
            };
        };
        responses: {
            /** @description The merchant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    listSubMerchants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its sub-merchants, in the order in which they came. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubMerchants"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    readSubMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The number of a sub-merchant (特约商户号). */
                sub_mchid: components["parameters"]["sub_mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubMerchant"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    putSubMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The number of a sub-merchant (特约商户号). */
                sub_mchid: components["parameters"]["sub_mchid"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SubMerchantChoice"];
            };
        };
        responses: {
            /** @description Its record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubMerchant"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    removeSubMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The number of a sub-merchant (特约商户号). */
                sub_mchid: components["parameters"]["sub_mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    listRequests: {
        parameters: {
            query?: {
                /** @description Only requests for this operation. */
                operation?: components["parameters"]["operation"];
                /** @description Only requests answered with this status. */
                status?: components["parameters"]["status"];
                /** @description Only requests answered with this error code (错误码), as SIGN_ERROR. */
                code?: components["parameters"]["code"];
                /** @description Only requests received at this time or later, by the server's own clock. */
                since?: components["parameters"]["since"];
                /** @description At most so many, the newest; all by default. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was received under its number, whichever step refused it; newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requests"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    clearRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    listUnclaimedRequests: {
        parameters: {
            query?: {
                /** @description Only requests for this operation. */
                operation?: components["parameters"]["operation"];
                /** @description Only requests answered with this status. */
                status?: components["parameters"]["status"];
                /** @description Only requests answered with this error code (错误码), as SIGN_ERROR. */
                code?: components["parameters"]["code"];
                /** @description Only requests received at this time or later, by the server's own clock. */
                since?: components["parameters"]["since"];
                /** @description At most so many, the newest; all by default. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was received without the number of a merchant; newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requests"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
        };
    };
    clearUnclaimedRequests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
        };
    };
    listFaults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The faults, in the order in which they act; those used up, too. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Faults"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    addFault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FaultChoice"];
            };
        };
        responses: {
            /** @description The fault. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            409: components["responses"]["Conflict"];
        };
    };
    clearFaults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There are none. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    readClock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What time it is for it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    changeClock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClockChange"];
            };
        };
        responses: {
            /** @description What time it is for it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    readPlatform: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys that may sign its answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Platform"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    changePlatform: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlatformChange"];
            };
        };
        responses: {
            /** @description The keys that may sign its answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Platform"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    readCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its certificate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    changeCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CertificateChange"];
            };
        };
        responses: {
            /** @description Its certificate. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    readSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of its state but keys and journal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    restoreSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnapshotChoice"];
            };
        };
        responses: {
            /** @description Its state. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    resetMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is as new; its journal and its faults are empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
        };
    };
    resetAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The merchants that it was started with are as new; all others are gone, those that a state file held, too. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
        };
    };
}
export type ErrorExample = never;
export type ErrorCode = never;
