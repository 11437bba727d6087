const LOOK_MILLISECONDS = 100
const HALT_MILLISECONDS = 1_000
const TRIES = 4

/**
 * Measures anew what a halt of the machine fell into: a laptop that slept, a container that was paused. Servers close connections meanwhile,
 * and the figures mean nothing.
 */
export async function undisturbed<Result>(measure: () => Promise<Result>): Promise<Result> {
  for (let left = TRIES - 1; left > 0; left -= 1) {
    const halts = watchHalts()
    const outcome = await measure().then(
      (result) => () => result,
      (error) => () => {
        throw error
      },
    )
    if (halts.stop() === 0) return outcome()
    console.error('the machine halted: measuring this once more')
  }
  return measure()
}

/** Notices when nothing of this process ran for a second; `stop` gives how often. */
export function watchHalts(): { stop(): number } {
  let last = performance.now()
  let count = 0
  const look = () => {
    const now = performance.now()
    if (now - last > HALT_MILLISECONDS) count += 1
    last = now
  }
  const timer = setInterval(look, LOOK_MILLISECONDS)
  return {
    stop() {
      clearInterval(timer)
      look()
      return count
    },
  }
}
