import { existsSync } from 'node:fs'

/** The path of Chromium in the places where Debian installs it; `undefined` when it is not there. */
export const CHROMIUM: string | undefined = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file))

/** The options with which the tests and the benchmark start Chromium. They also let it run as root and in a container. */
export const LAUNCH = { executablePath: CHROMIUM ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage'] }
