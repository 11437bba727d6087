import { expect, test } from 'vitest'
import { refuseOtherVersion } from '../../contracts/pact/load-pact.ts'

test.each(['16.5.0', '17.0.1', '18.0.0', '170.1.0'])('Pact %s is refused, and the error says which version is needed', (version) => {
  expect(() => refuseOtherVersion(version)).toThrow(
    `needs version ^17.1.0 of the package @pact-foundation/pact, not ${version} (Pact 版本不符): npm install --save-dev @pact-foundation/pact@17`,
  )
})

test.each(['17.1.0', '17.1.4', '17.10.0', undefined])('Pact %s is accepted', (version) => {
  expect(() => refuseOtherVersion(version)).not.toThrow()
})
