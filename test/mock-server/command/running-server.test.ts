import { expect, it } from 'vitest'
import { prettyLog } from '../../../mock-server/command/log/pretty-log.ts'
import { runServer } from '../../../mock-server/command/running-server.ts'
import type { Configuration } from '../../../mock-server/command/settings/configuration.ts'
import type { Settings } from '../../../mock-server/command/settings/settings.ts'

const settings = { port: 0, host: '127.0.0.1', strict: false, console: false, journalLimit: 9, journalBytes: 9_999 } as Settings
const configuration: Configuration = { settings, merchants: [{}], fromFile: 0, origin: (setting) => ({ name: setting }) as never }

it('a server closes even if its preparation failed', async () => {
  const prepare = () => Promise.reject(new Error('no code'))
  const server = await runServer(configuration, { ...prettyLog('silent', () => undefined, 'en'), prepare })
  await expect(server.prepare()).rejects.toThrow('no code')
  await server.close()
  await expect(fetch(server.url)).rejects.toThrow('fetch failed')
})
