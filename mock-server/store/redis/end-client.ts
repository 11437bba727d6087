interface Client {
  destroy(): void
  on(event: 'ready', listener: () => void): unknown
}

/** Closes the connections of a client for good. A client that is still connecting does not notice this, so it is closed again when ready. */
export function endClient(client: Client): void {
  client.on('ready', () => client.destroy())
  client.destroy()
}
