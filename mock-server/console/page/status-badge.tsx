import { useContext } from 'preact/hooks'
import { LanguageContext, useSay } from './language.tsx'
import type { RequestEvent } from './schemas.ts'
import { Pieces } from './visible-text.tsx'

/** The status of an answer. Scissors (✂) before the status show that a wire fault acted on the answer. */
export function StatusBadge({ status, wire }: Pick<RequestEvent, 'status' | 'wire'>) {
  const kind = wire !== null ? 'cut' : status === 401 ? 'refused' : status >= 500 ? 'failed' : status >= 400 ? 'wrong' : 'ok'
  return <span class={`status ${kind}`}>{wire === null ? status : `✂ ${status}`}</span>
}

/**
 * The result of a request in one line. Shows the first of these that the request has: a mistake, a wire fault, an error, a valid signature.
 * For any other request, shows a dash, or that there is no such operation.
 */
export function Verdict({ row }: { readonly row: RequestEvent }) {
  const language = useContext(LanguageContext)
  const say = useSay()
  const { mistakes, error, code, wire, verdict } = row
  const [mistake] = mistakes ?? []
  if (mistake)
    return (
      <span class="verdict bad" title={mistake.message}>
        <b>{mistake.id}</b> {language === 'zh' ? mistake.message_zh : mistake.message}
      </span>
    )
  if (wire !== null) return <span class="verdict bad">{say(`fault: ${wire}`, `预设故障：${wire}`)}</span>
  if (code !== null || error)
    return (
      <span class="verdict bad">
        {row.faults.length > 0 && <span class="fault">{say('fault', '预设故障')}</span>}
        <b>{code}</b> <Pieces text={[error?.field, error?.message].filter(Boolean).join(': ').slice(0, 200)} />
      </span>
    )
  if (verdict === 'valid') return <span class="verdict">{say('signature valid', '签名正确')}</span>
  return (
    <span class={`verdict${row.status >= 400 ? ' bad' : ''}`}>
      {row.operation === null ? <b>{say('no such operation', '没有这个接口')}</b> : '—'}
    </span>
  )
}
