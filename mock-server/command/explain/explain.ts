import type { Command } from 'commander'
import { readErrorBodies } from './error-bodies.ts'
import type { ExplainOptions } from './explain-options.ts'
import { explanation } from './explanation.ts'
import { type Judgement, judge } from './judge.ts'
import { givenKeys } from './known-keys.ts'
import { readRequests } from './read-requests.ts'

/** Says of requests that someone pasted whether their signatures hold, and which mistake was made; calls nobody and writes no file. */
export async function explain(command: Command): Promise<void> {
  const options = command.opts<ExplainOptions>()
  const judgements = await judgeAll(options)
  process.stdout.write(options.json ? asJson(judgements) : await asText(judgements, options))
  if (judgements.some(({ verdict }) => verdict !== 'valid')) process.exitCode = 1
}

/** One after the other: a search takes both memory and every core. */
async function judgeAll(options: ExplainOptions): Promise<Judgement[]> {
  const keys = await givenKeys(options)
  const requests = await readRequests(options)
  const judgements: Judgement[] = []
  for (const request of requests) {
    const previousBodies = judgements.map((judgement) => judgement.request.body).toReversed()
    judgements.push(await judge(request, keys, options.now ?? request.sent, previousBodies))
  }
  return judgements
}

function asJson(judgements: readonly Judgement[]): string {
  const lines = judgements.map(({ request: { method, target }, verdict, message, diagnosis }) =>
    JSON.stringify({ method, target: Buffer.from(target, 'latin1').toString(), verdict, message, diagnosis }),
  )
  return lines.map((line) => `${line}\n`).join('')
}

const SHIPPED_KEYS = 'No --key: the shipped development certificate (未指定 --key：自带的开发证书)\n\n'

async function asText(judgements: readonly Judgement[], { key }: ExplainOptions): Promise<string> {
  const bodies = await readErrorBodies()
  return `${key ? '' : SHIPPED_KEYS}${judgements.map((judgement) => explanation(judgement, bodies)).join('\n')}`
}
