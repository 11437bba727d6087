import process from 'node:process'

const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'NO_PROXY', 'no_proxy'] as const

/** The environment is one for the whole process: what runs beside each other changes it once, and the last to end puts it back. */
const running = { count: 0, putBack: () => {} }

/**
 * Runs something with the system's proxy for other machines alone. Pact's own proxy sends even what is for this machine through
 * `HTTP_PROXY`, whatever `NO_PROXY` says; its core, which may have to reach a Broker, reads the lower-case names, too.
 */
export async function withProxyForOthers<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running.count === 0) running.putBack = proxyForOthers()
  running.count += 1
  try {
    return await work()
  } finally {
    running.count -= 1
    if (running.count === 0) running.putBack()
  }
}

/** Gives what puts the environment back as it was. */
function proxyForOthers(): () => void {
  const before = NAMES.map((name) => [name, process.env[name]] as const)
  const { HTTP_PROXY, HTTPS_PROXY, http_proxy = HTTP_PROXY, https_proxy = HTTPS_PROXY, NO_PROXY, no_proxy = NO_PROXY } = process.env
  set({ http_proxy, https_proxy, no_proxy: [no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',') })
  return () => set(Object.fromEntries(before))
}

function set(variables: Readonly<Record<string, string | undefined>>): void {
  for (const name of NAMES) {
    const value = variables[name]
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
