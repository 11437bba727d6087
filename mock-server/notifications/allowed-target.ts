import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { familyOf, isLoopback } from '../edge/ip-address.ts'
import { type AllowedHosts, plainHost } from './allowed-hosts.ts'
import { mappedUrl, type UrlMapping } from './mapped-url.ts'
import type { NotificationTarget } from './post-notification.ts'
import { RefusedNotification } from './refused-notification.ts'

/** Where notifications may go. */
export interface TargetRules {
  readonly allow: AllowedHosts
  readonly mappings: readonly UrlMapping[]
  /** Whether a path belongs to a control API. No notification may go there, because this machine can call a control API without a token. */
  readonly isControl: (path: string) => boolean
  /** Finds the IP addresses of a host name. By default, asks the operating system. */
  readonly resolve?: (name: string) => Promise<readonly string[]>
}

/**
 * Addresses that are refused even if `notifyAllow` names them. Many clouds have a metadata service at one of these addresses. The server
 * must not call that service: the development keys are public, so anyone can sign a call that causes a notification.
 */
const never = new BlockList()
never.addSubnet('0.0.0.0', 8, 'ipv4')
never.addSubnet('169.254.0.0', 16, 'ipv4')
never.addSubnet('224.0.0.0', 3, 'ipv4')
never.addAddress('::', 'ipv6')
never.addSubnet('fe80::', 10, 'ipv6')
never.addSubnet('ff00::', 8, 'ipv6')
// Alibaba Cloud: https://help.aliyun.com/zh/ecs/user-guide/view-instance-metadata
never.addAddress('100.100.100.200', 'ipv4')
// AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
never.addAddress('fd00:ec2::254', 'ipv6')
// A link-local IPv4 address behind NAT64: https://www.rfc-editor.org/rfc/rfc6052#section-2.1
never.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')

/**
 * The longest URL that is accepted. The control API has the same limit. Without it, `notify_url` would have no limit, and the server keeps
 * many notifications.
 */
const URL_CHARACTERS = 2_048
/** How long the search for the addresses of a host name may take. */
const NAME_MILLISECONDS = 2_000

/**
 * Checks where a notification goes. Returns the URL with the addresses that were checked, so that the connection goes to one of them.
 *
 * @throws {RefusedNotification} When the notification must not go there.
 */
export async function allowedTarget(text: string, rules: TargetRules): Promise<NotificationTarget> {
  if (text.length > URL_CHARACTERS) throw refusal(text, `have at most ${URL_CHARACTERS} characters`)
  const given = URL.parse(text)
  if (!given || !/^https?:$/.test(given.protocol)) throw refusal(text, 'be a URL that begins with http:// or https://')
  if (given.username || given.password) throw refusal(withoutPassword(given), 'have no user name and no password')
  const url = mappedUrl(given, rules.mappings)
  if (rules.isControl(url.pathname)) throw refusal(text, 'not lead to the control API')
  // The URL parser has normalised the host: `0x7f.1` is 127.0.0.1.
  const name = plainHost(url.hostname)
  const addresses = await addressesOf(name, rules.resolve).catch(() => [])
  if (addresses.length === 0) throw refusal(text, `lead to a host whose address can be found, not to ${name}`)
  for (const address of addresses) checkAddress(address, name, text, rules.allow)
  const [address = '', ...others] = addresses
  return { url, address, others }
}

function checkAddress(address: string, name: string, text: string, { names, addresses }: AllowedHosts): void {
  const plain = unscoped(address)
  const refused = isIP(name) ? `not lead to ${address}` : `not name ${name}, which has the address ${address}`
  if (never.check(plain, familyOf(plain)))
    throw refusal(text, `${refused}: link-local, unspecified, multicast and reserved addresses and metadata services are never allowed`)
  if (isLoopback(plain) || names.has(name) || addresses.check(plain, familyOf(plain))) return
  throw refusal(text, `lead to this machine, as http://127.0.0.1:3000/notify does, or to a host that the option --notify-allow names`)
}

function refusal(url: string, wanted: string): RefusedNotification {
  return new RefusedNotification('url', url, wanted)
}

/** Returns a URL without its user name and password. Some URLs have a password where the user name belongs. */
function withoutPassword(url: URL): string {
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  return String(shown)
}

async function addressesOf(name: string, resolve: NonNullable<TargetRules['resolve']> = resolveByName): Promise<readonly string[]> {
  if (isIP(name)) return [name]
  if (name === '') return []
  // A name that ends in localhost is this machine, whatever a name server says: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
  return name === 'localhost' || name.endsWith('.localhost') ? ['127.0.0.1', '::1'] : inTime(resolve(name))
}

async function inTime(found: Promise<readonly string[]>): Promise<readonly string[]> {
  const ended = new AbortController()
  return Promise.race([found, setTimeout(NAME_MILLISECONDS, [], { signal: ended.signal })]).finally(() => ended.abort())
}

async function resolveByName(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address)
}

/** Returns an address without its network interface: `fe80::1` for `fe80::1%eth0`. */
function unscoped(address: string): string {
  return address.split('%')[0] ?? ''
}
