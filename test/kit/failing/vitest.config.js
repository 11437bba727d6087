import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['failing.ts'], globalSetup: [join(import.meta.dirname, '../setup.ts')] } })
