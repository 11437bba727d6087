/** What this file needs of a client. */
interface Client {
  destroy(): void
  on(event: 'ready', listener: () => void): unknown
}

/** Closes the connections of a client for good. While it connects, the client does not notice its end, and gets ready afterwards. */
export function endClient(client: Client): void {
  client.on('ready', () => client.destroy())
  client.destroy()
}
