import type { Family } from './exposition.ts'

/**
 * Shares the metrics with other processes of a server.
 *
 * @param own Returns the metrics of this process.
 * @returns A function that returns the metrics of all processes, for each scrape.
 */
export type ShareMetrics = (own: () => Promise<readonly Family[]>) => () => Promise<readonly Family[]>
