import type { Attack } from './attack.ts'
import { forgeries } from './forgeries.ts'
import { fuzz } from './fuzz.ts'
import { kills } from './kills.ts'
import { outages } from './outages.ts'
import { pages } from './pages.ts'
import { tenants } from './tenants.ts'

export const ATTACKS: readonly Attack[] = [forgeries, fuzz, tenants, kills, outages, pages]
