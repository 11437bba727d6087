import process from 'node:process'

const VARIABLES = ['NO_PROXY', 'no_proxy'] as const

/** All runs share the environment of the process: the first to start changes it, and the last to end restores it. */
const running = { count: 0, restore: () => {} }

/** Keeps the requests of Pact's core, which all go to this machine, away from the system's proxy while `work` runs. */
export async function keepLocal<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running.count === 0) running.restore = excludeThisMachine()
  running.count += 1
  try {
    return await work()
  } finally {
    running.count -= 1
    if (running.count === 0) running.restore()
  }
}

/** Returns a function that restores the environment. */
function excludeThisMachine(): () => void {
  const before = VARIABLES.map((name) => [name, process.env[name]] as const)
  const { NO_PROXY, no_proxy = NO_PROXY } = process.env
  const excluded = [no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',')
  for (const name of VARIABLES) process.env[name] = excluded
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
