import process from 'node:process'
import { type Family, histogramSamples } from '../metrics/exposition.ts'
import type { ControlContext } from './control-handler.ts'

/** The metrics of this process. */
export function ownMetrics({ metrics, diagnoses }: Pick<ControlContext, 'metrics' | 'diagnoses'>): readonly Family[] {
  const { exchanges, signing, store } = metrics
  const stored = [...store].flatMap(([verb, histogram]) => histogramSamples(histogram, { verb }))
  return [
    {
      name: 'goldplan_mock_exchanges_total',
      help: 'Requests, by operation, status and code; operation is unknown when none matches.',
      type: 'counter',
      samples: exchanges.entries(),
    },
    {
      name: 'goldplan_mock_signing_seconds',
      help: 'How long signing an answer took.',
      type: 'histogram',
      samples: histogramSamples(signing),
    },
    {
      name: 'goldplan_mock_diagnoses_waiting',
      help: 'Refused requests whose diagnosis is not complete.',
      type: 'gauge',
      samples: [{ value: diagnoses.waiting() }],
    },
    ...(stored.length > 0 ? [storeFamily(stored)] : []),
    ...processFamilies(),
  ]
}

function storeFamily(samples: Family['samples']): Family {
  return { name: 'goldplan_mock_store_seconds', help: 'How long the store took, by verb.', type: 'histogram', samples }
}

/** The metrics of this process under the names that the client libraries of Prometheus share: https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics */
function processFamilies(): Family[] {
  const { user, system } = process.cpuUsage()
  const families = [
    ['process_cpu_seconds_total', 'counter', 'Time that the processors spent on this process.', (user + system) / 1e6],
    ['process_resident_memory_bytes', 'gauge', 'Memory of this process.', process.memoryUsage.rss()],
    ['process_start_time_seconds', 'gauge', 'When this process started, in seconds since 1970.', performance.timeOrigin / 1_000],
  ] as const
  return families.map(([name, type, help, value]) => ({ name, help, type, samples: [{ value }] }))
}
