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
         * Answers when the server is up
         * @description Needs no token, from any machine.
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
    "/__mock/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answers 200 when the server can answer calls, and 503 when it can't use its store, can't write its state file or is stopping
         * @description For load balancers and Kubernetes. Needs no token, from any machine.
         */
        get: operations["readReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads what the server has counted since its start, for Prometheus
         * @description The answer is text in the Prometheus exposition format 0.0.4.
         */
        get: operations["readMetrics"];
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
        /** Reads the credentials of the merchant that the server was started with */
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
        /**
         * Lists the merchants in the order in which they were created
         * @description Leaves out the keys. One answer has at most 1,000 merchants; to list the next ones, give the number of the last merchant as `after`.
         */
        get: operations["listMerchants"];
        put?: never;
        /**
         * Creates a merchant
         * @description The merchant has its own number and certificate, and a client can call as this merchant at once. The body may be left out.
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
        /** Reads a merchant */
        get: operations["readMerchant"];
        put?: never;
        post?: never;
        /**
         * Removes a merchant with everything it has
         * @description From then on, the certificate of the merchant is unknown. A merchant that the server was started with can be reset but not removed.
         */
        delete: operations["removeMerchant"];
        options?: never;
        head?: never;
        /**
         * Changes the conditions of a merchant
         * @description A field that is left out stays as it is.
         */
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
        /** Lists the sub-merchants in the order in which they were added */
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
         * @description Creates the sub-merchant if it does not exist. A field that is left out gets the value that a new sub-merchant has, not the value that it had before. The body may be left out.
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
        /**
         * Lists the requests that arrived for a merchant, the newest first
         * @description Includes requests that were refused at any step. Waits for diagnoses that are still running. Shows at most 4,096 bytes of each body; to see more, read a single request by its ID.
         */
        get: operations["listRequests"];
        put?: never;
        /**
         * Signs a request as the merchant and sends it to this server
         * @description Signs with the merchant's current key, at the merchant's gateway time. The server handles the request like one from another program, except that it does not carry out a scripted delay or a fault with `wire`, but only records it in the journal.
         */
        post: operations["sendRequest"];
        /** Empties the journal of a merchant */
        delete: operations["clearRequests"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The ID of a request. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        /**
         * Reads one request that arrived for a merchant, with everything about it
         * @description Shows at most 65,536 bytes of each body. Waits for the diagnosis if it is still running.
         */
        get: operations["readRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/authorization": {
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
        /**
         * Signs a request as the merchant, without sending it
         * @description For curl and other programs that can't sign. The signature is valid for five minutes of the merchant's gateway time.
         */
        post: operations["signRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the WeChat Pay operations that the server emulates, and every error that each of them can return */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Explains a pasted request, 401, answer or notification
         * @description Works like the command `explain`, with the keys of this server's 50 oldest merchants and the development keys. Reads no file and sends nothing. The body of this request may have at most 1,048,576 bytes, and the text 20 messages.
         */
        post: operations["explainPaste"];
        delete?: never;
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
        /** Lists the requests that name no known merchant, the newest first */
        get: operations["listUnclaimedRequests"];
        put?: never;
        post?: never;
        /** Empties the journal of requests that name no known merchant */
        delete: operations["clearUnclaimedRequests"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows all requests as they arrive
         * @description Sends server-sent events: first `open` with the ID of the latest request, then a `request` event for each request. If the diagnosis of a request is not complete yet, its event is sent again with the diagnosis. After a broken connection, a reader that sends `Last-Event-ID` gets the missed requests that the journal still has. The server ends the stream only when it stops or can't read its store. Above 2,500 requests a second, some are left out; gaps in the IDs show this.
         */
        get: operations["followRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of a request. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        /**
         * Reads one request that names no known merchant
         * @description Shows at most 65,536 bytes of each body. Waits for the diagnosis if it is still running.
         */
        get: operations["readUnclaimedRequest"];
        put?: never;
        post?: never;
        delete?: never;
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
        /**
         * Lists the faults in the order in which they act
         * @description Includes faults that are used up. The server removes those when a fault is added to a merchant that has 100.
         */
        get: operations["listFaults"];
        put?: never;
        /** Adds a fault: a scripted result */
        post: operations["addFault"];
        /** Removes all faults */
        delete: operations["clearFaults"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/faults/{fault_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The ID of a fault. */
                fault_id: components["parameters"]["fault_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes one fault */
        delete: operations["removeFault"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /**
         * Lists the notifications of a merchant, the newest first
         * @description Leaves out their resources and the bodies of the answers. The server keeps 1,000 for each merchant. It drops the oldest first, but never a pending one.
         */
        get: operations["listNotifications"];
        put?: never;
        /**
         * Sends a notification (回调通知) to a callback handler
         * @description Answers before the first attempt has ended. A notification that is not answered with 2xx within five seconds is sent again on WeChat Pay's schedule, by the merchant's business time.
         */
        post: operations["addNotification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/notifications/{notification_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The ID of a notification. */
                notification_id: components["parameters"]["notification_id"];
            };
            cookie?: never;
        };
        /** Reads a notification with its attempts */
        get: operations["readNotification"];
        put?: never;
        post?: never;
        /**
         * Cancels a notification
         * @description No further attempt begins. The notification can still be read. A notification that is not pending stays as it is.
         */
        delete: operations["cancelNotification"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/notifications/{notification_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The ID of a notification. */
                notification_id: components["parameters"]["notification_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a notification once more, whatever its state
         * @description Answers before this attempt has ended. If the attempt fails, the notification returns to its earlier state. The body may be left out. Refused for a notification that has had 50 attempts, or whose earlier attempt of this kind has not ended.
         */
        post: operations["resendNotification"];
        delete?: never;
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
        /** Reads the clock */
        get: operations["readClock"];
        /**
         * Sets the clock
         * @description Applies the fields in the order `reset`, `pin`, `advance`, `gateway_skew`. Before it answers, the server sends all notifications that became due, at most 16 of them in parallel.
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
        /** Reads the platform keys that sign the answers */
        get: operations["readPlatform"];
        /** Rotates the platform keys */
        put: operations["changePlatform"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/platform/migration": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
            };
            cookie?: never;
        };
        /**
         * Reads how far the move to the public key has progressed
         * @description Also shows which calls do not name the public key.
         */
        get: operations["readMigration"];
        put?: never;
        /**
         * Starts the move from the platform certificate to the public key (开始更换)
         * @description From then on, the public key signs some of the callbacks, and this share grows over seven days of business time. The server counts the calls by the key that they name. Refused while two certificates share the signing (灰度更换新平台证书).
         */
        post: operations["startMigration"];
        /**
         * Rolls the move back to the platform certificate
         * @description The certificate signs all callbacks and answers again, even the answers to requests that name the public key. The merchant then has no public key; `PUT …/platform` gives it one again.
         */
        delete: operations["rollBackMigration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__mock/merchants/{mchid}/platform/migration/finish": {
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
        /**
         * Finishes the move by revoking the platform certificate (作废平台证书)
         * @description Refused until `can_finish` of the migration is true. Once the certificate is revoked, only the public key signs, and there are no certificates to download.
         */
        post: operations["finishMigration"];
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
        /** Reads the merchant's own certificate */
        get: operations["readCertificate"];
        /** Renews, revokes or expires the merchant's own certificate */
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
        /** Exports the state of a merchant, except keys, journal and notifications */
        get: operations["readSnapshot"];
        /**
         * Restores the state of a merchant
         * @description Each part in the request replaces the current part, except that a field left out of `merchant` stays as it is. If one part is refused, nothing changes.
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
        /**
         * Resets a merchant to its state at creation
         * @description Also empties its journal, removes its notifications, and brings back the faults that it was created with.
         */
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
        /**
         * Resets the merchants that the server was started with, and removes all others
         * @description Also removes merchants that came only from a state file, and deletes the requests that name no known merchant.
         */
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
            /**
             * @description Always `ok`.
             * @enum {string}
             */
            status: "ok";
        };
        Readiness: {
            /**
             * @description Always `ready`.
             * @enum {string}
             */
            status: "ready";
        };
        /** @description 1 to 32 digits. */
        Number: string;
        /** @description A whole number and one unit: ms, s, m or h, such as 24h or 1439m, but not 23h59m. */
        Duration: string;
        /** @description A time in RFC 3339, such as 2026-01-31T08:30:00.000Z. */
        Time: string;
        /** @description Any name of an operation: `openAdvertisingShow`, `open-advertising-show` or `PATCH /v3/goldplan/merchants/open-advertising-show`. */
        OperationName: string;
        /** @description What a client needs to call as a merchant. */
        Credentials: {
            /** @description Where to send the calls. */
            base_url: string;
            /** @description The service provider's merchant number (服务商商户号). */
            mchid: string;
            /** @description The serial number of the merchant's API certificate, 40 upper-case hexadecimal digits. */
            serial_no: string;
            /** @description The merchant's API private key, PKCS#8 in PEM. */
            private_key: string;
            /** @description The merchant's API certificate in PEM. */
            certificate: string;
            /** @description The merchant's APIv3 key, 32 characters. */
            apiv3_key: string;
            /** @description The platform certificates that may sign answers. */
            platform_certificates: components["schemas"]["PlatformCertificate"][];
            /** @description The WeChat Pay public key; `null` for a merchant that has none. */
            platform_public_key: components["schemas"]["PlatformPublicKey"] | null;
            /** @description The sub-merchants (特约商户) that the service provider was created with; use the first for ordinary calls. */
            sub_mchids: string[];
            /** @description The test sub-merchants. The list has an item for each operation that fails for a sub-merchant. */
            test_sub_merchants: components["schemas"]["TestSubMerchant"][];
            /** @description The ways to reach the server other than plain HTTP; `null` when the server was started with neither `--proxy` nor `--tls`. */
            doors: components["schemas"]["Doors"] | null;
        };
        /** @description The ways to reach the server other than plain HTTP. */
        Doors: {
            /** @description The HTTP proxy. It sends calls that are meant for WeChat Pay's hosts to this server instead. `null` without `--proxy`. */
            proxy_url: string | null;
            /** @description The port for TLS. */
            tls_port: number;
            /** @description The port of the SOCKS5 proxy; `null` without `--proxy`. */
            socks_port: number | null;
            /** @description The certificate of the local CA that clients have to trust, in PEM. */
            ca_certificate: string;
        };
        /** @description A platform certificate (平台证书). */
        PlatformCertificate: {
            /** @description The serial number of the certificate, 40 upper-case hexadecimal digits. */
            serial_no: string;
            /** @description X.509 in PEM. */
            certificate: string;
        };
        /** @description The WeChat Pay public key (微信支付公钥). */
        PlatformPublicKey: {
            /** @description The ID of the public key: `PUB_KEY_ID_` and digits. */
            id: string;
            /** @description SPKI in PEM. */
            public_key: string;
        };
        /** @description A test sub-merchant, and an operation whose calls for it end in an error. */
        TestSubMerchant: {
            /** @description The number of the sub-merchant. */
            sub_mchid: string;
            /** @description The operation that answers with the error, by its operationId. */
            operation: string;
            /** @description The name of the error example in the OpenAPI documents. */
            example: string;
        };
        /**
         * @description The type of the service provider: ordinary (普通服务商), channel partner (渠道商) or institution (从业机构). An institution can't call the operations of the gold plan.
         * @enum {string}
         */
        MerchantType: "service_provider" | "channel_partner" | "institution";
        /**
         * @description How the merchant verifies answers. `platform_certificate`: always with the certificate. `transition`: with the public key if the request names that key, otherwise with the certificate, unless the public key has a share of the answers. `public_key`: always with the public key, because it has no certificate. `expired_certificate`: always with the public key, because its certificate has expired.
         * @enum {string}
         */
        Verification: "platform_certificate" | "transition" | "public_key" | "expired_certificate";
        /** @description What a test can change about a merchant at any time. */
        MerchantConditions: {
            type?: components["schemas"]["MerchantType"];
            /** @description Whether the merchant has opened the gold plan for itself. */
            gold_plan_open?: boolean;
            /** @description Whether the merchant has configured the link of its merchant receipt (商家小票链接). */
            custom_page_link?: boolean;
            /** @description Whether WeChat Pay has punished the merchant. */
            punished?: boolean;
            /** @description Whether the merchant opens the gold plan for all its sub-merchants that have JSAPI payments (默认开通点金计划). If so, the gold plan in the JSAPI scene can't be closed for a single one of them. */
            opens_by_default?: boolean;
            /** @description Whether the serial numbers of the merchant's certificates must be in upper case, as WeChat Pay documents. If not, a server without `--strict` accepts lower case with a warning. */
            strict?: boolean;
        };
        /** @description A new merchant. Every field may be left out. */
        MerchantChoice: {
            /** @default service_provider */
            type?: components["schemas"]["MerchantType"];
            /**
             * @description Whether the merchant has opened the gold plan for itself.
             * @default true
             */
            gold_plan_open?: boolean;
            /**
             * @description Whether the merchant has configured the link of its merchant receipt (商家小票链接).
             * @default true
             */
            custom_page_link?: boolean;
            /**
             * @description Whether WeChat Pay has punished the merchant.
             * @default false
             */
            punished?: boolean;
            /**
             * @description Whether the merchant opens the gold plan for all its sub-merchants that have JSAPI payments (默认开通点金计划). If so, the gold plan in the JSAPI scene can't be closed for a single one of them.
             * @default false
             */
            opens_by_default?: boolean;
            /**
             * @description Whether the serial numbers of the merchant's certificates must be in upper case, as WeChat Pay documents. If not, a server without `--strict` accepts lower case with a warning.
             * @default false
             */
            strict?: boolean;
            /** @description The number of the merchant; a free number by default. */
            mchid?: components["schemas"]["Number"];
            /** @default transition */
            verification?: components["schemas"]["Verification"];
            /**
             * @description Whether the merchant gets a new RSA key of its own. If not, it shares the development key with other merchants.
             * @default false
             */
            own_key?: boolean;
            /**
             * @description The sub-merchants of the merchant (特约商户).
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
            /** @description The service provider's merchant number (服务商商户号). */
            mchid: string;
            /** @description The serial number of the merchant's API certificate, 40 upper-case hexadecimal digits. */
            serial_no: string;
            /** @description The merchant's API private key, PKCS#8 in PEM. */
            private_key: string;
            /** @description The merchant's API certificate in PEM. */
            certificate: string;
            /** @description The merchant's APIv3 key, 32 characters. */
            apiv3_key: string;
            /** @description The platform certificates that may sign answers. */
            platform_certificates: components["schemas"]["PlatformCertificate"][];
            /** @description The WeChat Pay public key; `null` for a merchant that has none. */
            platform_public_key: components["schemas"]["PlatformPublicKey"] | null;
            /** @description The sub-merchants (特约商户) that the service provider was created with; use the first for ordinary calls. */
            sub_mchids: string[];
            /** @description The test sub-merchants. The list has an item for each operation that fails for a sub-merchant. */
            test_sub_merchants: components["schemas"]["TestSubMerchant"][];
            /** @description The ways to reach the server other than plain HTTP; `null` when the server was started with neither `--proxy` nor `--tls`. */
            doors: components["schemas"]["Doors"] | null;
            type: components["schemas"]["MerchantType"];
            /** @description Whether the merchant has opened the gold plan for itself. */
            gold_plan_open: boolean;
            /** @description Whether the merchant has configured the link of its merchant receipt (商家小票链接). */
            custom_page_link: boolean;
            /** @description Whether WeChat Pay has punished the merchant. */
            punished: boolean;
            /** @description Whether the merchant opens the gold plan for all its sub-merchants that have JSAPI payments (默认开通点金计划). If so, the gold plan in the JSAPI scene can't be closed for a single one of them. */
            opens_by_default: boolean;
            /** @description Whether the serial numbers of the merchant's certificates must be in upper case, as WeChat Pay documents. If not, a server without `--strict` accepts lower case with a warning. */
            strict: boolean;
            verification: components["schemas"]["Verification"];
            /** @description Whether the server was started with this merchant, which then can't be removed. */
            permanent: boolean;
        };
        /** @description Some of the merchants, and how many there are. */
        Merchants: {
            /** @description The merchants, the oldest first. */
            merchants: components["schemas"]["ListedMerchant"][];
            /** @description How many merchants there are. */
            total: number;
        };
        /** @description A merchant in a list. */
        ListedMerchant: {
            /** @description The service provider's merchant number (服务商商户号). */
            mchid: string;
            /** @description The serial number of the merchant's API certificate, 40 upper-case hexadecimal digits. */
            serial_no: string;
            type: components["schemas"]["MerchantType"];
            verification: components["schemas"]["Verification"];
            /** @description Whether the server was started with this merchant, which then can't be removed. */
            permanent: boolean;
        };
        /** @enum {string} */
        Status: "OPEN" | "CLOSED";
        /** @description The gold plan in one payment scene. */
        SceneStatus: {
            /** @description Whether the gold plan is open. */
            status: components["schemas"]["Status"];
            /** @description When the gold plan was last closed, in seconds since 1970 with milliseconds as decimals; `null` when it is open or was never closed. */
            closed_at?: number | null;
        };
        /** @description The gold plan by payment scene (支付场景). A scene that is left out was never opened. */
        GoldPlan: {
            /** @description The JSAPI scene. */
            JSAPI?: components["schemas"]["SceneStatus"];
            /** @description The mini program scene. */
            MINIPROGRAM?: components["schemas"]["SceneStatus"];
        };
        /** @description A new sub-merchant: everything is closed except what a field sets. */
        SubMerchantChoice: {
            /** @description The number of the sub-merchant; by default the number in the path. */
            sub_mchid?: components["schemas"]["Number"];
            /** @description The gold plan by payment scene. If it is left out, no scene was ever opened. */
            gold_plan?: components["schemas"]["GoldPlan"];
            /**
             * @description The merchant receipt (商家小票).
             * @default CLOSED
             */
            custom_page?: components["schemas"]["Status"];
            /**
             * @description The advertising show (广告展示).
             * @default CLOSED
             */
            advertising_show?: components["schemas"]["Status"];
            /**
             * @description The industries whose advertisements the sub-merchant does not show.
             * @default []
             */
            advertising_industry_filters?: components["schemas"]["IndustryType"][];
            /**
             * @description Whether the service provider has configured a merchant receipt link for this sub-merchant only (特约商户商家小票链接).
             * @default false
             */
            custom_page_link?: boolean;
            /**
             * @description Whether the sub-merchant has had JSAPI payments. If so, its gold plan opens in the JSAPI scene when its service provider has `opens_by_default`.
             * @default false
             */
            jsapi_payments?: boolean;
            /**
             * @description Whether WeChat Pay has punished the sub-merchant.
             * @default false
             */
            punished?: boolean;
        };
        /** @description A sub-merchant (特约商户). No field is left out. */
        SubMerchant: {
            /** @description The number of the sub-merchant; by default the number in the path. */
            sub_mchid: components["schemas"]["Number"];
            /**
             * @description The merchant receipt (商家小票).
             * @default CLOSED
             */
            custom_page: components["schemas"]["Status"];
            /**
             * @description The advertising show (广告展示).
             * @default CLOSED
             */
            advertising_show: components["schemas"]["Status"];
            /**
             * @description The industries whose advertisements the sub-merchant does not show.
             * @default []
             */
            advertising_industry_filters: components["schemas"]["IndustryType"][];
            /**
             * @description Whether the service provider has configured a merchant receipt link for this sub-merchant only (特约商户商家小票链接).
             * @default false
             */
            custom_page_link: boolean;
            /**
             * @description Whether the sub-merchant has had JSAPI payments. If so, its gold plan opens in the JSAPI scene when its service provider has `opens_by_default`.
             * @default false
             */
            jsapi_payments: boolean;
            /**
             * @description Whether WeChat Pay has punished the sub-merchant.
             * @default false
             */
            punished: boolean;
            /** @description The gold plan by payment scene. */
            gold_plan: {
                /** @description The JSAPI scene. */
                JSAPI: components["schemas"]["SceneRecord"];
                /** @description The mini program scene. */
                MINIPROGRAM: components["schemas"]["SceneRecord"];
            };
        };
        /** @description The gold plan in one payment scene, with both fields. */
        SceneRecord: {
            /** @description Whether the gold plan is open. */
            status: components["schemas"]["Status"];
            /** @description When the gold plan was last closed, in seconds since 1970 with milliseconds as decimals; `null` when it is open or was never closed. */
            closed_at: number | null;
        };
        SubMerchants: {
            /** @description The sub-merchants. */
            sub_merchants: components["schemas"]["SubMerchant"][];
        };
        /** @description A request to sign. */
        RequestChoice: {
            /** @description The HTTP method. */
            method: string;
            /** @description Path and query. */
            target: string;
            /** @description The body; empty by default. */
            body?: string;
            /** @description More headers, such as `Wechatpay-Serial`. The server writes `Authorization`, `Host` and `Content-Length` itself. */
            headers?: {
                [key: string]: string;
            };
        };
        /** @description The signature of a request. */
        Authorization: {
            /** @description The value of the header `Authorization`. */
            authorization: string;
            /** @description The message (待签名串) that was signed. */
            message: string;
        };
        Operations: {
            /** @description The operations, in the order of the OpenAPI documents. */
            operations: components["schemas"]["ListedOperation"][];
        };
        /** @description An operation of WeChat Pay. */
        ListedOperation: {
            /** @description The operationId. */
            operation: string;
            /** @description The HTTP method. */
            method: string;
            /** @description The path. */
            path: string;
            /** @description The errors that the operation can answer with. */
            examples: components["schemas"]["ListedExample"][];
        };
        /** @description An error of the OpenAPI documents. */
        ListedExample: {
            /** @description The name of the error, as a fault gives it. */
            example: string;
            /** @description The status of the answer. */
            status: number;
            /** @description The error code (错误码). */
            code: string;
            /** @description The error message (错误描述), with default values for the parts that depend on the request. */
            message: string;
            /** @description The test sub-merchant whose calls end in this error; `null` when there is none. */
            sub_mchid: string | null;
        };
        /** @description What to explain. */
        ExplainChoice: {
            /** @description A request in any form that the command `explain` reads (curl, HAR, raw HTTP), the body of a 401, an answer, or a notification. */
            text: string;
            /**
             * @description The kind of the text; by default, the server recognises it.
             * @enum {string}
             */
            kind?: "request" | "refusal" | "response" | "callback";
            /** @description The certificate or public key of the merchant that signed a request, in PEM. */
            key?: string;
            /** @description The message (待签名串) that the client signed; only with a 401. */
            message?: string;
        };
        /** @description The verdict on the pasted text. */
        Explanation: {
            /**
             * @description The kind that the request gave, or that the server recognised.
             * @enum {string}
             */
            kind: "request" | "refusal" | "response" | "callback";
            /** @description The output of `explain --json` for each message. */
            results: {
                [key: string]: unknown;
            }[];
        };
        /** @description A request and its answer. */
        JournalEntry: {
            /** @description The ID. All merchants share one count, so IDs are unique across merchants. */
            id: number;
            /** @description When the request arrived, by the server's own clock. */
            time: components["schemas"]["Time"];
            /** @description The merchant that the request claims to come from; `null` when the request names none. */
            mchid: string | null;
            /** @description The HTTP method. */
            method: string;
            /** @description Path and query as received, at most 2,048 characters. */
            target: string;
            /** @description The operationId; `null` when no operation matches. */
            operation: string | null;
            /** @description The headers by lower-case name; each value has at most 1,024 characters. `Authorization` shows its fields and the first 16 characters of the signature, or only its scheme if that is not WeChat Pay's; `Cookie` and `Proxy-Authorization` are left out. */
            headers: {
                [key: string]: string;
            };
            /** @description The body as text, at most 65,536 bytes (4,096 in a list); `null` when it was not read. */
            body: string | null;
            /** @description The signature message (待签名串) that the server built, with its body cut to the same length as `body`; `null` when the credentials cannot be read. */
            message: string | null;
            /** @description `valid` when the signature is valid; otherwise the error example with which the signature check failed, such as `SIGN_ERROR_TIMESTAMP`; `null` when the request was refused before that check. */
            verdict: string | null;
            /** @description Why the signature was refused, why an encrypted field can't be decrypted, what is wrong in the headers or the body, which method the path of a 405 takes, or how the path differs from the path of an operation, usually because of a wrong base URL; otherwise `null`. */
            diagnosis: components["schemas"]["Diagnosis"] | null;
            /** @description The status of the answer as it was before a fault with `wire` changed it or kept it back. */
            status: number;
            /** @description The `wire` of the fault that acted on the request, such as `reset`; `null` when the answer was sent in the usual way. */
            wire: string | null;
            /** @description The error code (错误码); `null` when the answer has none. */
            code: string | null;
            /** @description The error example of the OpenAPI documents that the server answered with; `null` when the answer was not an error example. */
            example: string | null;
            /** @description What the answer says about an error; `null` when the answer has no error code or no message. */
            error: {
                /** @description The wrong field, such as `/body/sub_mchid`; `null` when no field is to blame. */
                field: string | null;
                /** @description The values that the wrong field may have; left out when there is no list of them. */
                allowed?: string[];
                /** @description The error message (错误描述). */
                message: string;
            } | null;
            /** @description What the request changed: the sub-merchant `before` and `after`; `null` when it changed nothing. */
            change: {
                before: components["schemas"]["SubMerchant"];
                after: components["schemas"]["SubMerchant"];
            } | null;
            /** @description The IDs of the faults that acted on the request. */
            faults: number[];
            /** @description The key that signed the answer, even if a fault took the signature away; `null` for any other answer without a signature. */
            signer: components["schemas"]["AnswerSigner"] | null;
            /** @description How long a fault delayed the answer, in milliseconds; left out when there was no delay. */
            delay_ms?: number;
            /** @description What the server accepted in the request although WeChat Pay may refuse it; left out when there is nothing. */
            warnings?: string[];
            /** @description The `Request-ID` of the answer; `null` when it has none. */
            request_id: string | null;
            /** @description The answer as it was before a fault with `wire` changed it or kept it back. */
            answer: {
                /** @description The headers by lower-case name, without the headers of the connection. */
                headers: {
                    [key: string]: string;
                };
                /** @description The body as text, at most 65,536 bytes (4,096 in a list). */
                body: string;
            };
        };
        /** @description A request in the stream of events; use its ID to read everything about it. */
        RequestEvent: {
            /** @description The ID. All merchants share one count, so IDs are unique across merchants. */
            id: number;
            /** @description When the request arrived, by the server's own clock. */
            time: components["schemas"]["Time"];
            /** @description The merchant whose journal contains the request; `null` when the request names no known merchant. */
            merchant: string | null;
            /** @description The merchant that the request claims to come from; `null` when the request names none. */
            mchid: string | null;
            /** @description The HTTP method. */
            method: string;
            /** @description Path and query as received, at most 2,048 characters. */
            target: string;
            /** @description The operationId; `null` when no operation matches. */
            operation: string | null;
            /** @description `valid` when the signature is valid; otherwise the error example with which the signature check failed, such as `SIGN_ERROR_TIMESTAMP`; `null` when the request was refused before that check. */
            verdict: string | null;
            /** @description What the diagnosis found; `null` when there is no diagnosis, or none yet. */
            mistakes: {
                /** @description The name of the mistake. */
                id: string;
                /** @description What is wrong, in English. */
                message: string;
                /** @description What is wrong, in Chinese. */
                message_zh: string;
            }[] | null;
            /** @description The status of the answer as it was before a fault with `wire` changed it or kept it back. */
            status: number;
            /** @description The `wire` of the fault that acted on the request, such as `reset`; `null` when the answer was sent in the usual way. */
            wire: string | null;
            /** @description The error code (错误码); `null` when the answer has none. */
            code: string | null;
            /** @description The error example of the OpenAPI documents that the server answered with; `null` when the answer was not an error example. */
            example: string | null;
            /** @description What the answer says about an error; `null` when the answer has no error code or no message. */
            error: {
                /** @description The wrong field, such as `/body/sub_mchid`; `null` when no field is to blame. */
                field: string | null;
                /** @description The values that the wrong field may have; left out when there is no list of them. */
                allowed?: string[];
                /** @description The error message (错误描述). */
                message: string;
            } | null;
            /** @description The IDs of the faults that acted on the request. */
            faults: number[];
            /** @description The key that signed the answer, even if a fault took the signature away; `null` for any other answer without a signature. */
            signer: components["schemas"]["AnswerSigner"] | null;
            /** @description The `Request-ID` of the answer; `null` when it has none. */
            request_id: string | null;
        };
        /** @description The key that signed an answer, and the reason. It is a key of the platform unless a fault chose the merchant's own. */
        AnswerSigner: {
            /**
             * @description A platform certificate, the WeChat Pay public key, or, with the fault `own_certificate`, the merchant's own certificate.
             * @enum {string}
             */
            kind: "certificate" | "public_key" | "merchant_certificate";
            /** @description The serial number of the certificate, or the ID of the public key. */
            serial_no: string;
            /** @description Why this key signed and what a fault changed, in English. */
            reason: string;
            /** @description Why this key signed and what a fault changed, in Chinese. */
            reason_zh: string;
        };
        /** @description What a client did wrong with the signature, an encrypted field, the headers, the body, the path or the method, as far as the request shows (签名诊断). Unless the diagnosis is of a signature, only `mistakes` and `certain` have content. */
        Diagnosis: {
            /** @description The fewest mistakes that together explain the signature; empty when no known mistakes do. */
            mistakes: components["schemas"]["Mistake"][];
            /** @description Other sets of mistakes, by their IDs, that lead to the same signature. */
            same_as: string[][];
            /** @description The key that signed; `null` when the server does not know it. */
            key: components["schemas"]["SigningKey"] | null;
            /** @description The hash function of the signature, such as `SHA-256`; `none` when the message was signed without being hashed; `null` when the function is unknown. */
            hash: string | null;
            /** @description The first 8,192 bytes of the message (待签名串) that the client signed; `null` when it could not be found. */
            signed: string | null;
            /** @description What is certain in addition to the mistakes. When no mistake explains the signature, this is all that can be said. */
            certain: components["schemas"]["Finding"][];
        };
        /** @description Something that is certain about a signature or an encrypted field. */
        Finding: {
            /** @description The finding, in English. */
            message: string;
            /** @description The finding, in Chinese. */
            message_zh: string;
        };
        /** @description A mistake in the signature, an encrypted field, the headers or the path. */
        Mistake: {
            /** @description The ID of the mistake, such as `body-python-spacing`. It does not change between versions. */
            id: string;
            /** @description What the client did, in English. */
            message: string;
            /** @description What the client did, in Chinese. */
            message_zh: string;
            /** @description What to do about the mistake, in English. */
            fix: string;
            /** @description What to do about the mistake, in Chinese. */
            fix_zh: string;
            /** @description A link to a page about this mistake; `null` when there is none. */
            source: string | null;
        };
        /** @description The key that signed a request. */
        SigningKey: {
            /**
             * @description Where the key belongs. `registered`: to the certificate that the request names. `same_merchant`: to another certificate of this merchant. `other_merchant`: to another merchant. `platform`: to the platform.
             * @enum {unknown}
             */
            owner: "registered" | "same_merchant" | "other_merchant" | "platform";
            /** @description The merchant that owns the key; `null` for the platform. */
            mchid: string | null;
            /** @description The serial number of the key's certificate, or the ID of the WeChat Pay public key. */
            serial_no: string;
        };
        Requests: {
            /** @description The requests. */
            requests: components["schemas"]["JournalEntry"][];
        };
        /** @description A scripted result. It has one of `example`, `status` (with `body` and `location`), `latency_ms`, `latency`, `wire`, `signature`, `certificates` or `limit` (with `per`, and optionally `example`). */
        FaultChoice: {
            /** @description Acts only on calls of this operation; on all by default. */
            operation?: components["schemas"]["OperationName"];
            /** @description Acts only on calls for this sub-merchant; on all by default. */
            sub_mchid?: components["schemas"]["Number"];
            /** @description How many times the fault acts. By default, it acts once, or any number of times if it has `rate` or `limit`. */
            times?: number;
            /** @description The probability that the fault acts on a matching call; 1 means every call. Can't be combined with `times`. */
            rate?: number;
            /**
             * @description Chooses which calls a `rate` hits and how a `latency` spreads: the same seed gives the same result, even in another fault. Only with `rate` or `latency`.
             * @default 1
             */
            seed?: number;
            /** @description Answers with this error example of the OpenAPI documents. The operation must document it; without `operation`, the fault acts only on operations that document it. */
            example?: string;
            /** @description Answers with this status. */
            status?: number;
            /** @description The body to send with `status`, at most 65,536 characters as JSON; empty by default. A string is sent unchanged as `text/html`. With an error status, such a string stands for a page of nginx, so the answer is not signed. */
            body?: unknown;
            /** @description The header Location to send with `status`, for a redirect. */
            location?: string;
            /** @description Delays the answer by this many milliseconds. */
            latency_ms?: number;
            /** @description Delays the answer by a time from a lognormal distribution. */
            latency?: {
                /** @description The median of the delay in milliseconds. */
                median_ms: number;
                /** @description How widely the delay spreads: the standard deviation of its logarithm. */
                sigma: number;
            };
            /**
             * @description Does this instead of answering. `reset` cuts the connection with RST; `close` closes it before the answer; `close_mid_body` closes it in the middle of the body; `silent` never answers; `garbage` sends bytes that are not HTTP. Three other values do send the answer, but in an unusual form: `doubled_headers` sends each `Wechatpay-` header twice; `gzip` compresses the body; `no_content` sends it with the status 204.
             * @enum {string}
             */
            wire?: "reset" | "close" | "close_mid_body" | "silent" | "garbage" | "doubled_headers" | "gzip" | "no_content";
            /**
             * @description Signs the answer wrongly. `probe` begins the signature with `WECHATPAY/SIGNTEST/`; `tampered` changes one bit of it; `other_body` signs another body; `tampered_body` changes the body after signing; `expired` uses a timestamp ten minutes old; `future` uses a timestamp ten minutes ahead; `unknown_serial` names a certificate that does not exist; `own_certificate` signs with the merchant's own key and names the merchant's certificate; `certificate` signs with the platform certificate even if the request asks for the public key; `missing_headers` leaves out the `Wechatpay-` headers, `no_signature` only the signature; `empty_headers` sends the `Wechatpay-` headers without values; `wrong_charset` writes and signs the answer in UTF-16.
             * @enum {string}
             */
            signature?: "probe" | "tampered" | "other_body" | "tampered_body" | "expired" | "future" | "unknown_serial" | "own_certificate" | "certificate" | "missing_headers" | "no_signature" | "empty_headers" | "wrong_charset";
            /**
             * @description Returns platform certificates that a client can't use: `wrong_key` encrypts them with another APIv3 key; `expired` returns a certificate that has expired. Acts only on `listCertificates`.
             * @enum {string}
             */
            certificates?: "wrong_key" | "expired";
            /** @description How many calls are let through in each period (`per`); further calls are refused. */
            limit?: number;
            /** @description The period of a `limit`. */
            per?: components["schemas"]["Period"];
            /**
             * @description `before`: the call changes the state although the client does not get the usual answer. `none`: the state stays as it is. Only with `example`, `status`, `wire` or `signature`.
             * @default none
             * @enum {string}
             */
            apply?: "before" | "none";
        };
        /** @description A whole number and one unit: ms, s, m or h, such as 1s. A call opens a period when none is running. Periods follow the business time of the merchant. */
        Period: string;
        /** @description A fault, with its counters. */
        Fault: {
            /** @description Acts only on calls of this operation; on all by default. */
            operation?: components["schemas"]["OperationName"];
            /** @description Acts only on calls for this sub-merchant; on all by default. */
            sub_mchid?: components["schemas"]["Number"];
            /** @description How many times the fault acts. By default, it acts once, or any number of times if it has `rate` or `limit`. */
            times?: number;
            /** @description The probability that the fault acts on a matching call; 1 means every call. Can't be combined with `times`. */
            rate?: number;
            /**
             * @description Chooses which calls a `rate` hits and how a `latency` spreads: the same seed gives the same result, even in another fault. Only with `rate` or `latency`.
             * @default 1
             */
            seed?: number;
            /** @description Answers with this error example of the OpenAPI documents. The operation must document it; without `operation`, the fault acts only on operations that document it. */
            example?: string;
            /** @description Answers with this status. */
            status?: number;
            /** @description The body to send with `status`, at most 65,536 characters as JSON; empty by default. A string is sent unchanged as `text/html`. With an error status, such a string stands for a page of nginx, so the answer is not signed. */
            body?: unknown;
            /** @description The header Location to send with `status`, for a redirect. */
            location?: string;
            /** @description Delays the answer by this many milliseconds. */
            latency_ms?: number;
            /** @description Delays the answer by a time from a lognormal distribution. */
            latency?: {
                /** @description The median of the delay in milliseconds. */
                median_ms: number;
                /** @description How widely the delay spreads: the standard deviation of its logarithm. */
                sigma: number;
            };
            /**
             * @description Does this instead of answering. `reset` cuts the connection with RST; `close` closes it before the answer; `close_mid_body` closes it in the middle of the body; `silent` never answers; `garbage` sends bytes that are not HTTP. Three other values do send the answer, but in an unusual form: `doubled_headers` sends each `Wechatpay-` header twice; `gzip` compresses the body; `no_content` sends it with the status 204.
             * @enum {string}
             */
            wire?: "reset" | "close" | "close_mid_body" | "silent" | "garbage" | "doubled_headers" | "gzip" | "no_content";
            /**
             * @description Signs the answer wrongly. `probe` begins the signature with `WECHATPAY/SIGNTEST/`; `tampered` changes one bit of it; `other_body` signs another body; `tampered_body` changes the body after signing; `expired` uses a timestamp ten minutes old; `future` uses a timestamp ten minutes ahead; `unknown_serial` names a certificate that does not exist; `own_certificate` signs with the merchant's own key and names the merchant's certificate; `certificate` signs with the platform certificate even if the request asks for the public key; `missing_headers` leaves out the `Wechatpay-` headers, `no_signature` only the signature; `empty_headers` sends the `Wechatpay-` headers without values; `wrong_charset` writes and signs the answer in UTF-16.
             * @enum {string}
             */
            signature?: "probe" | "tampered" | "other_body" | "tampered_body" | "expired" | "future" | "unknown_serial" | "own_certificate" | "certificate" | "missing_headers" | "no_signature" | "empty_headers" | "wrong_charset";
            /**
             * @description Returns platform certificates that a client can't use: `wrong_key` encrypts them with another APIv3 key; `expired` returns a certificate that has expired. Acts only on `listCertificates`.
             * @enum {string}
             */
            certificates?: "wrong_key" | "expired";
            /** @description How many calls are let through in each period (`per`); further calls are refused. */
            limit?: number;
            /** @description The period of a `limit`. */
            per?: components["schemas"]["Period"];
            /**
             * @description `before`: the call changes the state although the client does not get the usual answer. `none`: the state stays as it is. Only with `example`, `status`, `wire` or `signature`.
             * @default none
             * @enum {string}
             */
            apply?: "before" | "none";
            /** @description The number of the fault, from 1. */
            id: number;
            /** @description How many matching calls have reached the fault. No call reaches a fault that is used up. When a fault other than a latency has acted on a call, the call reaches only the latencies that were added later. */
            seen: number;
            /** @description How many calls the fault has acted on. */
            hits: number;
            /** @description The current period of a `limit`. */
            period?: {
                /** @description When the period began, in milliseconds since 1970. */
                began: number;
                /** @description How many calls were counted in the period. */
                calls: number;
            };
        };
        Faults: {
            /** @description The faults. */
            faults: components["schemas"]["Fault"][];
        };
        /**
         * @description `pending`: an attempt is running or will follow. `succeeded`: the handler answered with 2xx. `given_up`: no attempt of the schedule succeeded. `cancelled`: a test cancelled the notification.
         * @enum {string}
         */
        NotificationState: "pending" | "succeeded" | "given_up" | "cancelled";
        /**
         * @description What is wrong with one attempt. These values mean the same as in `FaultChoice`: `probe`, `tampered`, `other_body`, `tampered_body`, `expired`, `future`, `unknown_serial`, `own_certificate`, `missing_headers`, `no_signature`, `empty_headers` and `wrong_charset`. `wrong_key` encrypts the resource with another APIv3 key; `other_associated_data` encrypts it with other associated data than the notification states. `slow` pauses two seconds in the middle of the body; `cut` ends the connection there.
         * @enum {string}
         */
        ForgeryName: "probe" | "tampered" | "other_body" | "tampered_body" | "expired" | "future" | "unknown_serial" | "own_certificate" | "missing_headers" | "no_signature" | "empty_headers" | "wrong_charset" | "wrong_key" | "other_associated_data" | "slow" | "cut";
        /**
         * @description What is wrong with the notification. `duplicate` sends it once more, with the same ID, right after it succeeded; `out_of_order` holds it back until the next notification of the merchant has been sent. All other values are those of `ForgeryName`. They act only on the first attempt, so the retries are right.
         * @enum {string}
         */
        NotificationFault: "duplicate" | "out_of_order" | "probe" | "tampered" | "other_body" | "tampered_body" | "expired" | "future" | "unknown_serial" | "own_certificate" | "missing_headers" | "no_signature" | "empty_headers" | "wrong_charset" | "wrong_key" | "other_associated_data" | "slow" | "cut";
        /** @description A notification to send. */
        NotificationChoice: {
            /** @description The URL to send the notification to, as a program would give it in `notify_url`. The URL has to lead to this machine, or to a host that `--notify-allow` names. */
            url: string;
            /** @description The event, such as `TRANSACTION.SUCCESS`. An event without a template needs `resource`. */
            event_type: string;
            /** @description The type of the resource. By default, it comes from the template; without a template, it is the event up to the first dot, in lower case. */
            original_type?: string;
            /** @description The summary. By default, it comes from the template; without a template, it is `回调通知`. */
            summary?: string;
            /** @description The associated data of the encryption, which may be empty. By default, they come from the template; without a template, they are the first 15 characters of `original_type`. */
            associated_data?: string;
            /** @description The resource as plain JSON, at most 16,384 bytes. It replaces the whole resource of the template. */
            resource?: {
                [key: string]: unknown;
            };
            /**
             * @description Which platform key signs: the newest certificate that has not expired, or the public key. Refused when the merchant has no such key. By default, the shares of the platform keys decide, or the day of a migration.
             * @enum {string}
             */
            signed_by?: "certificate" | "public_key";
            /** @description What is wrong with the notification; nothing by default. */
            fault?: components["schemas"]["NotificationFault"];
        };
        /** @description How to send a notification once more. */
        ResendChoice: {
            /** @description What is wrong with this attempt; nothing by default. */
            fault?: components["schemas"]["ForgeryName"];
        };
        /** @description One attempt to deliver a notification. */
        NotificationAttempt: {
            /** @description When the attempt began, by the merchant's business time: RFC 3339 with Beijing's offset. */
            time: string;
            /** @description The status of the answer; `null` when there was none. */
            status: number | null;
            /** @description How long the attempt took, in milliseconds. */
            milliseconds: number;
            /** @description Why the attempt failed; `null` when the handler accepted the notification. */
            failure: string | null;
            /** @description What was wrong with this attempt; `null` when nothing was. */
            fault: components["schemas"]["ForgeryName"] | null;
            /** @description The `Wechatpay-Serial` that was sent, even if a fault made it wrong; `null` when none was sent. */
            serial_no: string | null;
            /** @description The first 1,024 characters of the body of the answer. */
            body: string;
        };
        /** @description A notification (回调通知) with its attempts. */
        Notification: {
            /** @description The ID of the notification, the same in every attempt. */
            id: string;
            /** @description When the notification was created, by the merchant's business time; the same in every attempt. */
            create_time: string;
            /** @description The URL to send the notification to, as a program would give it in `notify_url`. The URL has to lead to this machine, or to a host that `--notify-allow` names. */
            url: string;
            /** @description The event, such as `TRANSACTION.SUCCESS`. An event without a template needs `resource`. */
            event_type: string;
            /** @description The type of the resource. By default, it comes from the template; without a template, it is the event up to the first dot, in lower case. */
            original_type: string;
            /** @description The summary. By default, it comes from the template; without a template, it is `回调通知`. */
            summary: string;
            /** @description The associated data of the encryption, which may be empty. By default, they come from the template; without a template, they are the first 15 characters of `original_type`. */
            associated_data: string;
            /** @description The resource as plain JSON, at most 16,384 bytes. It replaces the whole resource of the template. */
            resource: {
                [key: string]: unknown;
            };
            /** @description The fault that the notification was created with; `null` for none. */
            fault: components["schemas"]["NotificationFault"] | null;
            state: components["schemas"]["NotificationState"];
            /** @description When the next attempt is due, by the business time; `null` when no attempt is due or the notification is held back. */
            next_attempt: string | null;
            /** @description The attempts, the first one first. */
            attempts: components["schemas"]["NotificationAttempt"][];
        };
        /** @description A notification in a list. */
        ListedNotification: {
            /** @description The ID of the notification, the same in every attempt. */
            id: string;
            /** @description When the notification was created, by the merchant's business time; the same in every attempt. */
            create_time: string;
            /** @description The URL to send the notification to, as a program would give it in `notify_url`. The URL has to lead to this machine, or to a host that `--notify-allow` names. */
            url: string;
            /** @description The event, such as `TRANSACTION.SUCCESS`. An event without a template needs `resource`. */
            event_type: string;
            /** @description The type of the resource. By default, it comes from the template; without a template, it is the event up to the first dot, in lower case. */
            original_type: string;
            /** @description The summary. By default, it comes from the template; without a template, it is `回调通知`. */
            summary: string;
            /** @description The associated data of the encryption, which may be empty. By default, they come from the template; without a template, they are the first 15 characters of `original_type`. */
            associated_data: string;
            /** @description The fault that the notification was created with; `null` for none. */
            fault: components["schemas"]["NotificationFault"] | null;
            state: components["schemas"]["NotificationState"];
            /** @description When the next attempt is due, by the business time; `null` when no attempt is due or the notification is held back. */
            next_attempt: string | null;
            /** @description The attempts, the first one first. */
            attempts: components["schemas"]["ListedAttempt"][];
        };
        /** @description One attempt in a list of notifications. */
        ListedAttempt: {
            /** @description When the attempt began, by the merchant's business time: RFC 3339 with Beijing's offset. */
            time: string;
            /** @description The status of the answer; `null` when there was none. */
            status: number | null;
            /** @description How long the attempt took, in milliseconds. */
            milliseconds: number;
            /** @description Why the attempt failed; `null` when the handler accepted the notification. */
            failure: string | null;
            /** @description What was wrong with this attempt; `null` when nothing was. */
            fault: components["schemas"]["ForgeryName"] | null;
            /** @description The `Wechatpay-Serial` that was sent, even if a fault made it wrong; `null` when none was sent. */
            serial_no: string | null;
        };
        Notifications: {
            /** @description The notifications. */
            notifications: components["schemas"]["ListedNotification"][];
        };
        /** @description A change of the clock, with one or more fields. */
        ClockChange: {
            /**
             * @description Returns to the server's own clock.
             * @enum {boolean}
             */
            reset?: true;
            /** @description Stops the business time and the gateway time at this time, in seconds since 1970. The latest time allowed is the start of 2100. Undoes every earlier change of the clock. */
            pin?: number;
            /** @description Moves the business time forward, or back when negative; several advances add up. */
            advance?: components["schemas"]["Duration"];
            /** @description Sets the gateway's clock ahead of the server's own clock, or of `pin`, by this much, or back when negative; replaces the previous skew. */
            gateway_skew?: components["schemas"]["Duration"];
        };
        /** @description The clock of a merchant. */
        Clock: {
            /** @description The time that the business rules use, in seconds since 1970. */
            business_time: number;
            /** @description The gateway's time, against which timestamps are checked, in seconds since 1970. */
            gateway_time: number;
            /** @description How far the business time is ahead of the server's own clock, or of `pin`. */
            advance: components["schemas"]["Duration"];
            /** @description How far the gateway's clock is ahead of the server's own clock, or of `pin`. */
            gateway_skew: components["schemas"]["Duration"];
            /** @description The time at which the business time and the gateway time are stopped, in seconds since 1970; `null` when they run. */
            pin: number | null;
        };
        /** @description The percentage of answers that this key signs, not counting answers to requests that name the public key. The shares add up to 100. */
        Share: number;
        /**
         * @description `true` if the certificate has expired; left out otherwise. The share of an expired certificate is 0, and `GET /v3/certificates` does not list it.
         * @enum {boolean}
         */
        Expired: true;
        /** @description The platform keys that a merchant has from now on. */
        PlatformChange: {
            /** @description The platform certificates, the oldest first, chosen from `available`. */
            certificates: {
                /** @description The serial number of the certificate. */
                serial_no: string;
                share: components["schemas"]["Share"];
                expired?: components["schemas"]["Expired"];
            }[];
            /** @description The WeChat Pay public key. It also signs every answer to a request that names its ID. Its `share` is 100 by default when there are no certificates or only expired ones, otherwise 0. If `public_key` is `null` or left out, the merchant has no public key. */
            public_key?: {
                share?: components["schemas"]["Share"];
            } | null;
        };
        /** @description The platform keys that may sign the answers. */
        Platform: {
            /** @description The platform certificates, the oldest first. */
            certificates: {
                /** @description The serial number of the certificate. */
                serial_no: string;
                /** @description X.509 in PEM. */
                certificate: string;
                share: components["schemas"]["Share"];
                expired?: components["schemas"]["Expired"];
            }[];
            /** @description The WeChat Pay public key; `null` for none. */
            public_key: {
                /** @description The ID of the public key. */
                id: string;
                /** @description SPKI in PEM. */
                public_key: string;
                share: components["schemas"]["Share"];
            } | null;
            /** @description The serial numbers of the platform certificates that can be chosen. */
            available: string[];
        };
        /** @description How far the move from the platform certificate to the public key has progressed. All times are business times. */
        Migration: {
            /** @description Whether a migration runs. If not, only this field, `callbacks` and `missing` have a meaning. */
            running: boolean;
            /** @description When the migration began, in seconds since 1970. */
            began: number | null;
            /** @description When the seven days are over, in seconds since 1970. */
            ends: number | null;
            /** @description The day of the migration, from 1. */
            day: number | null;
            /** @description The percentage of callbacks that the public key signs. */
            callbacks: number;
            /** @description The percentage of the calls of the last seven days that named the public key, as computed at `refreshed`. It stays below 100 until the seven days are over. */
            answers: number | null;
            /** @description When `answers` was last computed, in seconds since 1970. It is computed once an hour, counted from `began`. */
            refreshed: number | null;
            /** @description The calls of the last seven days and of the current hour, by operation. Only calls with a valid signature count. */
            operations: {
                /** @description The operationId. */
                operation: string;
                /** @description How many calls named the public key. */
                public_key: number;
                /** @description How many calls named a platform certificate. */
                certificate: number;
                /** @description How many calls named no key of the platform. */
                none: number;
            }[];
            /** @description The operations with calls that did not name the public key in `Wechatpay-Serial`. */
            lacking: {
                /** @description The operationId. */
                operation: string;
                /** @description How many calls did not name the public key. */
                calls: number;
                /** @description The ID of the latest such call in the journal; `null` when the journal no longer has it. */
                request: number | null;
            }[];
            /** @description Whether WeChat Pay's merchant platform would let you revoke the certificate (作废平台证书). For this, `callbacks` and `answers` must both be 100. */
            can_finish: boolean;
            /** @description What is still missing before the migration can finish, one sentence for each point. */
            missing: string[];
        };
        /** @description The calls to one operation in one hour of a migration. */
        CallCount: {
            /** @description The operationId. */
            operation: string;
            /** @description The hour since the migration began, from 0. */
            hour: number;
            /** @description How many calls named the public key. */
            public_key: number;
            /** @description How many calls named a platform certificate. */
            certificate: number;
            /** @description How many calls named no key of the platform. */
            none: number;
        };
        /**
         * @description The status of a certificate. Unless the status is `valid`, a request that is signed with the certificate gets a 401 with the documented message.
         * @enum {string}
         */
        CertificateStatus: "valid" | "expired" | "revoked" | "replaced";
        /** @description Has either `renew` or `status`. */
        CertificateChange: {
            /**
             * @description Issues a new certificate; the current one becomes `replaced`.
             * @enum {boolean}
             */
            renew?: true;
            /**
             * @description With `renew`: whether the new certificate gets a fresh RSA key instead of the current key.
             * @default false
             */
            own_key?: boolean;
            /**
             * @description The new status of the current certificate.
             * @enum {string}
             */
            status?: "valid" | "expired" | "revoked";
        };
        /** @description The current certificate of a merchant. */
        Certificate: {
            /** @description The serial number of the certificate. */
            serial_no: string;
            /** @description X.509 in PEM. */
            certificate: string;
            /** @description PKCS#8 in PEM. */
            private_key: string;
            status: components["schemas"]["CertificateStatus"];
            /** @description The serial numbers of the last 31 earlier certificates, the oldest first. The server no longer knows any others. */
            replaced: string[];
        };
        /** @description The parts of the state to restore. To restore them into another merchant, leave out `certificate`. */
        SnapshotChoice: {
            /** @description The conditions of the merchant. */
            merchant?: components["schemas"]["MerchantConditions"];
            /** @description All sub-merchants of the merchant. */
            sub_merchants?: components["schemas"]["SubMerchant"][];
            /** @description All faults of the merchant, with their counters. */
            faults?: components["schemas"]["Fault"][];
            /** @description The clock of the merchant, as a change to the server's own clock. */
            clock?: components["schemas"]["ClockChange"];
            /** @description The platform keys of the merchant. */
            platform?: components["schemas"]["PlatformChange"];
            /** @description The merchant's migration to the public key; `null` when none runs. */
            migration?: {
                /** @description When the migration began, by the business time, in seconds since 1970. */
                began: number;
            } | null;
            /** @description The calls that were counted while the migration ran. */
            calls?: components["schemas"]["CallCount"][];
            /** @description Which of the merchant's certificates is current, and the status of that certificate. */
            certificate?: {
                /** @description The serial number of the certificate. */
                serial_no: string;
                /**
                 * @description The status of the certificate.
                 * @enum {string}
                 */
                status: "valid" | "expired" | "revoked";
            };
        };
        /** @description All of the state of a merchant except keys, journal and notifications. */
        Snapshot: {
            /** @description The conditions of the merchant. */
            merchant: components["schemas"]["MerchantConditions"];
            /** @description All sub-merchants of the merchant. */
            sub_merchants: components["schemas"]["SubMerchant"][];
            /** @description All faults of the merchant, with their counters. */
            faults: components["schemas"]["Fault"][];
            /** @description The clock of the merchant, as a change to the server's own clock. */
            clock: components["schemas"]["ClockChange"];
            /** @description The platform keys of the merchant. */
            platform: components["schemas"]["PlatformChange"];
            /** @description The merchant's migration to the public key; `null` when none runs. */
            migration: {
                /** @description When the migration began, by the business time, in seconds since 1970. */
                began: number;
            } | null;
            /** @description The calls that were counted while the migration ran. */
            calls: components["schemas"]["CallCount"][];
            /** @description Which of the merchant's certificates is current, and the status of that certificate. */
            certificate: {
                /** @description The serial number of the certificate. */
                serial_no: string;
                /**
                 * @description The status of the certificate.
                 * @enum {string}
                 */
                status: "valid" | "expired" | "revoked";
            };
        };
        /**
         * @description An industry, as WeChat Pay spells it.
         * @enum {string}
         */
        IndustryType: "E_COMMERCE" | "LOVE_MARRIAGE" | "POTOGRAPHY" | "EDUCATION" | "FINANCE" | "TOURISM" | "SKINCARE" | "FOOD" | "SPORT" | "JEWELRY_WATCH" | "HEALTHCARE" | "BUSSINESS" | "PARENTING" | "CATERING" | "RETAIL" | "SERVICES" | "LAW" | "ESTATE" | "TRANSPORTATION" | "ENERGY_SAVING" | "SECURITY" | "BUILDING_MATERIAL" | "COMMUNICATION" | "MERCHANDISE" | "ASSOCIATION" | "COMMUNITY" | "ONLINE_AVR" | "WE_MEDIA" | "CAR" | "SOFTWARE" | "GAME" | "CLOTHING" | "INDUSTY" | "AGRICULTURE" | "PUBLISHING_MEDIA" | "HOME_DIGITAL";
        /** @description A refusal of the control API. */
        Error: {
            /** @description The error code, such as `INVALID_REQUEST`. */
            code: string;
            /** @description What is wrong, in one sentence; for a wrong value, also what was seen and what is wanted. */
            message: string;
            /** @description The facts of the message as separate fields, such as `field`, `seen` and `wanted`. */
            detail?: {
                [key: string]: unknown;
            };
        };
    };
    responses: {
        /** @description The request is wrong; `detail` names what was seen and what is wanted. Nothing changes. */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request has an `Authorization` that is not `Bearer` with the server's token. */
        WrongToken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request came from another machine without a token, has a `Host` that is not this server's, or came from a web page of another site. */
        Foreign: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no merchant or sub-merchant with this number, or no request, fault or notification with this ID. */
        NoSuchThing: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The current state does not allow the request. For example, the number is already in use, a limit is reached, the merchant can't be removed because the server was started with it, or the migration to the public key is at the wrong point. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description `STATE_NOT_WRITTEN`: the server was started with `--state-sync` and can't write the state file, so a change may be lost. `STORE_AWAY`: the store can't be reached, refuses a command, or has data that the server can't use, so a change may or may not have been made. */
        NotWritten: {
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
        /** @description The ID of a request. */
        id: number;
        /** @description The ID of a fault. */
        fault_id: number;
        /** @description The ID of a notification. */
        notification_id: string;
        /** @description At most this many merchants; 100 by default. */
        first: number;
        /** @description Only merchants that were created after the merchant with this number. */
        after: components["schemas"]["Number"];
        /** @description Only requests for this operation. */
        operation: components["schemas"]["OperationName"];
        /** @description Only requests that were answered with this status. */
        status: number;
        /** @description Only requests that were answered with this error code (错误码), such as `SIGN_ERROR`. */
        code: string;
        /** @description Only requests that were received at this time or later, by the server's own clock. */
        since: components["schemas"]["Time"];
        /** @description Only this many of the newest requests; all by default. */
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
            /** @description The server is up. */
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
    readReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server can answer calls. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description The server is stopping (`STOPPING`), can't use its store (`STORE_AWAY`), or can't write its state file (`STATE_NOT_WRITTEN`). */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    readMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
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
            /** @description The credentials. */
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
            503: components["responses"]["NotWritten"];
        };
    };
    listMerchants: {
        parameters: {
            query?: {
                /** @description At most this many merchants; 100 by default. */
                first?: components["parameters"]["first"];
                /** @description Only merchants that were created after the merchant with this number. */
                after?: components["parameters"]["after"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The merchants. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchants"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            503: components["responses"]["NotWritten"];
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
            /** @description The merchant, with everything that a client needs to call as this merchant. */
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
            503: components["responses"]["NotWritten"];
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
            503: components["responses"]["NotWritten"];
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
            /** @description The merchant is removed. */
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
            503: components["responses"]["NotWritten"];
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
            503: components["responses"]["NotWritten"];
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
            /** @description The sub-merchants. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The sub-merchant. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The sub-merchant. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The sub-merchant is removed. */
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
            503: components["responses"]["NotWritten"];
        };
    };
    listRequests: {
        parameters: {
            query?: {
                /** @description Only requests for this operation. */
                operation?: components["parameters"]["operation"];
                /** @description Only requests that were answered with this status. */
                status?: components["parameters"]["status"];
                /** @description Only requests that were answered with this error code (错误码), such as `SIGN_ERROR`. */
                code?: components["parameters"]["code"];
                /** @description Only requests that were received at this time or later, by the server's own clock. */
                since?: components["parameters"]["since"];
                /** @description Only this many of the newest requests; all by default. */
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
            /** @description The requests. */
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
            503: components["responses"]["NotWritten"];
        };
    };
    sendRequest: {
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
                "application/json": components["schemas"]["RequestChoice"];
            };
        };
        responses: {
            /** @description The request and its answer, as in the journal. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalEntry"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["NotWritten"];
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
            /** @description The journal is empty. */
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
            503: components["responses"]["NotWritten"];
        };
    };
    readRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The ID of a request. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalEntry"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            503: components["responses"]["NotWritten"];
        };
    };
    signRequest: {
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
                "application/json": components["schemas"]["RequestChoice"];
            };
        };
        responses: {
            /** @description The header that signs the request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authorization"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["NotWritten"];
        };
    };
    listOperations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The operations. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operations"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            503: components["responses"]["NotWritten"];
        };
    };
    explainPaste: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainChoice"];
            };
        };
        responses: {
            /** @description The verdict on each message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            503: components["responses"]["NotWritten"];
        };
    };
    listUnclaimedRequests: {
        parameters: {
            query?: {
                /** @description Only requests for this operation. */
                operation?: components["parameters"]["operation"];
                /** @description Only requests that were answered with this status. */
                status?: components["parameters"]["status"];
                /** @description Only requests that were answered with this error code (错误码), such as `SIGN_ERROR`. */
                code?: components["parameters"]["code"];
                /** @description Only requests that were received at this time or later, by the server's own clock. */
                since?: components["parameters"]["since"];
                /** @description Only this many of the newest requests; all by default. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The requests. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The journal is empty. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            503: components["responses"]["NotWritten"];
        };
    };
    followRequests: {
        parameters: {
            query?: {
                /** @description Begins with the requests after this ID that the journal still has; 0 means all of them. By default, only new requests are sent. */
                after?: number;
            };
            header?: {
                /** @description The ID of the last event that arrived; takes precedence over `after`. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, until the stream ends. Each `data` is a line of JSON. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["RequestEvent"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["NotWritten"];
        };
    };
    readUnclaimedRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ID of a request. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalEntry"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            503: components["responses"]["NotWritten"];
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
            /** @description The faults. */
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
            503: components["responses"]["NotWritten"];
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
            503: components["responses"]["NotWritten"];
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
            /** @description There are no faults. */
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
            503: components["responses"]["NotWritten"];
        };
    };
    removeFault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The ID of a fault. */
                fault_id: components["parameters"]["fault_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fault is gone. */
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
            503: components["responses"]["NotWritten"];
        };
    };
    listNotifications: {
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
            /** @description The notifications. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notifications"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            503: components["responses"]["NotWritten"];
        };
    };
    addNotification: {
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
                "application/json": components["schemas"]["NotificationChoice"];
            };
        };
        responses: {
            /** @description The notification. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["NotWritten"];
        };
    };
    readNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The ID of a notification. */
                notification_id: components["parameters"]["notification_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notification. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            503: components["responses"]["NotWritten"];
        };
    };
    cancelNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The ID of a notification. */
                notification_id: components["parameters"]["notification_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notification is not pending. */
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
            503: components["responses"]["NotWritten"];
        };
    };
    resendNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of a merchant (服务商商户号). */
                mchid: components["parameters"]["mchid"];
                /** @description The ID of a notification. */
                notification_id: components["parameters"]["notification_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResendChoice"];
            };
        };
        responses: {
            /** @description The notification, which is pending. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["NotWritten"];
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
            /** @description The clock. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The clock. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The platform keys. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The platform keys. */
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
            409: components["responses"]["Conflict"];
            503: components["responses"]["NotWritten"];
        };
    };
    readMigration: {
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
            /** @description The migration. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            503: components["responses"]["NotWritten"];
        };
    };
    startMigration: {
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
            /** @description The migration. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Migration"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            404: components["responses"]["NoSuchThing"];
            409: components["responses"]["Conflict"];
            503: components["responses"]["NotWritten"];
        };
    };
    rollBackMigration: {
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
            /** @description The platform keys. */
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
            409: components["responses"]["Conflict"];
            503: components["responses"]["NotWritten"];
        };
    };
    finishMigration: {
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
            /** @description The platform keys. */
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
            409: components["responses"]["Conflict"];
            503: components["responses"]["NotWritten"];
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
            /** @description The certificate. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The certificate. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The state. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The state. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The merchant is reset. */
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
            503: components["responses"]["NotWritten"];
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
            /** @description The server is reset. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["WrongToken"];
            403: components["responses"]["Foreign"];
            503: components["responses"]["NotWritten"];
        };
    };
}
export type ErrorExample = never;
export type ErrorCode = never;
