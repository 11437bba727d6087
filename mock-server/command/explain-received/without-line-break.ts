import type { ReceivedDiagnosis } from '../../../contracts/index.ts'
import type { PastedMessage } from './read-received.ts'

interface Diagnosed {
  readonly received: PastedMessage
  readonly diagnosis: ReceivedDiagnosis
}

/**
 * Diagnoses a message. An editor may have added a line break at the end of the body, so the message is first diagnosed without this line
 * break. If there are mistakes, the message is also diagnosed with the line break. Returns the diagnosis with fewer mistakes.
 */
export async function diagnoseBoth(
  received: PastedMessage,
  diagnose: (message: PastedMessage) => Promise<ReceivedDiagnosis>,
): Promise<Diagnosed> {
  const { withoutLineBreak: body, ...whole } = received
  if (body === undefined) return { received: whole, diagnosis: await diagnose(whole) }
  const shorter = { ...whole, body }
  const diagnosis = await diagnose(shorter)
  if (countOf(diagnosis) > 0) {
    const other = await diagnose(whole)
    if (countOf(other) < countOf(diagnosis)) return { received: whole, diagnosis: other }
  }
  return { received: shorter, diagnosis: { ...diagnosis, certain: [...diagnosis.certain, WITHOUT_LINE_BREAK] } }
}

/** The number of mistakes; infinity for an invalid message that no known mistake explains. */
function countOf({ check, mistakes }: ReceivedDiagnosis): number {
  return check !== null && mistakes.length === 0 ? Number.POSITIVE_INFINITY : mistakes.length
}

const WITHOUT_LINE_BREAK: ReceivedDiagnosis['certain'][number] = {
  message:
    'The body was taken without the line break at its end, which editors add. If the body was received with it, give Content-Length.',
  message_zh: '读取报文主体时去掉了末尾的换行符（编辑器会自动添加）。如果收到的报文主体末尾确有换行符，请给出 Content-Length。',
}
