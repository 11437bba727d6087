import { StateFileNotWritten } from '../store/keep-in-file.ts'
import { StoreAway } from '../store/store-away.ts'
import { ControlError, notWritten } from './control-error.ts'
import type { ControlHandlers } from './control-handler.ts'

export const readiness: ControlHandlers<'readHealth' | 'readReadiness'> = {
  readHealth: async () => ({ status: 'ok' }),
  async readReadiness(_, { store, stopping, onFailure }) {
    if (stopping.aborted) throw new ControlError(503, 'STOPPING', 'The server is stopping')
    await store.check().catch((error) => {
      if (error instanceof StateFileNotWritten) throw notWritten(error)
      if (!(error instanceof StoreAway)) throw error
      onFailure(error)
      // Any machine may send this request, so the answer does not contain the address of the store.
      throw new ControlError(503, 'STORE_AWAY', "The store can't be used; the log says why")
    })
    return { status: 'ready' }
  },
}
