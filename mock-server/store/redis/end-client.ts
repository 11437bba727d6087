/** What this file needs of a client. */
interface Client {
  destroy(): void
  on(event: 'ready', listener: () => void): unknown
}

/** Closes the connections of a client for good. A client that is still connecting does not notice that it was closed, and gets ready afterwards. */
export function endClient(client: Client): void {
  client.on('ready', () => client.destroy())
  client.destroy()
}
