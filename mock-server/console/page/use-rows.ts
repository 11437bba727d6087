import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ControlApi, Refusal } from './control.ts'
import { follow } from './follow.ts'
import { NO_ROWS, type Rows, withRequests } from './rows.ts'
import type { RequestEvent } from './schemas.ts'

/** The stream of requests, as the page shows it. */
export interface LiveRows extends Rows {
  readonly connection: 'opening' | 'open' | 'lost'
  /** Why the stream broke or could not be opened. */
  readonly refusal: Refusal | undefined
  readonly isPaused: boolean
  /** The number of events that wait for the end of the pause: new requests, and requests that came again with their diagnosis. */
  readonly waiting: number
  readonly pause: (isPaused: boolean) => void
  /** Empties the list on the page. The journal of the server stays. */
  readonly clear: () => void
}

/** Requests that arrive within this time are drawn together. */
const DRAWING_MILLISECONDS = 100

/** Follows the requests that the server receives. Returns them as the rows of the list. */
export function useRows(control: ControlApi): LiveRows {
  const [rows, setRows] = useState<Rows>(NO_ROWS)
  const [connection, setConnection] = useState<LiveRows['connection']>('opening')
  const [refusal, setRefusal] = useState<Refusal>()
  const [isPaused, setPaused] = useState(false)
  const [waiting, setWaiting] = useState(0)
  const inbox = useMemo(() => createInbox(setRows, setWaiting), [])
  useEffect(() => {
    const stop = new AbortController()
    const timer = setInterval(inbox.draw, DRAWING_MILLISECONDS)
    void follow(
      control,
      {
        onOpen(lastId) {
          setConnection('open')
          setRefusal(undefined)
          inbox.opened(lastId)
        },
        onRequest: inbox.put,
        onLost(lost) {
          setConnection('lost')
          setRefusal(lost)
        },
      },
      stop.signal,
    )
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [control, inbox])
  return {
    ...rows,
    connection,
    refusal,
    isPaused,
    waiting,
    pause(paused) {
      inbox.pause(paused)
      setPaused(paused)
    },
    clear: inbox.clear,
  }
}

function createInbox(setRows: (change: (rows: Rows) => Rows) => void, setWaiting: (waiting: number) => void) {
  let arrived: RequestEvent[] = []
  let isPaused = false
  let last = 0
  function draw(): void {
    if (isPaused) setWaiting(arrived.length)
    if (isPaused || arrived.length === 0) return
    const batch = arrived
    arrived = []
    setRows((rows) => withRequests(rows, batch))
  }
  return {
    draw,
    put(request: RequestEvent): void {
      last = Math.max(last, request.id)
      arrived.push(request)
      // Drops the oldest requests, so that a page that stays paused does not fill the memory.
      if (arrived.length > 20_000) arrived.splice(0, 10_000)
    },
    /** Empties the list if the server's last ID is below the last ID that the page has seen, because the server was restarted. */
    opened(lastId: number): void {
      if (lastId >= last) return
      last = 0
      arrived = []
      setRows(() => ({ ...NO_ROWS, isRestarted: true }))
    },
    pause(paused: boolean): void {
      isPaused = paused
      setWaiting(0)
      draw()
    },
    clear(): void {
      arrived = []
      // `last` stays, so that a restart of the server is still noticed.
      const cleared = last
      setRows(() => ({ ...NO_ROWS, cleared }))
    },
  }
}
