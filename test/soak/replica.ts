// Starts a server with a store that other servers share, and prints its credentials as one line of JSON: node test/soak/replica.ts redis://…
import { createMockServer } from '../../mock-server/index.ts'

const mock = await createMockServer({ store: String(process.argv[2]), onFailure: () => undefined })
console.log(JSON.stringify(mock.credentials))
