/** The name of the provider in a pact, and at a Pact Broker. */
export const PROVIDER = 'wechatpay-goldplan'
