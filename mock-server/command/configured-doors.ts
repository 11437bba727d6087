import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Upstream } from '../doors/egress.ts'
import type { Doors } from '../doors/open-doors.ts'
import type { MockServerOptions } from '../mock-server-options.ts'
import { basicAuthorization } from './http-url.ts'
import type { Log } from './log/log.ts'
import type { Settings } from './settings/settings.ts'

/** The settings of the doors. A door is a way to reach the server other than plain HTTP: a proxy, TLS or SOCKS. */
export type DoorSettings = Pick<Settings, 'host' | 'proxy' | 'tls'> & {
  /** Whether clients of the proxy may reach only this machine. */
  readonly offline?: boolean
}

/** The doors, which are opened when the server begins to listen. */
export interface ConfiguredDoors {
  readonly open: NonNullable<MockServerOptions['doors']>
  /** The open doors; `undefined` before the server listens. */
  readonly opened: () => Doors | undefined
}

/**
 * Prepares the doors that the settings ask for.
 *
 * @param folder The folder where the server keeps the certificate authority (CA) of its TLS certificate. Without a folder, each start makes
 * a new CA.
 * @throws {Error} When HTTPS_PROXY is not an http:// URL, or the host contains the name of a network interface, as in `fe80::1%eth0`.
 */
export async function configureDoors(
  { host, proxy, tls = 0, offline = false }: DoorSettings,
  folder: string | undefined,
  log: Log,
): Promise<ConfiguredDoors> {
  if (host.includes('%'))
    throw new Error(`--host ${host} does not go with a proxy or TLS, because no URL can name the interface: choose another address`)
  // Loaded on demand, because most servers have no doors.
  const [{ keepAuthority }, { makeAuthority }, { openDoors }] = await Promise.all([
    import('../doors/keep-authority.ts'),
    import('../doors/certificate-authority.ts'),
    import('../doors/open-doors.ts'),
  ])
  const now = Date.now()
  const options = { now, host, proxy, tlsPort: tls, offline, upstream: upstreamOf(process.env), onRefused: log.warn }
  let doors: Doors | undefined
  return {
    open: async (server) => {
      // The port is checked first, so that no CA is written when the TLS port is in use.
      await checkFree(tls, host)
      const authority = await (folder === undefined ? makeAuthority(now) : keepAuthority(folder, now))
      doors = await openDoors(server, { ...options, authority })
      return doors
    },
    opened: () => doors,
  }
}

async function checkFree(port: number, host: string): Promise<void> {
  const probe = createServer().listen(port, host)
  await once(probe, 'listening')
  probe.close()
  await once(probe, 'close')
}

/** Reads the user's own proxy from HTTPS_PROXY. Connections to other machines go out through that proxy. */
function upstreamOf(environment: NodeJS.ProcessEnv): Upstream | undefined {
  const given = environment['HTTPS_PROXY'] ?? environment['https_proxy']
  if (!given) return undefined
  if (URL.canParse(given) && new URL(given).protocol === 'http:')
    return { ...basicAuthorization(given), noProxy: environment['NO_PROXY'] ?? environment['no_proxy'] }
  // The value is not shown, because it may contain a password.
  throw new Error('HTTPS_PROXY must be a URL that begins with http://, so that connections can go out through it')
}
