/** The milliseconds of a clock that a test with fake timers does not stop. Such a test would wait for ever, and hide what did arrive. */
export const realTime: () => number = performance.now.bind(performance)
