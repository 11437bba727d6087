// Pact is a native library, which can't be inside the single executable. This module is there instead.
throw new Error(
  'verify needs Pact, whose native library is not part of this executable: with Node.js, run npm install --save-dev wechatpay-goldplan-mock-<version>.tgz @pact-foundation/pact, then npx wechatpay-goldplan-mock verify',
)
