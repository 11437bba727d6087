const LOOK_MILLISECONDS = 100
const HALT_MILLISECONDS = 1_000
const TRIES = 4

/**
 * Runs a measurement and returns its result. If the machine halted during the measurement, runs it again, at most three times. A machine
 * halts when a laptop sleeps or a container is paused. Servers may close connections during a halt.
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
    console.error('the machine halted; measuring again')
  }
  return measure()
}

/** Counts halts: pauses of about a second or longer in which this process did not run. `stop` ends the watch and returns the count. */
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
