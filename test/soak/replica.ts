// Starts a server that shares its store with other servers. Prints the server's credentials as one line of JSON.
// Usage: node test/soak/replica.ts redis://…
import { createMockServer } from '../../mock-server/index.ts'

const mock = await createMockServer({ store: String(process.argv[2]), onFailure: () => undefined })
console.log(JSON.stringify(mock.credentials))
