import { styleText } from 'node:util'
import type { Exchange } from '../edge/http-exchange.ts'

/** One line for one exchange: time, method, target, status, code, milliseconds. Coloured where stderr is a terminal. */
export function logLine({ time, method, target, status, code, milliseconds }: Exchange): string {
  const outcome = [status, code].filter((part) => part !== undefined).join(' ')
  return `${clock(time)} ${method} ${shortened(target)} ${styleText(status < 400 ? 'green' : 'red', outcome, { stream: process.stderr })} ${milliseconds.toFixed(1)} ms`
}

function clock(time: number): string {
  const date = new Date(time)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}

/** The parser lets no control character into a target; its length is anyone's. */
function shortened(target: string): string {
  return target.length > 200 ? `${target.slice(0, 200)}…` : target
}
