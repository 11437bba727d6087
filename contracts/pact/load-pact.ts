import process from 'node:process'

type PactModule = typeof import('@pact-foundation/pact')

// Stops Pact's core from reporting usage to Google Analytics. Native code does not see this assignment in a worker thread; set the variable in the
// environment there.
process.env['PACT_DO_NOT_TRACK'] ||= 'true'

// Pact is an optional peer dependency. When it is missing, the error explains how to install it.
const pact: PactModule = await import('@pact-foundation/pact').catch((cause) => {
  if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause
  throw new Error('wechatpay-goldplan-mock/pact needs the package @pact-foundation/pact: npm install --save-dev @pact-foundation/pact', {
    cause,
  })
})

export const Pact: PactModule['Pact'] = pact.Pact
export const Verifier: PactModule['Verifier'] = pact.Verifier
/** Pact's matchers. */
export const match: PactModule['MatchersV3'] = pact.MatchersV3
