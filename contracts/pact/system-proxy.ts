import process from 'node:process'

const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'NO_PROXY', 'no_proxy'] as const

/**
 * Runs something with the system's proxy for other machines alone. Pact's own proxy sends even what is for this machine through
 * `HTTP_PROXY`, whatever `NO_PROXY` says; its core, which may have to reach a Broker, reads the lower-case names, too.
 */
export async function withProxyForOthers<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = NAMES.map((name) => [name, process.env[name]] as const)
  const { HTTP_PROXY, HTTPS_PROXY, http_proxy = HTTP_PROXY, https_proxy = HTTPS_PROXY, NO_PROXY, no_proxy = NO_PROXY } = process.env
  set({ http_proxy, https_proxy, no_proxy: [no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',') })
  try {
    return await work()
  } finally {
    set(Object.fromEntries(before))
  }
}

function set(variables: Readonly<Record<string, string | undefined>>): void {
  for (const name of NAMES) {
    const value = variables[name]
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
