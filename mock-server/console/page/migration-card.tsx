import { useContext } from 'preact/hooks'
import { dateOf } from './clock-card.tsx'
import { useControl } from './control.ts'
import { LanguageContext, useSay } from './language.tsx'
import { RefusalNote, useDoing, useRead } from './loading.tsx'
import { hashOf } from './route.ts'
import type { Migration } from './schemas.ts'

interface Props {
  readonly path: string
  readonly mchid: string
}

const DAYS = [1, 2, 3, 4, 5, 6, 7]

/**
 * Shows how far a merchant is in the rehearsal of the seven-day move to the public key, and has buttons for the steps. Shows nothing when
 * the control API answers 404, for example because the merchant was removed.
 */
export function MigrationCard({ path, mchid }: Props) {
  const say = useSay()
  const { ask } = useControl()
  const { value, refusal, again } = useRead<Migration>(path, (control) => control.ask('GET', `${path}/platform/migration`))
  const doing = useDoing()
  if (!value) return refusal?.status === 404 ? null : <RefusalNote refusal={refusal} />
  const does = (method: string, target: string, body?: unknown) => void doing.run(() => ask(method, `${path}${target}`, body))
  const { running, began, ends, day, callbacks, answers, lacking, can_finish } = value
  return (
    <section class="card">
      <h2>{say('Move to the public key', '更换为微信支付公钥')}</h2>
      <RefusalNote refusal={refusal ?? doing.refusal} />
      <ol class="days" aria-label={say('Seven days', '七天')}>
        {DAYS.map((each) => (
          <li
            key={each}
            class={!running || day === null ? '' : each < day ? 'is-past' : each === day ? 'is-now' : ''}
            aria-current={running && each === day ? 'step' : undefined}
          >
            {say(`day ${each}`, `第 ${each} 天`)}
          </li>
        ))}
      </ol>
      {running && (
        <p class="note">
          {say('from', '开始')} {began === null ? '—' : dateOf(began)} · {say('to', '结束')} {ends === null ? '—' : dateOf(ends)}
        </p>
      )}
      <Bar label={say('callbacks signed by the public key', '由公钥签名的回调')} percent={callbacks} />
      <Bar label={say('calls that named the public key', '指定了公钥 ID 的调用')} percent={answers} />
      {lacking.length > 0 && (
        <ul class="certain">
          {lacking.map(({ operation, calls, request }) => (
            <li key={operation}>
              {say(
                `${calls === 1 ? '1 call' : `${calls} calls`} of ${operation} did not name the public key`,
                `${operation} 有 ${calls} 次调用没有指定公钥 ID`,
              )}{' '}
              {request !== null && <a href={hashOf('requests', mchid, String(request))}>#{request}</a>}
            </li>
          ))}
        </ul>
      )}
      <Missing migration={value} />
      <div class="actions">
        <button type="button" disabled={running || doing.isDoing} onClick={() => does('POST', '/platform/migration')}>
          {say('Start', '开始更换')}
        </button>
        <button type="button" disabled={doing.isDoing} onClick={() => does('PUT', '/clock', { advance: '24h' })}>
          {say('One day on', '过一天')}
        </button>
        <button type="button" disabled={!running || doing.isDoing} onClick={() => does('DELETE', '/platform/migration')}>
          {say('Roll back', '回退')}
        </button>
        <button
          type="button"
          class="primary"
          disabled={!can_finish || doing.isDoing}
          onClick={() => does('POST', '/platform/migration/finish')}
        >
          {say('Revoke the platform certificate', '作废平台证书')}
        </button>
        <button type="button" disabled={doing.isDoing} onClick={() => void again()}>
          {say('Refresh', '刷新')}
        </button>
      </div>
    </section>
  )
}

/**
 * Lists what is missing before the platform certificate can be revoked. The control API's sentences are in English, so the Chinese page has
 * its own sentences.
 */
function Missing({ migration }: { readonly migration: Migration }) {
  const isChinese = useContext(LanguageContext) === 'zh'
  const sentences = isChinese ? missingInChinese(migration) : migration.missing
  return (
    <ul class="certain muted">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}

function missingInChinese({ running, callbacks, answers }: Migration): readonly string[] {
  if (!running) return ['目前没有进行更换']
  return [
    ...(callbacks === 100 ? [] : [`由公钥签名的回调为 ${callbacks} %，第七天起为 100 %`]),
    ...(answers === 100 ? [] : [`最近七天指定公钥 ID 的调用为 ${answers} %，须为 100 %（每小时更新）`]),
  ]
}

function Bar({ label, percent }: { readonly label: string; readonly percent: number | null }) {
  return (
    <label class="bar">
      <span>
        {label} <b>{percent === null ? '—' : `${Math.round(percent * 10) / 10} %`}</b>
      </span>
      <meter min={0} max={100} value={percent ?? 0} />
    </label>
  )
}
