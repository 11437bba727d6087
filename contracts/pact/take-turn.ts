import process from 'node:process'

/** Resolves when the latest run has ended. Runs must not overlap, because they share the threads and the environment of the process. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Calls `run`, which runs Pact's core, once all earlier runs have ended. Several runs at once could take all threads of Node's pool, and
 * signing a request needs a thread. Pact's core sends its requests to this machine. They bypass a proxy that environment variables name.
 */
export function takeTurn<Result>(run: () => Promise<Result>): Promise<Result> {
  const turn = last.then(() => keptLocal(run))
  last = turn.catch(() => undefined)
  return turn
}

const VARIABLES = ['NO_PROXY', 'no_proxy'] as const

async function keptLocal<Result>(run: () => Promise<Result>): Promise<Result> {
  const { NO_PROXY, no_proxy = NO_PROXY } = process.env
  const excluded = [no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',')
  return withVariables(Object.fromEntries(VARIABLES.map((name) => [name, excluded])), run)
}

/** Sets environment variables, calls `work`, and then restores the earlier values. */
export async function withVariables<Result>(variables: Readonly<Record<string, string>>, work: () => Promise<Result>): Promise<Result> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, variables)
  try {
    return await work()
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
