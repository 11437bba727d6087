import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { EXPOSITION_TYPE, expositionOf, histogramSamples } from '../../../mock-server/metrics/exposition.ts'
import { createHistogram } from '../../../mock-server/metrics/histogram.ts'

it('expositionOf and prom-client write the same text and the same Content-Type for the same metrics', async () => {
  const registers = [new Registry()]
  const labels = { operation: 'a "quoted" \\ text\nof two lines', code: '' }
  const counter = new Counter({ name: 'asked_total', help: 'Asked.', labelNames: ['operation', 'code'], registers })
  const gauge = new Gauge({ name: 'waiting', help: 'Waiting.', registers })
  let now = 0
  const own = createHistogram(() => now)
  const buckets = own.read().buckets.map(({ end }) => end)
  const histogram = new Histogram({ name: 'took_seconds', help: 'Took.', labelNames: ['verb'], buckets, registers })
  counter.inc(labels, 3)
  gauge.set(0)
  for (const milliseconds of [0, 0.5, 0.75, 100, 250, 4_000]) {
    histogram.observe({ verb: 'read' }, milliseconds / 1_000)
    now = 0
    await own.time(async () => {
      now = milliseconds
    })
  }
  const text = expositionOf([
    { name: 'asked_total', help: 'Asked.', type: 'counter', samples: [{ labels, value: 3 }] },
    { name: 'waiting', help: 'Waiting.', type: 'gauge', samples: [{ value: 0 }] },
    { name: 'took_seconds', help: 'Took.', type: 'histogram', samples: histogramSamples(own, { verb: 'read' }) },
  ])
  expect(text).toBe(await registers[0]?.metrics())
  expect(EXPOSITION_TYPE).toBe(registers[0]?.contentType)
})

it('a histogram measures work that fails, too', async () => {
  let now = 0
  const histogram = createHistogram(() => now)
  const work = histogram.time(async () => {
    now = 2_000
    throw new Error('failed')
  })
  await expect(work).rejects.toThrow('failed')
  expect(histogram.read()).toMatchObject({ sum: 2, count: 1 })
})
