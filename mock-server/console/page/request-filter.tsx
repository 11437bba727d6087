import { useMemo } from 'preact/hooks'
import { useSay } from './language.tsx'
import { type Filter, merchantOf } from './rows.ts'
import type { LiveRows } from './use-rows.ts'

interface Props {
  readonly rows: LiveRows
  readonly filter: Filter
  /** How many requests the filter lets through. */
  readonly count: number
  readonly search: { current: HTMLInputElement | null }
  readonly onFilter: (filter: Filter) => void
}

/** The controls that filter, pause and clear the list of requests. */
export function RequestFilter({ rows, filter, count, search, onFilter }: Props) {
  const say = useSay()
  const merchants = useMemo(() => [...new Set(rows.list.map(merchantOf))].sort(), [rows.list])
  const operations = useMemo(() => [...new Set(rows.list.map(({ operation }) => operation ?? '-'))].sort(), [rows.list])
  const set = (part: Partial<Filter>) => onFilter({ ...filter, ...part })
  const nameOf = (value: string) => (value === '-' ? say('(none)', '（无）') : value)
  return (
    <div class="filter" role="search">
      <h1 id="requests-title">
        {say('Requests', '请求')} <span class="count">{count.toLocaleString('en')}</span>
      </h1>
      <input
        ref={search}
        type="search"
        class="search"
        placeholder={say('Search  /', '搜索  /')}
        aria-label={say('Search', '搜索')}
        value={filter.text}
        onInput={(event) => set({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <select
        aria-label={say('Merchant', '服务商')}
        value={filter.merchant}
        onChange={(event) => set({ merchant: event.currentTarget.value })}
      >
        <option value="">{say('all merchants', '全部服务商')}</option>
        {merchants.map((merchant) => (
          <option key={merchant} value={merchant}>
            {nameOf(merchant)}
          </option>
        ))}
      </select>
      <select
        aria-label={say('Operation', '接口')}
        value={filter.operation}
        onChange={(event) => set({ operation: event.currentTarget.value })}
      >
        <option value="">{say('all operations', '全部接口')}</option>
        {operations.map((operation) => (
          <option key={operation} value={operation}>
            {nameOf(operation)}
          </option>
        ))}
      </select>
      <select
        aria-label={say('Status', '状态')}
        value={filter.status}
        onChange={(event) => set({ status: event.currentTarget.value as Filter['status'] })}
      >
        <option value="">{say('any status', '全部状态')}</option>
        <option value="ok">{say('successful', '成功')}</option>
        <option value="failed">{say('4xx and 5xx', '4xx 和 5xx')}</option>
        <option value="refused">{say('401 signature', '401 签名被拒')}</option>
        <option value="cut">{say('wire fault', '连接异常')}</option>
      </select>
      <button type="button" aria-pressed={rows.isPaused} onClick={() => rows.pause(!rows.isPaused)}>
        {rows.isPaused
          ? say(`Go on${rows.waiting > 0 ? ` (${rows.waiting})` : ''}`, `继续${rows.waiting > 0 ? `（${rows.waiting}）` : ''}`)
          : say('Pause', '暂停')}
      </button>
      <button type="button" onClick={rows.clear} disabled={rows.list.length === 0}>
        {say('Clear', '清空')}
      </button>
    </div>
  )
}
