import { isControl } from '../../control/control-path.ts'
import type { Exchange } from '../../edge/http-exchange.ts'
import type { LogLevel } from '../settings/setting-values.ts'

/** How an exchange is logged: an answer that says the server failed stands out, also when it was asked for; the control API stays in the back. */
export function levelOf({ status, target }: Exchange): LogLevel & ('error' | 'info' | 'debug') {
  if (status >= 500) return 'error'
  return isControl(target) ? 'debug' : 'info'
}
