import { createRequire } from 'node:module'
import process from 'node:process'

type PactModule = typeof import('@pact-foundation/pact')
type CoreModule = typeof import('@pact-foundation/pact-core')

// Stops Pact's core from reporting usage to Google Analytics. In a worker thread, native code does not see this assignment. For a worker
// thread, set the variable in the environment of the process.
process.env['PACT_DO_NOT_TRACK'] ||= 'true'

const INSTALL = 'npm install --save-dev @pact-foundation/pact@17, or with --global if this package is installed globally'

// Pact is an optional peer dependency.
const pact: PactModule = await import('@pact-foundation/pact').catch((cause) => {
  if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause
  throw new Error(`wechatpay-goldplan-mock/pact needs the package @pact-foundation/pact: ${INSTALL}`, { cause })
})

refuseOtherVersion(installedVersion())

export const Pact: PactModule['Pact'] = pact.Pact
export const SpecificationVersion: PactModule['SpecificationVersion'] = pact.SpecificationVersion
/** Pact's matchers. */
export const match: PactModule['MatchersV3'] = pact.MatchersV3

/** The installed version of Pact; `undefined` when its `package.json` can't be loaded. */
function installedVersion(): string | undefined {
  try {
    return createRequire(import.meta.url)('@pact-foundation/pact/package.json').version
  } catch {
    return undefined
  }
}

/**
 * Refuses every version of @pact-foundation/pact except 17.1 and later 17.x versions. Any other version comes with another version of
 * Pact's core, whose results have another form. With those results, the report would not say why an interaction failed.
 *
 * @throws {Error} When the version is refused; the message names it and the version that is needed.
 */
export function refuseOtherVersion(version: string | undefined): void {
  if (version === undefined || /^17\.(?!0\.)/.test(version)) return
  throw new Error(
    `wechatpay-goldplan-mock/pact needs version ^17.1.0 of the package @pact-foundation/pact, not ${version} (Pact 版本不符): ${INSTALL}`,
  )
}

/**
 * Loads the verifier of Pact's core, which `@pact-foundation/pact` depends on. The `Verifier` of `@pact-foundation/pact` itself
 * puts a proxy in front of the provider. The proxy parses bodies, refuses large ones, and ignores a provider state that fails.
 */
export function loadVerifier(): CoreModule['default'] {
  const fromPact = createRequire(createRequire(import.meta.url).resolve('@pact-foundation/pact'))
  const core: CoreModule = fromPact('@pact-foundation/pact-core')
  return core.default
}
