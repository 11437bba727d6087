import { setTimeout } from 'node:timers/promises'
import { type Control, ControlRefusal, createControl } from '../../contracts/index.ts'
import type { RedisServer } from '../redis-server.ts'
import { type ServerProcess, startProgram } from './server-process.ts'

const REPLICA = new URL('replica.ts', import.meta.url).pathname

/** Two servers and the store that they share. Each of the three may be killed. */
export interface Team extends AsyncDisposable {
  /** Returns the URL of a running server, and alternates between the two. Waits while neither runs. */
  url(): Promise<string>
  killServer(index: number): Promise<void>
  killStore(milliseconds: number): Promise<void>
  /** Waits until everything that was killed runs again. */
  whole(): Promise<void>
}

/** Starts two servers, each in its own process. */
export async function startTeam(redis: RedisServer): Promise<Team> {
  const start = (): Promise<ServerProcess> =>
    // A server fails to start if the store is killed meanwhile. The start is then repeated.
    startProgram(REPLICA, redis.url).catch(() => start())
  const starting = [start(), start()]
  const running: (ServerProcess | undefined)[] = await Promise.all(starting)
  let turn = 0
  return {
    async url() {
      for (;;) {
        turn += 1
        const url = running[turn % 2]?.credentials.base_url ?? running[(turn + 1) % 2]?.credentials.base_url
        if (url !== undefined) return url
        await setTimeout(20)
      }
    },
    async killServer(index) {
      const server = await starting[index]
      running[index] = undefined
      await server?.kill()
      starting[index] = start().then((started) => {
        running[index] = started
        return started
      })
    },
    async killStore(milliseconds) {
      await redis.kill()
      await setTimeout(milliseconds)
      await redis.restart()
    },
    whole: async () => void (await Promise.all(starting)),
    async [Symbol.asyncDispose]() {
      for (const server of await Promise.all(starting)) await server.kill()
    },
  }
}

/** Repeats a request to the control API, at either server, until it succeeds. */
export async function untilAnswered<Answer>(team: Team, ask: (control: Control) => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await once(team, ask)
    if (answer !== undefined) return answer
    await setTimeout(20)
  }
}

/**
 * Sends a request to the control API of one server.
 *
 * @returns `undefined` when it is unknown whether the server carried out the request.
 */
export async function once<Answer>(team: Team, ask: (control: Control) => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask(createControl(await team.url()))
  } catch (error) {
    // A refusal with a 4xx status is final, because the control API would refuse the same request again.
    if (error instanceof ControlRefusal && error.status < 500) throw error
    return undefined
  }
}
