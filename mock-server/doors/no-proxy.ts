import { BlockList, isIP } from 'node:net'
import { familyOf } from '../edge/ip-address.ts'

/**
 * Reads a list of hosts in the format of the environment variable NO_PROXY. Commas or spaces separate the entries. A name includes its
 * subdomains. An entry such as `10.0.0.0/8` includes every address in this network. An entry with a port, such as `localhost:8080`,
 * includes only that port. `*` includes every host.
 *
 * @returns A function that tells whether a host and port are in the list.
 */
export function readNoProxy(list: string): (host: string, port: number) => boolean {
  const rules = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(ruleOf)
  return (host, port) => rules.some((includes) => includes(host, port))
}

function ruleOf(entry: string): (host: string, port: number) => boolean {
  if (entry === '*') return () => true
  const [, address, name, listedPort] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? []
  const listed = address ?? name ?? entry
  const [network = '', bits] = listed.split('/')
  const includes = isIP(network) === 0 ? domain(listed) : addresses(network, bits)
  return (host, port) => (listedPort === undefined || port === Number(listedPort)) && includes(host)
}

function domain(listed: string): (host: string) => boolean {
  const name = listed.replace(/^\*?\.?/, '')
  return (host) => `.${host.toLowerCase().replace(/\.$/, '')}`.endsWith(`.${name}`)
}

function addresses(network: string, bits: string | undefined): (host: string) => boolean {
  const most = isIP(network) === 4 ? 32 : 128
  if (bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) <= most)) return () => false
  const list = new BlockList()
  list.addSubnet(network, Number(bits ?? most), familyOf(network))
  return (host) => isIP(host) !== 0 && list.check(host, familyOf(host))
}
