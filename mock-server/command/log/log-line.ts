import { styleText } from 'node:util'
import { isControl } from '../../control/control-path.ts'
import type { Exchange } from '../../edge/http-exchange.ts'
import type { LogLevel } from '../settings/settings.ts'
import type { ToldRefusal } from './log.ts'

/** The level of an exchange; never `error`, since a scripted 500 is not a bug of the server. A bug is also logged by `failure`, at level error. */
export function levelOf({ target }: Exchange): LogLevel & ('info' | 'debug') {
  return isControl(target) ? 'debug' : 'info'
}

/** One line for one exchange: time, method, target, status, code, milliseconds. Coloured where stderr is a terminal. */
export function logLine(exchange: Exchange): string {
  const { time, method, target, status, milliseconds } = exchange
  const outcome = styleText(status < 400 ? 'green' : 'red', outcomeOf(exchange), { stream: process.stderr })
  return `${clock(time)} ${method} ${shortened(target)} ${outcome} ${milliseconds.toFixed(1)} ms`
}

/** The line of a warning about a request. It names the request again, because the line of the exchange is at another level. */
export function warningLine({ time, method, target }: Exchange, warning: string): string {
  return `${clock(time)} ${method} ${shortened(target)} ${styleText('yellow', 'warning:', { stream: process.stderr })} ${warning}`
}

/** The line above a diagnosis. It names the request again, since other exchanges may have been logged in between. */
export function diagnosisLine({ time, method, target }: ToldRefusal): string {
  return `${clock(Date.parse(time))} ${method} ${shortened(target)}`
}

/** The status, the code if there is one, and the wire fault that a test scripted. */
export function outcomeOf({ status, code, wire }: Exchange): string {
  return [status, code, wire].filter((part) => part !== undefined).join(' ')
}

/** A target of at most 200 characters. The HTTP parser lets no control character into it. */
export function shortened(target: string): string {
  return target.length > 200 ? `${target.slice(0, 200)}…` : target
}

/** The stack of an error and of its causes. Their other fields, which may hold anything, are left out. */
export function trace(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { stack = error.message, cause } = error
  return cause === undefined ? stack : `${stack}\nCaused by: ${trace(cause)}`
}

function clock(time: number): string {
  const date = new Date(time)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}
