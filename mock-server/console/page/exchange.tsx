import { useEffect } from 'preact/hooks'
import { BodyView } from './body-view.tsx'
import { Copies } from './copies-menu.tsx'
import { DiagnosisView } from './diagnosis-view.tsx'
import { Facts } from './exchange-facts.tsx'
import { HeaderTable } from './header-table.tsx'
import { useSay } from './language.tsx'
import { RefusalNote, useRead } from './loading.tsx'
import { clockOf } from './request-list.tsx'
import { NO_MERCHANT } from './route.ts'
import type { JournalEntry, RequestEvent } from './schemas.ts'
import { SendAgain } from './send-again.tsx'
import { StateChange } from './state-change.tsx'
import { StatusBadge } from './status-badge.tsx'
import { Pieces, VisibleText } from './visible-text.tsx'
import { WrongView } from './wrong-view.tsx'

interface Props {
  readonly merchant: string
  readonly id: number
  /** The row of the request in the list; `undefined` when the list does not have the request. Changes when the diagnosis is complete. */
  readonly event: RequestEvent | undefined
  readonly onClose: () => void
}

/** One request and its answer, with the reasons for the answer. */
export function Exchange({ merchant, id, event, onClose }: Props) {
  const say = useSay()
  const isDiagnosed = event?.mistakes != null
  const base = merchant === NO_MERCHANT ? '/requests' : `/merchants/${encodeURIComponent(merchant)}/requests`
  const { value: entry, refusal, again } = useRead<JournalEntry>(`${merchant}/${id}`, ({ ask }) => ask('GET', `${base}/${id}`))
  useEffect(() => {
    if (isDiagnosed && entry && entry.diagnosis === null) void again()
  }, [isDiagnosed])
  return (
    <section class="exchange" aria-label={say(`Request ${id}`, `请求 ${id}`)}>
      <div class="exchange-head">
        <button type="button" class="back" onClick={onClose}>
          <span aria-hidden="true">←</span> {say('Back', '返回')}
        </button>
        {entry ? <Title entry={entry} /> : <h2>{say(`Request ${id}`, `请求 ${id}`)}</h2>}
        <button type="button" class="close" aria-label={say('Close', '关闭')} onClick={onClose}>
          ✕
        </button>
      </div>
      {refusal?.status === 404 ? <Gone merchant={merchant} /> : <RefusalNote refusal={refusal} />}
      {entry && refusal?.status !== 404 && <Body entry={entry} merchant={merchant} />}
    </section>
  )
}

function Gone({ merchant }: { readonly merchant: string }) {
  const say = useSay()
  return (
    <p class="notice" role="alert">
      {merchant === NO_MERCHANT
        ? say(
            'The journal does not have this request. It may have been dropped or cleared.',
            '请求记录中没有这个请求，可能已被丢弃或清空。',
          )
        : say(
            'The journal does not have this request. It may have been dropped or cleared, or its merchant removed.',
            '请求记录中没有这个请求，可能已被丢弃或清空，或服务商已被删除。',
          )}
    </p>
  )
}

function Title({ entry: { id, time, method, target, status, wire, code } }: { readonly entry: JournalEntry }) {
  return (
    <h2>
      <span class="title-line">
        <StatusBadge {...{ status, wire }} /> {code !== null && <b class="code">{code}</b>} <span class="muted">#{id}</span>{' '}
        <time class="muted" dateTime={time}>
          {clockOf(time)}
        </time>
      </span>
      <span class="title-target">
        <b>{method}</b> <Pieces text={target} />
      </span>
    </h2>
  )
}

function Body({ entry, merchant }: { readonly entry: JournalEntry; readonly merchant: string }) {
  const say = useSay()
  const { headers, body, message, diagnosis, answer, change } = entry
  return (
    <div class="exchange-body">
      {diagnosis && <DiagnosisView diagnosis={diagnosis} built={message} />}
      <WrongView entry={entry} />
      <Facts entry={entry} />
      {change && <StateChange change={change} />}
      <div class="sides">
        <section>
          <h3>{say('Request', '请求')}</h3>
          <BodyView text={body} label={say('Body of the request', '请求报文')} />
          <HeaderTable headers={headers} label={say('Headers of the request', '请求头')} />
        </section>
        <section>
          <h3>{say('Answer', '应答')}</h3>
          <BodyView text={answer.body} label={say('Body of the answer', '应答报文')} />
          <HeaderTable headers={answer.headers} label={say('Headers of the answer', '应答头')} />
        </section>
      </div>
      {message !== null && (
        <section>
          <h3>{say('Signature message that the server built', '服务端构造的待签名串')}</h3>
          <VisibleText text={message} hasSigns label={say('Signature message', '待签名串')} />
        </section>
      )}
      {merchant !== NO_MERCHANT && (
        <>
          <Copies entry={entry} merchant={merchant} />
          <SendAgain key={entry.id} entry={entry} merchant={merchant} />
        </>
      )}
    </div>
  )
}
