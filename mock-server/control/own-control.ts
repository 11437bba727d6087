import { Buffer } from 'node:buffer'
import { type Control, controlOver } from '../../contracts/index.ts'
import { answerOwnControl } from './answer-control.ts'
import type { ControlContext } from './control-handler.ts'

const NOBODY = { remoteAddress: '', localAddress: '', localPort: 0 }

/** The control API for code in the server's process. Calls go neither over the network nor through the access check. */
export function controlOfProcess(context: ControlContext): Control {
  return controlOver(async (method, target, body) => {
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body))
    const answer = await answerOwnControl({ method, target, headers: {}, body: bytes, connection: NOBODY }, context)
    const text = Buffer.from(answer.body).toString('utf8')
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  })
}
