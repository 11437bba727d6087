import type { TestProject } from 'vitest/node'
import type {} from '../../../kit/setup.ts'
import { startRedis } from '../../../redis-server.ts'
import { startReplicas } from '../../../replicas.ts'

/** Starts two servers with one store, instead of the one server that `test/kit/setup.ts` starts. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redis = await startRedis()
  const replicas = await startReplicas(redis.url)
  project.provide('wechatpay-goldplan-mock', replicas.url)
  return async () => {
    await replicas[Symbol.asyncDispose]()
    await redis[Symbol.asyncDispose]()
  }
}
