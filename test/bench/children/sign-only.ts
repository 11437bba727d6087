// A process that only makes RSA signatures, as fast as it can with Node's default number of threads.
import { constants, createPrivateKey, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { developmentKeys } from '../../../contracts/index.ts'
import { percentile } from '../percentile.ts'

const CHAINS = 16
const signAsync = promisify(sign)
const key = { key: createPrivateKey(developmentKeys.platform.privateKey), padding: constants.RSA_PKCS1_PADDING }
/** A message of the same length as the signature message of an answer: timestamp, nonce and body. */
const message = Buffer.from(`1700000000\n${'0'.repeat(32)}\n{"sub_mchid":"1900000109"}\n`)

async function chain(isOver: () => boolean, latencies: number[]): Promise<void> {
  while (!isOver()) {
    const start = performance.now()
    await signAsync('sha256', message, key)
    latencies.push(performance.now() - start)
  }
}

process.on('message', async (seconds: number) => {
  const latencies: number[] = []
  const start = performance.now()
  const isOver = () => performance.now() - start > seconds * 1000
  const { user, system } = process.cpuUsage()
  await Promise.all(Array.from({ length: CHAINS }, () => chain(isOver, latencies)))
  const took = performance.now() - start
  const used = process.cpuUsage()
  const cpu = (used.user - user + used.system - system) / 1000 / latencies.length
  const round = { perSecond: (latencies.length * 1000) / took, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), cpu }
  process.send?.(round)
})
process.send?.('ready')
