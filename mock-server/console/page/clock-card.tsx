import { useEffect, useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { useSay } from './language.tsx'
import { RefusalNote, useDoing, useRead } from './loading.tsx'
import type { Clock } from './schemas.ts'

/** The clock of a merchant: the business time, the gateway time, and the buttons that change both. */
export function ClockCard({ path }: { readonly path: string }) {
  const say = useSay()
  const { ask } = useControl()
  const { value, refusal } = useRead<{ clock: Clock; read: number }>(path, async (control) => ({
    clock: await control.ask<Clock>('GET', `${path}/clock`),
    read: Date.now(),
  }))
  const doing = useDoing()
  const [advance, setAdvance] = useState('24h')
  const [skew, setSkew] = useState('5m')
  const now = useEverySecond()
  const change = (body: object) => void doing.run(() => ask('PUT', `${path}/clock`, body))
  const clock = value?.clock
  // The seconds since the page read the clock, or 0 while the clock is stopped.
  const passed = value && clock?.pin === null ? Math.max(0, now - value.read) / 1000 : 0
  return (
    <section class="card">
      <h2>{say('Clock', '时钟')}</h2>
      <RefusalNote refusal={refusal ?? doing.refusal} />
      {clock && (
        <div class="clocks">
          <span>
            {say('business time', '业务时间')}
            <strong>{dateOf(clock.business_time + passed)}</strong>
          </span>
          <span>
            {say('gateway time', '网关时间')}
            <strong>{dateOf(clock.gateway_time + passed)}</strong>
          </span>
        </div>
      )}
      {clock && (
        <p class="note">
          {clock.pin === null ? say('running', '运行中') : say('stopped', '已停止')} · {say('ahead by', '快')} {shortest(clock.advance)} ·{' '}
          {say('gateway skew', '网关偏差')} {shortest(clock.gateway_skew)}
        </p>
      )}
      <div class="form">
        <label>
          {say('Move forward by', '前进')}
          <input value={advance} onInput={(event) => setAdvance(event.currentTarget.value)} />
        </label>
        <button type="button" disabled={doing.isDoing} onClick={() => change({ advance })}>
          {say('Advance', '前进')}
        </button>
        <label>
          {say('Gateway ahead by', '网关时钟快')}
          <input value={skew} onInput={(event) => setSkew(event.currentTarget.value)} />
        </label>
        <button type="button" disabled={doing.isDoing} onClick={() => change({ gateway_skew: skew })}>
          {say('Set skew', '设置偏差')}
        </button>
      </div>
      <div class="form">
        <button
          type="button"
          disabled={doing.isDoing || !clock}
          onClick={() => change({ pin: Math.floor((clock?.business_time ?? 0) + passed) })}
        >
          {say('Stop here', '停在此刻')}
        </button>
        <button type="button" disabled={doing.isDoing} onClick={() => change({ reset: true })}>
          {say("Back to the server's clock", '恢复为服务的时钟')}
        </button>
      </div>
      <p class="note">{say('A whole number and one unit: ms, s, m or h.', '整数加一个单位：ms、s、m 或 h。')}</p>
    </section>
  )
}

function useEverySecond(): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** Returns a time as Beijing time, such as `2026-01-31 08:30:00 +08:00`. */
export function dateOf(seconds: number): string {
  return `${new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ')} +08:00`
}

const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

/** Returns a duration as a whole number of the largest possible unit: `24h` for `86400s`. */
function shortest(duration: string): string {
  const [, count = '0', given = 'ms'] = /^(-?\d+)(ms|s|m|h)$/.exec(duration) ?? []
  const milliseconds = Number(count) * (UNITS.find(([name]) => name === given)?.[1] ?? 1)
  const [unit, size] = UNITS.find(([, each]) => milliseconds % each === 0) ?? ['ms', 1]
  return milliseconds === 0 ? '0s' : `${milliseconds / size}${unit}`
}
