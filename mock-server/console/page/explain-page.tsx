import { useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { Both, DiagnosisView } from './diagnosis-view.tsx'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing } from './loading.tsx'
import type { Diagnosis } from './schemas.ts'
import { Pieces, VisibleText } from './visible-text.tsx'

type Kind = 'request' | 'refusal' | 'response' | 'callback'

/** What was found out about one request, answer or notification in the pasted text, as `explain --json` prints it. */
interface Result {
  readonly title?: string
  readonly method?: string | null
  readonly target?: string | null
  readonly verdict: string
  readonly check?: string | null
  readonly message?: string | null
  readonly diagnosis?: Diagnosis
  readonly mistakes?: Diagnosis['mistakes']
  readonly certain?: Diagnosis['certain']
}

/** The page that explains a pasted request, answer or notification. */
export function ExplainPage() {
  const say = useSay()
  const { ask } = useControl()
  const { isDoing, refusal, run } = useDoing()
  const [text, setText] = useState('')
  const [kind, setKind] = useState<Kind | ''>('')
  const [key, setKey] = useState('')
  const [message, setMessage] = useState('')
  const [found, setFound] = useState<{ readonly kind: Kind; readonly results: readonly Result[] }>()
  const explain = () =>
    run(async () => {
      setFound(undefined)
      const choice = { text, ...(kind !== '' && { kind }), ...(key.trim() !== '' && { key }), ...(message !== '' && { message }) }
      setFound(await ask('POST', '/explain', choice))
    })
  return (
    <div class="sheet">
      <h1>{say('Explain', '签名诊断')}</h1>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault()
          void explain()
        }}
      >
        <label>
          {say(
            'Paste a curl command, a HAR, a raw request, the body of a 401, an answer or a notification. It stays on this server.',
            '粘贴 curl 命令、HAR、HTTP 原文、401 的报文、应答或回调通知。内容只在本服务内处理。',
          )}
          <textarea rows={12} spellcheck={false} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <details class="spaced">
          <summary>{say('Key, kind and the message that you signed', '证书、类型与你所签的待签名串')}</summary>
          <div class="edit">
            <label>
              {say('Kind', '类型')}
              <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind | '')}>
                <option value="">{say('recognised from the text', '根据内容判断')}</option>
                <option value="request">{say('a request', '请求')}</option>
                <option value="refusal">{say('a 401', '401 应答')}</option>
                <option value="response">{say('an answer', '应答')}</option>
                <option value="callback">{say('a notification', '回调通知')}</option>
              </select>
            </label>
            <label>
              {say(
                "The merchant's certificate or public key in PEM, never the private key. If this is empty, the certificates of this server are used.",
                '商户证书或公钥（PEM），不要粘贴私钥；不填则使用本服务的证书',
              )}
              <textarea rows={3} spellcheck={false} value={key} onInput={(event) => setKey(event.currentTarget.value)} />
            </label>
            <label>
              {say('The message that you signed, if you pasted a 401', '与 401 一起：你所签的待签名串')}
              <textarea rows={5} spellcheck={false} value={message} onInput={(event) => setMessage(event.currentTarget.value)} />
            </label>
          </div>
        </details>
        <div class="actions spaced">
          <button type="submit" class="primary" disabled={isDoing || text.trim() === ''}>
            {isDoing ? say('Looking…', '诊断中…') : say('Explain', '诊断')}
          </button>
        </div>
      </form>
      <div aria-live="polite">
        <RefusalNote refusal={refusal} />
        {found?.results.map((result, index) => (
          <ResultCard key={index} result={result} />
        ))}
      </div>
    </div>
  )
}

function ResultCard({ result }: { readonly result: Result }) {
  const say = useSay()
  const { title, method, target, verdict, check, message = null, diagnosis, mistakes = [], certain = [] } = result
  const isValid = verdict === 'valid'
  return (
    <section class="card result">
      <div class="verdict-head">
        <h2 class={isValid ? 'good' : 'bad'}>{isValid ? say('valid', '签名正确') : verdict}</h2>
        {check && <span class="muted">{check}</span>}
        <span class="mono">
          <Pieces text={(title ?? [method, target].filter(Boolean).join(' ')).slice(0, 300)} />
        </span>
      </div>
      {diagnosis && !isValid && <DiagnosisView diagnosis={diagnosis} built={message} />}
      {!diagnosis && (mistakes.length > 0 || certain.length > 0) && (
        <DiagnosisView diagnosis={{ mistakes, certain, same_as: [], key: null, hash: null, signed: null }} built={null} />
      )}
      {message !== null && (
        <>
          <h3 class="spaced">{say('Message that the gateway builds', '网关构造的待签名串')}</h3>
          <VisibleText text={message} hasSigns label={say('Signature message', '待签名串')} />
        </>
      )}
      {isValid && diagnosis?.certain.map((each) => <Both key={each.message} english={each.message} chinese={each.message_zh} />)}
    </section>
  )
}
