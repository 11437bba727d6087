import type { RequestEvent } from './schemas.ts'

/** The requests that the page has received. */
export interface Rows {
  /** The requests, with the newest first. */
  readonly list: readonly RequestEvent[]
  /**
   * The ID of the last request that the page had received when the user emptied the list; 0 if the user never did. Requests up to this ID
   * are not shown again when they arrive a second time with their diagnosis.
   */
  readonly cleared: number
  /** The number of requests that the list lacks, because the journal or the page dropped them before they were shown. */
  readonly missed: number
  /** Whether the list was emptied because the server was restarted. */
  readonly isRestarted: boolean
}

export const NO_ROWS: Rows = { list: [], cleared: 0, missed: 0, isRestarted: false }

/** The largest number of rows: enough for a long test run. Together they take a few megabytes of memory. */
const ROW_LIMIT = 10_000

/**
 * Adds requests to the list, given in the order in which they arrived. A request that arrives a second time, now with its diagnosis,
 * replaces its row.
 */
export function withRequests(rows: Rows, arrived: readonly RequestEvent[]): Rows {
  const changed = new Map<number, RequestEvent>()
  const added = new Map<number, RequestEvent>()
  let last = rows.list[0]?.id ?? rows.cleared
  let missed = rows.missed
  for (const request of arrived) {
    if (request.id <= last) {
      changed.set(request.id, request)
      continue
    }
    // Requests before the first one that the page received don't count as missed.
    if (last > 0) missed += request.id - last - 1
    last = request.id
    added.set(request.id, request)
  }
  for (const [id, request] of changed) if (added.has(id)) added.set(id, request)
  const kept = changed.size === 0 ? rows.list : rows.list.map((row) => changed.get(row.id) ?? row)
  const list = [...[...added.values()].reverse(), ...kept]
  return { ...rows, list: list.length > ROW_LIMIT ? list.slice(0, ROW_LIMIT) : list, missed }
}

/** The user's filter for the list. An empty field lets every request through. */
export interface Filter {
  readonly text: string
  readonly merchant: string
  readonly operation: string
  readonly status: '' | 'ok' | 'refused' | 'failed' | 'cut'
}

export const NO_FILTER: Filter = { text: '', merchant: '', operation: '', status: '' }

/**
 * Returns the merchant ID that a request names, even if the server has no such merchant; `-` if the request names none. A client can send
 * any text, but only digits count as an ID.
 */
export function merchantOf({ merchant, mchid }: RequestEvent): string {
  return merchant ?? (mchid !== null && /^\d{1,32}$/.test(mchid) ? mchid : '-')
}

const STATUS: Readonly<Record<Exclude<Filter['status'], ''>, (row: RequestEvent) => boolean>> = {
  ok: ({ status, wire }) => status < 400 && wire === null,
  refused: ({ status }) => status === 401,
  failed: ({ status }) => status >= 400,
  cut: ({ wire }) => wire !== null,
}

/** The requests that a filter lets through. */
export function filtered(list: readonly RequestEvent[], { text, merchant, operation, status }: Filter): readonly RequestEvent[] {
  if (text === '' && merchant === '' && operation === '' && status === '') return list
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return list.filter(
    (row) =>
      (merchant === '' || merchantOf(row) === merchant) &&
      (operation === '' || (row.operation ?? '-') === operation) &&
      (status === '' || STATUS[status](row)) &&
      words.every((word) => searched(row).includes(word)),
  )
}

function searched({
  method,
  target,
  status,
  code,
  merchant,
  mchid,
  operation,
  verdict,
  request_id,
  mistakes,
  error,
}: RequestEvent): string {
  const parts = [method, target, status, code, merchant, mchid, operation, verdict, request_id, error?.message, error?.field]
  return [...parts, ...(mistakes ?? []).flatMap(({ id, message, message_zh }) => [id, message, message_zh])].join(' ').toLowerCase()
}
