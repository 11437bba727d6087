import { describe, expect, it } from 'vitest'
import { NO_ROWS, withRequests } from '../../../../mock-server/console/page/rows.ts'
import type { RequestEvent } from '../../../../mock-server/console/page/schemas.ts'

const request = (id: number, code: string | null = null) => ({ id, code }) as RequestEvent

describe('the list of requests on the page', () => {
  it('shows the newest request first, and updates a request when its diagnosis comes', () => {
    const rows = withRequests(NO_ROWS, [request(1), request(2), request(1, 'diagnosed')])
    expect(rows.list).toEqual([request(2), request(1, 'diagnosed')])
    expect(withRequests(rows, [request(2, 'diagnosed')]).list).toEqual([request(2, 'diagnosed'), request(1, 'diagnosed')])
  })

  it('does not bring back a request when its diagnosis comes after the list was emptied', () => {
    const rows = withRequests({ ...NO_ROWS, cleared: 2 }, [request(2, 'diagnosed'), request(3)])
    expect(rows.list).toEqual([request(3)])
    expect(rows.missed).toBe(0)
  })

  it('counts the requests that are missing between two others, but not those before the first one', () => {
    expect(withRequests(NO_ROWS, [request(7), request(10)]).missed).toBe(2)
  })
})
