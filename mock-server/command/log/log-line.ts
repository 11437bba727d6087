import { styleText } from 'node:util'
import type { Exchange } from '../../edge/http-exchange.ts'
import type { ToldRefusal } from './log.ts'

/** One line for one exchange: time, method, target, status, code, milliseconds. Coloured where stderr is a terminal. */
export function logLine(exchange: Exchange): string {
  const { time, method, target, status, milliseconds } = exchange
  const outcome = styleText(status < 400 ? 'green' : 'red', outcomeOf(exchange), { stream: process.stderr })
  return `${clock(time)} ${method} ${shortened(target)} ${outcome} ${milliseconds.toFixed(1)} ms`
}

/** What stands over a diagnosis: by the time it is found, other exchanges may have been logged. */
export function diagnosisLine({ time, method, target }: ToldRefusal): string {
  return `${clock(Date.parse(time))} ${method} ${shortened(target)}`
}

/** The status, with the code if there is one, and with what a test made of the answer on its way. */
export function outcomeOf({ status, code, wire }: Exchange): string {
  return [status, code, wire].filter((part) => part !== undefined).join(' ')
}

/** The parser lets no control character into a target; its length is anyone's. */
export function shortened(target: string): string {
  return target.length > 200 ? `${target.slice(0, 200)}…` : target
}

function clock(time: number): string {
  const date = new Date(time)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}
