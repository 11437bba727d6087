import { expect, it } from 'vitest'
import { allWorkers } from '../../../../mock-server/command/workers/all-workers.ts'
import { expositionOf, type Family } from '../../../../mock-server/metrics/exposition.ts'

/** The metrics of a worker that has answered `answered` calls. */
function familiesOf(answered: number): readonly Family[] {
  return [
    { name: 'answered_total', help: 'Answered.', type: 'counter', samples: [{ labels: { status: '200' }, value: answered }] },
    { name: 'waiting', help: 'Waiting.', type: 'gauge', samples: [{ value: 0 }] },
  ]
}

it('the metrics of all workers have one HELP line and one TYPE line for each metric, and label each sample with its worker', () => {
  const workers = [
    { worker: 1, families: familiesOf(3) },
    { worker: 4, families: familiesOf(5) },
  ]
  expect(expositionOf(allWorkers(workers))).toBe(`# HELP answered_total Answered.
# TYPE answered_total counter
answered_total{status="200",worker="1"} 3
answered_total{status="200",worker="4"} 5

# HELP waiting Waiting.
# TYPE waiting gauge
waiting{worker="1"} 0
waiting{worker="4"} 0

# HELP goldplan_mock_worker_up Whether a worker reported its metrics within a second; if it did not, its samples are missing.
# TYPE goldplan_mock_worker_up gauge
goldplan_mock_worker_up{worker="1"} 1
goldplan_mock_worker_up{worker="4"} 1
`)
})

it('goldplan_mock_worker_up is 0 for a worker that reported no metrics, and is the only sample of that worker', () => {
  const text = expositionOf(allWorkers([{ worker: 1, families: familiesOf(3) }, { worker: 2 }]))
  expect(text.match(/^(?!#).*worker="2".*$/gm)).toEqual(['goldplan_mock_worker_up{worker="2"} 0'])
})
