import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EVERY } from '../every.ts'

const BENCH = join(import.meta.dirname, 'bench.ts')

interface Ended {
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
}

async function bench(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [BENCH, ...args], (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }))
  })
}

describe('the benchmark', () => {
  it('lists the sections and measures nothing when a named section does not exist', async () => {
    expect(await bench('start-up', 'speed')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'There is no section speed. The sections are throughput, start-up, endurance, in-process, sub-merchants, events, console, replicas, diagnosis\n',
    })
  })

  // Each of these tests starts the benchmark, which takes a second.
  if (EVERY) {
    it('names its sections in its help', async () => {
      const { code, stdout, stderr } = await bench('--help')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout.match(/^ {2}[a-z][\w-]+/gm)).toEqual(
        ['throughput', 'start-up', 'endurance', 'in-process', 'sub-merchants', 'events', 'console', 'replicas', 'diagnosis'].map(
          (name) => `  ${name}`,
        ),
      )
    })

    it('refuses an unknown option with a message of one line', async () => {
      const { code, stdout, stderr } = await bench('--jsonn')
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^Unknown option '--jsonn'.*\n$/)
    })
  }
})
