export { createMockServer, type MockServer, type MockServerOptions } from './create-mock-server.ts'
export type { MockCredentials } from './credentials.ts'
export type { Exchange } from './http-exchange.ts'
export type { OwnMerchant } from './own-merchant.ts'
