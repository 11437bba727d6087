import { existsSync } from 'node:fs'

/** Where Debian installs Chromium; `undefined` where it is not installed. */
export const CHROMIUM: string | undefined = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file))

/** How tests and the benchmark start Chromium, also as root and in a container. */
export const LAUNCH = { executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage'] }
