import { useEffect, useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { ATTEMPT_FAULTS, NOTIFICATION_FAULTS, type Text } from './fault-texts.ts'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing, useRead } from './loading.tsx'
import type { ListedNotification, Notification } from './schemas.ts'
import { TableHead } from './table-head.tsx'
import { Pieces } from './visible-text.tsx'

const EVENTS = ['TRANSACTION.SUCCESS', 'REFUND.SUCCESS', 'SECURITY_ECHO.SUCCESS']

const READING_MILLISECONDS = 1_000

/**
 * Lists the notifications of a merchant with the answers of its handler. A form sends a new notification, with or without a fault.
 * Shows nothing when the control API answers 404, because the merchant was removed.
 */
export function NotificationsCard({ path }: { readonly path: string }) {
  const say = useSay()
  const { ask } = useControl()
  const { value, refusal, again } = useRead<{ notifications: ListedNotification[] }>(path, (control) =>
    control.ask('GET', `${path}/notifications`),
  )
  const doing = useDoing()
  useEverySecond(value?.notifications.some(({ state }) => state === 'pending') ?? false, again)
  if (!value) return refusal?.status === 404 ? null : <RefusalNote refusal={refusal} />
  const does = (method: string, target: string, body?: unknown) => void doing.run(() => ask(method, `${path}/notifications${target}`, body))
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

function useEverySecond(isWaiting: boolean, read: () => Promise<void>): void {
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => {
      if (!document.hidden) void read()
    }, READING_MILLISECONDS)
    return () => clearInterval(timer)
  }, [isWaiting, read])
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
        <input class="wide" value={event} list="events" onInput={(input) => setEvent(input.currentTarget.value.trim())} />
        <datalist id="events">
          {EVENTS.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </label>
      <WrongWith fault={fault} faults={NOTIFICATION_FAULTS} onChoose={setFault} />
      <button type="submit" class="primary" disabled={isDoing || url === '' || event === ''}>
        {say('Send', '发送')}
      </button>
    </form>
  )
}

interface WrongProps {
  readonly fault: string
  readonly faults: Readonly<Record<string, Text>>
  readonly onChoose: (fault: string) => void
}

function WrongWith({ fault, faults, onChoose }: WrongProps) {
  const say = useSay()
  return (
    <label>
      {say('What is wrong with it', '有什么问题')}
      <select value={fault} onChange={(change) => onChoose(change.currentTarget.value)}>
        <option value="">{say('nothing', '没有')}</option>
        {Object.entries(faults).map(([name, text]) => (
          <option key={name} value={name}>
            {name}: {say(...text)}
          </option>
        ))}
      </select>
    </label>
  )
}

interface OneProps {
  readonly notification: ListedNotification
  readonly path: string
  readonly isDoing: boolean
  readonly does: (method: string, target: string, body?: unknown) => void
}

function OneNotification({ notification, path, isDoing, does }: OneProps) {
  const say = useSay()
  const { ask } = useControl()
  const [isOpen, setOpen] = useState(false)
  const [whole, setWhole] = useState<Notification>()
  const [fault, setFault] = useState('')
  const { id, event_type, url, state, next_attempt, fault: wrong, attempts } = notification
  const states = {
    pending: say('pending', '等待中'),
    succeeded: say('accepted', '已接受'),
    given_up: say('given up', '已放弃'),
    cancelled: say('cancelled', '已取消'),
  }
  const target = `/${encodeURIComponent(id)}`
  // The list lacks the bodies of the handler's answers. So the whole notification is read when it is opened, and after each new attempt.
  useEffect(() => {
    if (isOpen) void ask<Notification>('GET', `${path}/notifications${target}`).then(setWhole, () => undefined)
  }, [isOpen, attempts.length])
  return (
    <details class="notification" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class={state === 'succeeded' ? 'good' : state === 'pending' ? 'warn' : 'bad'}>{states[state]}</span> <b>{event_type}</b>{' '}
        <span class="mono">
          <Pieces text={url.slice(0, 120)} />
        </span>{' '}
        {wrong !== null && <code>{wrong}</code>}{' '}
        <span class="muted">{say(attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`, `${attempts.length} 次发送`)}</span>
        {next_attempt !== null && <span class="muted"> · {say(`next ${next_attempt}`, `下次 ${next_attempt}`)}</span>}
      </summary>
      <Attempts attempts={attempts} whole={whole} />
      <div class="form spaced">
        <WrongWith fault={fault} faults={ATTEMPT_FAULTS} onChoose={setFault} />
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

interface AttemptsProps {
  readonly attempts: ListedNotification['attempts']
  /** The notification with the bodies of the handler's answers, as soon as it is read. */
  readonly whole: Notification | undefined
}

function Attempts({ attempts, whole }: AttemptsProps) {
  const say = useSay()
  return (
    <table class="plain">
      <TableHead
        names={[
          say('time', '时间'),
          say('answer', '应答'),
          say('took', '耗时'),
          say('wrong', '问题'),
          say('failure and body', '失败原因与报文'),
        ]}
      />
      <tbody>
        {attempts.map((attempt, index) => (
          <tr key={index}>
            <td class="mono">{attempt.time}</td>
            <td>{attempt.status ?? '—'}</td>
            <td>{attempt.milliseconds} ms</td>
            <td>{attempt.fault ?? '—'}</td>
            <td class="mono">
              {attempt.failure !== null && (
                <div>{attempt.status === null ? say('no answer', '没有收到应答') : say('not accepted', '未被接受')}</div>
              )}
              <Pieces text={[attempt.failure, whole?.attempts[index]?.body].filter(Boolean).join(' · ').slice(0, 1_200)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
