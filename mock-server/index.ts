export type { MockCredentials } from './control/credentials.ts'
export { createMockServer, type MockServer, type MockServerOptions } from './create-mock-server.ts'
export type { Exchange } from './edge/http-exchange.ts'
export type { OwnMerchant } from './merchant/own-merchant.ts'
