import { useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing, useRead } from './loading.tsx'
import { Pieces } from './visible-text.tsx'

/** A notification with its attempts, as `GET …/notifications` lists it. */
interface Notification {
  readonly id: string
  readonly create_time: string
  readonly url: string
  readonly event_type: string
  readonly fault: string | null
  readonly state: 'pending' | 'succeeded' | 'given_up' | 'cancelled'
  readonly next_attempt: string | null
  readonly attempts: readonly Attempt[]
}

interface Attempt {
  readonly time: string
  readonly status: number | null
  readonly milliseconds: number
  readonly failure: string | null
  readonly fault: string | null
  readonly serial_no: string | null
  readonly body?: string
}

const EVENTS = ['TRANSACTION.SUCCESS', 'REFUND.SUCCESS', 'SECURITY_ECHO.SUCCESS']

/** What can be wrong with one attempt. */
const FORGERIES = [
  'probe',
  'tampered',
  'other_body',
  'tampered_body',
  'expired',
  'future',
  'unknown_serial',
  'own_certificate',
  'missing_headers',
  'no_signature',
  'empty_headers',
  'wrong_charset',
  'wrong_key',
  'other_associated_data',
  'slow',
  'cut',
]

/** The notifications of a merchant: send one, right or hostile, and see what the handler answered. A server without them leaves the card out. */
export function NotificationsCard({ path }: { readonly path: string }) {
  const say = useSay()
  const { ask } = useControl()
  const { value, refusal, again } = useRead<{ notifications: Notification[] }>(path, (control) =>
    control.ask('GET', `${path}/notifications`),
  )
  const doing = useDoing()
  if (!value) return refusal?.status === 404 ? null : <RefusalNote refusal={refusal} />
  const does = (method: string, target: string, body?: unknown) =>
    void doing.run(async () => {
      await ask(method, `${path}/notifications${target}`, body)
      await again()
    })
  const { notifications } = value
  return (
    <section class="card">
      <h2>
        {say('Notifications', '回调通知')} <span class="count">{notifications.length}</span>
      </h2>
      <RefusalNote refusal={refusal ?? doing.refusal} />
      <NewNotification isDoing={doing.isDoing} onSend={(choice) => does('POST', '', choice)} />
      <div class="actions spaced">
        <button type="button" disabled={doing.isDoing} onClick={() => void again()}>
          {say('Refresh', '刷新')}
        </button>
      </div>
      {notifications.slice(0, 100).map((notification) => (
        <OneNotification key={notification.id} notification={notification} path={path} isDoing={doing.isDoing} does={does} />
      ))}
    </section>
  )
}

function NewNotification({ isDoing, onSend }: { readonly isDoing: boolean; readonly onSend: (choice: object) => void }) {
  const say = useSay()
  const [url, setUrl] = useState('http://127.0.0.1:8080/notify')
  const [event, setEvent] = useState(EVENTS[0] ?? '')
  const [fault, setFault] = useState('')
  return (
    <form
      class="form"
      onSubmit={(submit) => {
        submit.preventDefault()
        onSend({ url, event_type: event, ...(fault !== '' && { fault }) })
      }}
    >
      <label>
        notify_url
        <input class="wide" value={url} onInput={(input) => setUrl(input.currentTarget.value)} />
      </label>
      <label>
        {say('Event', '事件')}
        <input value={event} list="events" onInput={(input) => setEvent(input.currentTarget.value.trim())} />
        <datalist id="events">
          {EVENTS.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </label>
      <label>
        {say('What is wrong with it', '有什么问题')}
        <select value={fault} onChange={(change) => setFault(change.currentTarget.value)}>
          <option value="">{say('nothing', '没有')}</option>
          {['duplicate', 'out_of_order', ...FORGERIES].map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="primary" disabled={isDoing || url === '' || event === ''}>
        {say('Send', '发送')}
      </button>
    </form>
  )
}

interface OneProps {
  readonly notification: Notification
  readonly path: string
  readonly isDoing: boolean
  readonly does: (method: string, target: string, body?: unknown) => void
}

function OneNotification({ notification, path, isDoing, does }: OneProps) {
  const say = useSay()
  const { ask } = useControl()
  const [whole, setWhole] = useState<Notification>()
  const [fault, setFault] = useState('')
  const { id, event_type, url, state, next_attempt, fault: wrong } = notification
  const states = {
    pending: say('pending', '等待中'),
    succeeded: say('accepted', '已接受'),
    given_up: say('given up', '已放弃'),
    cancelled: say('cancelled', '已取消'),
  }
  const target = `/${encodeURIComponent(id)}`
  return (
    <details
      class="notification"
      onToggle={(event) => {
        if (event.currentTarget.open) void ask<Notification>('GET', `${path}/notifications${target}`).then(setWhole, () => undefined)
      }}
    >
      <summary>
        <span class={state === 'succeeded' ? 'good' : state === 'pending' ? 'warn' : 'bad'}>{states[state]}</span> <b>{event_type}</b>{' '}
        <span class="mono">
          <Pieces text={url.slice(0, 120)} />
        </span>{' '}
        {wrong !== null && <code>{wrong}</code>}{' '}
        <span class="muted">{say(`${notification.attempts.length} attempts`, `${notification.attempts.length} 次发送`)}</span>
        {next_attempt !== null && <span class="muted"> · {say(`next ${next_attempt}`, `下次 ${next_attempt}`)}</span>}
      </summary>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{say('time', '时间')}</th>
            <th scope="col">{say('answer', '应答')}</th>
            <th scope="col">{say('took', '耗时')}</th>
            <th scope="col">{say('wrong', '问题')}</th>
            <th scope="col">{say('failure and body', '失败原因与报文')}</th>
          </tr>
        </thead>
        <tbody>
          {(whole?.attempts ?? notification.attempts).map((attempt, index) => (
            <tr key={index}>
              <td class="mono">{attempt.time}</td>
              <td>{attempt.status ?? '—'}</td>
              <td>{attempt.milliseconds} ms</td>
              <td>{attempt.fault ?? '—'}</td>
              <td class="mono">
                <Pieces text={[attempt.failure, attempt.body].filter(Boolean).join(' · ').slice(0, 1_200)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="form spaced">
        <label>
          {say('What is wrong with it', '有什么问题')}
          <select value={fault} onChange={(change) => setFault(change.currentTarget.value)}>
            <option value="">{say('nothing', '没有')}</option>
            {FORGERIES.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <button type="button" disabled={isDoing} onClick={() => does('POST', `${target}/resend`, fault === '' ? {} : { fault })}>
          {say('Send again', '重新发送')}
        </button>
        {state === 'pending' && (
          <button type="button" class="danger" disabled={isDoing} onClick={() => does('DELETE', target)}>
            {say('Cancel', '取消')}
          </button>
        )}
      </div>
    </details>
  )
}
