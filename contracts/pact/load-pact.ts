import process from 'node:process'

type PactModule = typeof import('@pact-foundation/pact')

// Pact's core tells Google Analytics of its use unless it is told not to. In a worker thread this reaches no native code: there the
// environment has to say so.
process.env['PACT_DO_NOT_TRACK'] ||= 'true'

// Pact is there where this is imported, or the error says in one line that it is not.
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
