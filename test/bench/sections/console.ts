import { Agent } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'
import { CHROMIUM, LAUNCH } from '../../mock-server/console/browser/chromium.ts'
import { send } from '../../send.ts'
import type { WireRequest } from '../../signed-request.ts'
import { manySubMerchants } from '../candidates/many-sub-merchants.ts'
import { CONNECTIONS } from '../load.ts'
import { percentile } from '../percentile.ts'
import type { Section } from '../section.ts'
import { signedRequests } from '../signed-requests.ts'
import { start } from '../start.ts'
import { undisturbed } from '../undisturbed.ts'

const SECONDS = 10
const PER_SECOND = 500
/** The time between two batches of requests, in milliseconds. */
const STEP = 20

export const consolePage: Section = {
  name: 'console',
  measures: `how Chromium shows ${PER_SECOND} signed requests a second on the console page`,
  needsPackages: false,
  async run(tell) {
    if (CHROMIUM === undefined) throw new Error('there is no Chromium: apt-get install chromium')
    tell(`${SECONDS} s with ${PER_SECOND} requests a second, and ${SECONDS} s without requests`)
    return [{ title: `The console page with ${PER_SECOND} requests a second`, notes: NOTES, rows: await undisturbed(measure) }]
  },
}

const NOTES = [
  `The frames are those of the ${SECONDS} s without requests and of the ${SECONDS} s in which the requests are sent. ` +
    'On two cores, Chromium, the server and the sender of the requests disturb each other.',
]

async function measure() {
  await using server = await start(manySubMerchants(1, 10_000))
  await using browser = await chromium.launch(LAUNCH)
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(server.url)
  await page.getByText('live', { exact: true }).waitFor()
  const idle = await framesDuring(page, () => setTimeout(SECONDS * 1_000))
  const requests = await signedRequests(SECONDS * PER_SECOND)
  let sent = 0
  const busy = await framesDuring(page, async () => {
    sent = await sendEvenly(server.url, requests)
  })
  const lastSent = performance.now()
  // The list has one more request than this function sent: `start` sent a request to find out when the server was ready.
  await page.locator('.count', { hasText: (requests.length + 1).toLocaleString('en') }).waitFor()
  const lag = performance.now() - lastSent
  return [
    { page: 'without requests', ...figures(idle) },
    {
      page: 'with requests',
      ...figures(busy),
      'sent per second': sent,
      'all in the list after ms': lag,
      rows: await page.locator('.row').count(),
    },
  ]
}

/** Does the work and returns the durations of the frames that the page drew meanwhile, in milliseconds. */
async function framesDuring(page: Page, work: () => Promise<unknown>): Promise<readonly number[]> {
  await page.evaluate(`{
    const frames = []
    let last = performance.now()
    let isOn = true
    requestAnimationFrame(function frame(now) {
      frames.push(now - last)
      last = now
      if (isOn) requestAnimationFrame(frame)
    })
    window.endFrames = () => ((isOn = false), frames.slice(1))
  }`)
  await work()
  return (await page.evaluate('endFrames()')) as readonly number[]
}

function figures(frames: readonly number[]) {
  return {
    frames: frames.length,
    'median frame ms': percentile(frames, 0.5),
    'p99 ms': percentile(frames, 0.99),
    'longest ms': Math.max(...frames),
  }
}

/**
 * Sends the requests at an even rate, and waits for the answers only after the last request.
 *
 * @returns How many requests were sent per second.
 * @throws {Error} When a request got no answer.
 */
async function sendEvenly(url: string, requests: readonly WireRequest[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const began = performance.now()
  const answers: Promise<boolean>[] = []
  while (answers.length < requests.length) {
    const due = Math.min(requests.length, Math.floor(((performance.now() - began) / 1_000) * PER_SECOND))
    answers.push(
      ...requests.slice(answers.length, due).map((request) =>
        send(url, request, agent).then(
          () => true,
          () => false,
        ),
      ),
    )
    await setTimeout(STEP)
  }
  const took = performance.now() - began
  const missing = (await Promise.all(answers)).filter((isThere) => !isThere).length
  agent.destroy()
  if (missing > 0) throw new Error(`${missing} requests got no answer`)
  return (requests.length * 1_000) / took
}
