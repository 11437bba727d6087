import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useControl } from './control.ts'
import { Exchange } from './exchange.tsx'
import { isIn, isTyping } from './keys.ts'
import { useSay } from './language.tsx'
import { RefusalNote } from './loading.tsx'
import { RequestFilter } from './request-filter.tsx'
import { RequestList } from './request-list.tsx'
import { go, NO_MERCHANT } from './route.ts'
import { type Filter, filtered, NO_FILTER } from './rows.ts'
import type { RequestEvent } from './schemas.ts'
import type { LiveRows } from './use-rows.ts'

interface Props {
  readonly rows: LiveRows
  /** The merchant and the ID of the open request. */
  readonly parts: readonly string[]
}

/** The list of requests as they arrive and, beside it, the open request. */
export function RequestsPage({ rows, parts: [merchant, id] }: Props) {
  const [filter, setFilter] = useState<Filter>(NO_FILTER)
  const [cursor, setCursor] = useState<number>()
  const search = useRef<HTMLInputElement>(null)
  const shown = useMemo(() => filtered(rows.list, filter), [rows.list, filter])
  const open = id === undefined ? undefined : Number(id)
  const selected = cursor ?? open
  useKeys({ rows, shown, selected, isOpen: open !== undefined, setCursor, search })
  return (
    <div class={open === undefined ? 'requests' : 'requests is-open'}>
      <section class="list-side" aria-labelledby="requests-title">
        <RequestFilter {...{ rows, filter, search }} count={shown.length} onFilter={setFilter} />
        <Notices rows={rows} />
        <RequestList
          rows={shown}
          selected={selected}
          isFiltered={filter !== NO_FILTER && rows.list.length > 0}
          onOpen={(row) => {
            setCursor(row.id)
            openRow(row)
          }}
        />
      </section>
      {open !== undefined && merchant !== undefined && (
        <Exchange
          key={`${merchant}/${open}`}
          merchant={merchant}
          id={open}
          event={rows.list.find((row) => row.id === open)}
          onClose={() => {
            setCursor(open)
            go('requests')
          }}
        />
      )}
    </div>
  )
}

function openRow({ merchant, id }: Pick<RequestEvent, 'merchant' | 'id'>): void {
  go('requests', merchant ?? NO_MERCHANT, String(id))
}

interface KeyState {
  readonly rows: LiveRows
  readonly shown: readonly RequestEvent[]
  readonly selected: number | undefined
  readonly isOpen: boolean
  readonly setCursor: (id: number) => void
  readonly search: { readonly current: HTMLInputElement | null }
}

/** Handles the keyboard shortcuts of the list. While a request is open, `j` and `k` also open the request that they move to. */
function useKeys({ rows, shown, selected, isOpen, setCursor, search }: KeyState): void {
  useLayoutEffect(() => {
    function move(step: number): void {
      const at = shown.findIndex((row) => row.id === selected)
      const next = shown[at < 0 ? 0 : Math.min(Math.max(at + step, 0), shown.length - 1)]
      if (!next) return
      setCursor(next.id)
      if (isOpen) openRow(next)
    }
    function onKey(event: KeyboardEvent): void {
      if (event.key === 'Escape' && isOpen && !isIn(event, 'dialog')) go('requests')
      if (isTyping(event)) return
      const row = shown.find(({ id }) => id === selected)
      const isOnButton = isIn(event, 'button, a, summary')
      const actions: Readonly<Record<string, () => void>> = {
        j: () => move(1),
        k: () => move(-1),
        p: () => rows.pause(!rows.isPaused),
        '/': () => search.current?.focus(),
        ...(row && !isOnButton && { Enter: () => openRow(row) }),
      }
      const action = actions[event.key]
      if (!action) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}

function Notices({ rows }: { readonly rows: LiveRows }) {
  const say = useSay()
  const { asksForToken } = useControl()
  const { isRestarted, missed, refusal } = rows
  return (
    <div class="notices" aria-live="polite">
      {refusal?.status === 0 && (
        <p class="notice bad">
          {say('The server does not answer. The list continues when the server answers again.', '服务没有应答；恢复后列表会继续更新。')}
        </p>
      )}
      {refusal && refusal.status !== 0 && !asksForToken(refusal) && <RefusalNote refusal={refusal} />}
      {isRestarted && (
        <p class="notice">{say('The server was restarted, so its journal starts again.', '服务已重新启动，请求记录从头开始。')}</p>
      )}
      {missed > 0 && (
        <p class="notice">
          {say(
            `Missing from the list: ${missed.toLocaleString('en')}. The journal no longer had these requests, they came faster than the page reads, or too many came while the list was paused.`,
            `列表缺少 ${missed.toLocaleString('en')} 个请求：请求记录中已没有，或到达速度超过页面的读取速度，或暂停期间到达过多。`,
          )}
        </p>
      )}
    </div>
  )
}
