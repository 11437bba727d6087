import type { Exchange } from '../edge/http-exchange.ts'

/** How an exchange is logged: an answer that says the server failed stands out, also when it was asked for. */
export function levelOf({ status }: Exchange): 'error' | 'info' {
  return status >= 500 ? 'error' : 'info'
}
