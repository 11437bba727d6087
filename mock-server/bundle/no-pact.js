// Pact is a native library, which a single executable can't contain. The executable has this module in place of Pact.
throw new Error(
  'verify needs Pact, a native library that a single executable cannot contain: install the npm tarball of wechatpay-goldplan-mock and @pact-foundation/pact in a project with Node.js, and run npx wechatpay-goldplan-mock verify there',
)
