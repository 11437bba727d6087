interface Client {
  destroy(): void
  on(event: 'ready', listener: () => void): unknown
}

/**
 * Closes the connections of a client for good. A client that is still connecting ignores `destroy`, so it is closed a second time when it
 * is ready.
 */
export function endClient(client: Client): void {
  client.on('ready', () => client.destroy())
  client.destroy()
}
