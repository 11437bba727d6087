// The single executable contains this module instead of Pact.
throw new Error(
  'verify needs Pact, a native library that a single executable cannot contain: install the npm tarball of wechatpay-goldplan-mock and @pact-foundation/pact in a project with Node.js, and run npx wechatpay-goldplan-mock verify there',
)
