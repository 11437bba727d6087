import type { Family } from '../../metrics/exposition.ts'
import type { WorkerMetrics } from './message.ts'

/**
 * Merges the metrics of all workers. Each sample gets the label `worker`. The metric `goldplan_mock_worker_up` says which workers reported
 * their metrics.
 */
export function allWorkers(workers: readonly WorkerMetrics[]): readonly Family[] {
  const labelled = workers.flatMap(({ worker, families = [] }) => families.map((family) => labelledWith(worker, family)))
  const families = [...Map.groupBy(labelled, ({ name }) => name).values()].map((same) => ({
    ...(same[0] as Family),
    samples: same.flatMap(({ samples }) => samples),
  }))
  return [...families, upFamily(workers)]
}

function labelledWith(worker: number, family: Family): Family {
  const samples = family.samples.map((sample) => ({ ...sample, labels: { ...sample.labels, worker: String(worker) } }))
  return { ...family, samples }
}

function upFamily(workers: readonly WorkerMetrics[]): Family {
  return {
    name: 'goldplan_mock_worker_up',
    help: 'Whether a worker reported its metrics within a second; if it did not, its samples are missing.',
    type: 'gauge',
    samples: workers.map(({ worker, families }) => ({ labels: { worker: String(worker) }, value: families ? 1 : 0 })),
  }
}
