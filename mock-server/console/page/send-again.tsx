import { useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { repeatedHeaders } from './copies.ts'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing } from './loading.tsx'
import { hashOf } from './route.ts'
import type { JournalEntry } from './schemas.ts'
import { StatusBadge } from './status-badge.tsx'

/** Sends a request once more with a new signature. The user may edit the request first. */
export function SendAgain({ entry, merchant }: { readonly entry: JournalEntry; readonly merchant: string }) {
  const say = useSay()
  const { ask } = useControl()
  const { isDoing, refusal, run } = useDoing()
  const [method, setMethod] = useState(entry.method)
  const [target, setTarget] = useState(entry.target)
  const [body, setBody] = useState(entry.body ?? '')
  const [sent, setSent] = useState<JournalEntry>()
  const send = () =>
    run(async () => {
      const choice = { method, target, body, headers: repeatedHeaders(entry) }
      setSent(await ask<JournalEntry>('POST', `/merchants/${encodeURIComponent(merchant)}/requests`, choice))
    })
  return (
    <section class="again">
      <h3>{say('Send again', '重新发送')}</h3>
      <details>
        <summary>{say('Edit it first', '先编辑')}</summary>
        <div class="edit">
          <label>
            {say('Method', '方法')}
            <input value={method} onInput={(event) => setMethod(event.currentTarget.value.toUpperCase())} />
          </label>
          <label>
            {say('Path and query', '路径和查询参数')}
            <input value={target} onInput={(event) => setTarget(event.currentTarget.value)} spellcheck={false} />
          </label>
          <label>
            {say('Body', '报文主体')}
            <textarea rows={6} value={body} onInput={(event) => setBody(event.currentTarget.value)} spellcheck={false} />
          </label>
        </div>
      </details>
      <button type="button" class="primary" disabled={isDoing} onClick={() => void send()}>
        {say('Sign anew and send', '重新签名并发送')}
      </button>
      <RefusalNote refusal={refusal} />
      {sent && (
        <p class="notice good" role="status">
          <StatusBadge status={sent.status} wire={sent.wire} /> {sent.code} <span lang="zh-CN">{sent.error?.message}</span>{' '}
          <a href={hashOf('requests', merchant, String(sent.id))}>{say(`open request ${sent.id}`, `打开请求 ${sent.id}`)}</a>
        </p>
      )}
    </section>
  )
}
