import process from 'node:process'

type PactModule = typeof import('@pact-foundation/pact')

// Keeps Pact's core from reporting its use to Google Analytics. In a worker thread this does not reach native code: set the variable in the
// environment there.
process.env['PACT_DO_NOT_TRACK'] ||= 'true'

// When Pact is not installed, the error says so in one line.
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
