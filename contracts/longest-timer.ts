/** The longest time of a Node.js timer, in milliseconds: about 25 days. A timer with a longer time fires at once. */
export const LONGEST_TIMER: number = 2 ** 31 - 1
