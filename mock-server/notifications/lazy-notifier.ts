import { once } from '../../contracts/once.ts'
import type { NotifierParts } from './make-attempts.ts'
import { readNotifications } from './notification-list.ts'
import { isPending } from './notification-state.ts'
import type { Notifier } from './notifier.ts'

/**
 * Creates a notifier that loads its code when it first has something to do, because most servers send no notifications.
 *
 * @param parts Returns what the notifier needs. Not called before the notifier is used.
 */
export function lazyNotifier(parts: () => NotifierParts): Notifier {
  let isLoaded = false
  let hasStopped = false
  const load = once(async () => {
    isLoaded = true
    const { createNotifier } = await import('./notifier.ts')
    const notifier = createNotifier(parts())
    if (hasStopped) await notifier.stop()
    return notifier
  })
  return {
    notify: async (...order) => (await load()).notify(...order),
    resend: async (...order) => (await load()).resend(...order),
    async catchUp(mchid, from) {
      const list = await readNotifications(mchid, parts().store)
      if (!hasStopped && list?.notifications.some(isPending)) await (await load()).catchUp(mchid, from)
    },
    interrupt: async (...change) => (await load()).interrupt(...change),
    async stop() {
      hasStopped = true
      if (isLoaded) await (await load()).stop()
    },
  }
}
