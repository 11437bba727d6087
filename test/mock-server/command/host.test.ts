import { describe, expect } from 'vitest'
import { takeTried } from '../../this-machine-only.ts'
import { complaintAbout, test } from './command-test.ts'

describe('start --host refuses, in one line,', () => {
  test.for<[string, string[], RegExp]>([
    [
      'a link-local address without its interface',
      ['--port', '0', '--host', 'fe80::1'],
      /^--host must name an address to listen on; a link-local address needs its interface, as in fe80::1%eth0; got "fe80::1"\n$/,
    ],
    [
      'an address that nobody can listen on',
      ['--port', '0', '--host', 'ff02::1'],
      /^ff02::1 is not an address (?:of this machine|that this machine can listen on): choose another address with --host\n$/,
    ],
    [
      'a name that is too long',
      ['--port', '0', '--host', 'x'.repeat(300)],
      /^x{300} is not (?:an address that this machine can listen on|a known host): choose another address with --host\n$/,
    ],
    [
      'an address with an interface together with --proxy',
      ['--port', '0', '--proxy', '--host', 'fe80::1%eth0'],
      /^--host fe80::1%eth0 does not go with a proxy or TLS, because no URL can name the interface: choose another address\n$/,
    ],
  ])('%s', async ([, options, wanted]) => {
    expect(await complaintAbout(...options)).toMatch(wanted)
    // The case with the long name looks up that name. A recorded look-up would fail the test, so `takeTried` clears the record.
    takeTried()
  })
})
