import { subMchidAt } from '../sub-mchid-at.ts'
import { importPacked } from './packed.ts'

const [port = 0, count = 1, journalLimit = 1_000] = process.argv.slice(2).map(Number)
const { createMockServer } = await importPacked()
await createMockServer({ port, journalLimit, merchant: { subMchids: Array.from({ length: count }, (_, at) => subMchidAt(at)) } })
