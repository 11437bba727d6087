import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Round } from '../load.ts'
import type { Contender } from '../turns.ts'

/** Starts a process that only makes RSA signatures. Its rate is the upper limit that the rates of the servers are compared with. */
export async function rsaLimit(): Promise<Contender> {
  const child = fork(join(import.meta.dirname, '../children/sign-only.ts'))
  await once(child, 'message')
  return {
    async round(seconds) {
      child.send(seconds)
      const [round] = await once(child, 'message')
      return round as Round
    },
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      child.kill()
      await exit
    },
  }
}
