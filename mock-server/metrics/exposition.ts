import type { Histogram } from './histogram.ts'

export interface Family {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly samples: readonly Sample[]
}

interface Sample {
  /** What follows the name of the metric, such as `_bucket`. */
  readonly suffix?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

/** The Content-Type of Prometheus's text format. */
export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/**
 * Returns metrics in Prometheus's text format.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function expositionOf(families: readonly Family[]): string {
  return families.map(familyText).join('\n')
}

function familyText({ name, help, type, samples }: Family): string {
  const lines = samples.map(({ suffix = '', labels = {}, value }) => `${name}${suffix}${labelsText(labels)} ${value}`)
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

export function histogramSamples(histogram: Histogram, labels: Readonly<Record<string, string>> = {}): Sample[] {
  const { buckets, sum, count } = histogram.read()
  const ends = [...buckets.map((bucket) => ({ le: String(bucket.end), value: bucket.count })), { le: '+Inf', value: count }]
  return [
    ...ends.map(({ le, value }) => ({ suffix: '_bucket', labels: { le, ...labels }, value })),
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: count },
  ]
}
