import { expect, it } from 'vitest'
import { notifyAfterCall, type UnsentNotification } from '../../../mock-server/notifications/notify-after-call.ts'
import { RefusedNotification } from '../../../mock-server/notifications/refused-notification.ts'

const ORDER = { url: 'https://user@www.example.com/notify?token=secret', event_type: 'SECURITY_ECHO.SUCCESS' }

async function unsent(error: Error): Promise<UnsentNotification[]> {
  const reports: UnsentNotification[] = []
  await notifyAfterCall({ notify: () => Promise.reject(error) }, (report) => reports.push(report))('7', ORDER)
  return reports
}

it('a refused URL does not make the call fail, and is reported without its user and its query', async () => {
  expect(await unsent(new RefusedNotification('url', ORDER.url, 'lead to this machine'))).toEqual([
    { mchid: '7', event_type: 'SECURITY_ECHO.SUCCESS', url: 'https://www.example.com/notify', failure: 'url must lead to this machine' },
  ])
})

it('a bug is not reported as a refused URL', async () => {
  await expect(unsent(new Error('bug'))).rejects.toThrow('bug')
})
