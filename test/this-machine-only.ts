import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { BlockList, isIP } from 'node:net'
import { constants, networkInterfaces } from 'node:os'
import { afterEach, expect } from 'vitest'

/**
 * A set-up file of vitest. Attempts to connect to another machine, or to look up its name, fail as they do without a network. A test that
 * makes such an attempt also fails. Programs that a test starts are not affected.
 */

interface Guard {
  /** The addresses and names that tests have tried to reach since this list was last cleared. */
  readonly tried: string[]
}

/** Test files share workers, so the guard is installed once in each worker. */
const installed: { guard?: Guard } = Object(globalThis)
installed.guard ??= install()
const { tried } = installed.guard

afterEach(() => {
  expect(takeTried(), 'This test tried to reach other machines').toEqual([])
})

/** Returns the addresses and names that this test has tried to reach. Also clears the list, so that these attempts do not fail the test. */
export function takeTried(): string[] {
  return tried.splice(0)
}

function install(): Guard {
  const guard: Guard = { tried: [] }
  refuseConnections(guard)
  refuseNames(guard)
  return guard
}

/**
 * The function of Node.js through which net, tls, http and fetch finally connect. `address` is an IP address. The function returns 0 or a
 * negative error number.
 */
type Connect = (this: unknown, request: unknown, address: string, port: number) => number

function refuseConnections({ tried }: Guard): void {
  const own = ownAddresses()
  const { TCP } = Reflect.get(process, 'binding').call(process, 'tcp_wrap')
  for (const name of ['connect', 'connect6']) {
    const connect: Connect = TCP.prototype[name]
    TCP.prototype[name] = function (...args: Parameters<Connect>) {
      const [, address, port] = args
      if (own.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return connect.apply(this, args)
      tried.push(`${address} port ${port}`)
      return -constants.errno.ENETUNREACH
    } satisfies Connect
  }
}

function ownAddresses(): BlockList {
  const own = new BlockList()
  own.addSubnet('127.0.0.0', 8)
  own.addAddress('0.0.0.0')
  own.addAddress('::', 'ipv6')
  own.addAddress('::1', 'ipv6')
  for (const { address, family } of Object.values(networkInterfaces())
    .flat()
    .filter((one) => one !== undefined))
    own.addAddress(address, family === 'IPv6' ? 'ipv6' : 'ipv4')
  return own
}

function refuseNames({ tried }: Guard): void {
  const { lookup } = dns
  const { lookup: lookupPromise } = dns.promises
  const isOwn = (name: unknown) => isIP(String(name)) !== 0 || /^$|(^|\.)localhost$/.test(String(name ?? ''))
  const refusal = (name: unknown) => {
    tried.push(`the address of ${name}`)
    return Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: name })
  }
  const guarded = (name: string, ...rest: unknown[]) => {
    if (isOwn(name)) return Reflect.apply(lookup, dns, [name, ...rest])
    const error = refusal(name)
    process.nextTick(() => (rest.at(-1) as (error: Error) => void)(error))
    return {}
  }
  const guardedPromise = async (name: string, ...rest: unknown[]) => {
    if (isOwn(name)) return Reflect.apply(lookupPromise, dns.promises, [name, ...rest])
    throw refusal(name)
  }
  Object.assign(dns, { lookup: Object.assign(guarded, lookup) })
  Object.assign(dns.promises, { lookup: guardedPromise })
  syncBuiltinESMExports()
}
