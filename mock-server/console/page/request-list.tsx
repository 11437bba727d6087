import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useSay } from './language.tsx'
import { signerName } from './merchant-names.ts'
import type { RequestEvent } from './schemas.ts'
import { StatusBadge, Verdict } from './status-badge.tsx'

interface Props {
  readonly rows: readonly RequestEvent[]
  readonly selected: number | undefined
  readonly isFiltered: boolean
  readonly onOpen: (row: RequestEvent) => void
}

/** The height of a row in pixels; page.css has the same numbers. Narrow screens show a request on two lines. */
const ROW_HEIGHT = { wide: 32, narrow: 54 }
const NARROW = '(max-width: 720px)'

const AROUND = 8

/** Draws the visible rows and a few around them, because thousands of elements would scroll slowly. */
export function RequestList({ rows, selected, isFiltered, onOpen }: Props) {
  const say = useSay()
  const box = useRef<HTMLDivElement>(null)
  const height = useRowHeight()
  const [view, setView] = useState({ top: 0, height: 800 })
  useStaysInPlace(box, rows, height)
  useLayoutEffect(() => {
    const { current } = box
    if (!current) return
    const measure = () => setView({ top: current.scrollTop, height: current.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    current.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      current.removeEventListener('scroll', measure)
    }
  }, [])
  const at = rows.findIndex(({ id }) => id === selected)
  useEffect(() => {
    if (at >= 0) reveal(box.current, at, height)
    // `at` is not a dependency. If it were, each row that arrives would scroll the selected row into view again.
  }, [selected, height])
  const first = Math.max(0, Math.floor(view.top / height) - AROUND)
  const end = Math.min(rows.length, Math.ceil((view.top + view.height) / height) + AROUND)
  const drawn = rows.slice(first, end)
  return (
    <div class="list-frame">
      <div class="columns" aria-hidden="true">
        <span>{say('time', '时间')}</span>
        <span>{say('status', '状态')}</span>
        <span>{say('merchant', '服务商')}</span>
        <span>{say('request', '请求')}</span>
        <span>{say('result', '结果')}</span>
        <span>{say('answer signed by', '应答签名')}</span>
      </div>
      <div
        ref={box}
        class="list"
        role="listbox"
        tabIndex={0}
        aria-label={say('Requests, the newest first', '请求，最新的在前')}
        aria-activedescendant={drawn.some(({ id }) => id === selected) ? `row-${selected}` : undefined}
      >
        <div class="space" role="presentation" style={{ height: `${rows.length * height}px` }}>
          <div role="presentation" style={{ transform: `translateY(${first * height}px)` }}>
            {drawn.map((row, index) => (
              <Row
                key={row.id}
                row={row}
                place={first + index + 1}
                count={rows.length}
                isSelected={row.id === selected}
                onOpen={() => onOpen(row)}
              />
            ))}
          </div>
        </div>
      </div>
      {rows.length === 0 && (
        <div class="empty">
          {isFiltered
            ? say('No request matches.', '没有符合条件的请求。')
            : say(
                'No request yet. As soon as your program calls this server, the request appears here.',
                '还没有请求。你的程序一调用本服务，请求就会出现在这里。',
              )}
        </div>
      )}
    </div>
  )
}

interface RowProps {
  readonly row: RequestEvent
  readonly place: number
  readonly count: number
  readonly isSelected: boolean
  readonly onOpen: () => void
}

function Row({ row, place, count, isSelected, onOpen }: RowProps) {
  const say = useSay()
  const { id, time, merchant, mchid, method, target, signer, wire, status } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the page opens the selected row with Enter
    <div
      id={`row-${id}`}
      class={`row${isSelected ? ' is-selected' : ''}${wire !== null || status >= 400 ? ' is-bad' : ''}`}
      role="option"
      aria-selected={isSelected}
      aria-setsize={count}
      aria-posinset={place}
      tabIndex={-1}
      onClick={onOpen}
    >
      <time dateTime={time}>{clockOf(time)}</time>
      <StatusBadge {...{ status, wire }} />
      <span class="merchant" title={merchant ?? mchid ?? undefined}>
        {merchant ?? mchid ?? '—'}
      </span>
      <span class="target" title={target.slice(0, 300)}>
        <b>{method.slice(0, 20)}</b> <Target target={target} />
      </span>
      <Verdict row={row} />
      <span class="signer" title={signer?.serial_no}>
        {signer ? signerName(say, signer.kind) : '—'}
      </span>
    </div>
  )
}

/** How many characters at the end of a target stay visible in a narrow column. Paths differ most at the end. */
const END_CHARACTERS = 9

function Target({ target }: Pick<RequestEvent, 'target'>) {
  const characters = [...shortTarget(target)]
  return (
    <>
      <bdi class="start">{characters.slice(0, -END_CHARACTERS).join('')}</bdi>
      <bdi>{characters.slice(-END_CHARACTERS).join('')}</bdi>
    </>
  )
}

function shortTarget(target: string): string {
  return target.slice(0, 200).replace(/^\/v3\/goldplan\/merchants\//, '…/')
}

/** The time of day in the reader's time zone. */
export function clockOf(time: string): string {
  const date = new Date(time)
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'))
  return `${hours}:${minutes}:${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function useRowHeight(): number {
  const [isNarrow, setNarrow] = useState(matchMedia(NARROW).matches)
  useEffect(() => {
    const query = matchMedia(NARROW)
    const follow = () => setNarrow(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  return isNarrow ? ROW_HEIGHT.narrow : ROW_HEIGHT.wide
}

/** Keeps the visible rows in place when rows arrive above them, unless the reader is at the top. */
function useStaysInPlace(box: { readonly current: HTMLElement | null }, rows: readonly RequestEvent[], height: number): void {
  const newest = useRef<number | undefined>(undefined)
  useLayoutEffect(() => {
    const { current } = box
    const before = newest.current
    newest.current = rows[0]?.id
    if (!current || before === undefined || current.scrollTop < height) return
    const added = rows.findIndex(({ id }) => id === before)
    if (added > 0) current.scrollTop += added * height
  }, [rows, height, box])
}

function reveal(box: HTMLElement | null, index: number, height: number): void {
  if (!box) return
  const top = index * height
  if (top < box.scrollTop) box.scrollTop = top
  if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight
}
