import { join } from 'node:path'
import type { ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = { test: { include: ['failing.ts'], globalSetup: [join(import.meta.dirname, '../setup.ts')] } }

export default config
