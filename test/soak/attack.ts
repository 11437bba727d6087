/** One kind of attack on the server. */
export interface Attack {
  readonly name: string
  /** What the attack tries, as `--help` shows it. */
  readonly tries: string
  /** What is wrong about a wrong attempt, such as `accepted`. The table of results shows this after the number of wrong attempts. */
  readonly wrong: string
  /** Why the attack can't run on this computer; `undefined` when it can. */
  readonly missing?: string | undefined
  readonly sizes: Sizes
  /** Starts its own server and attacks it. The same seed makes the same attempts. */
  readonly run: (seed: number, size: number) => Promise<Outcome>
}

/** How many attempts the attack makes. */
interface Sizes {
  /** In `npm test`; 0 when the attack is not part of `npm test`. */
  readonly sample: number
  /** In `npm test` with `EVERY=1`. */
  readonly every: number
  /** In `npm run soak`. */
  readonly soak: number
}

/** The result of an attack. */
export interface Outcome {
  readonly tried: number
  /** How many attempts were wrong. */
  readonly wrong: number
  /** The first wrong attempts, one line each. */
  readonly examples: readonly string[]
  /** Further figures, such as how many attempts reached a certain step. */
  readonly also: Readonly<Record<string, number>>
}

const EXAMPLES = 5

/** Counts the attempts of an attack. */
export class Tally {
  #tried = 0
  #wrong = 0
  readonly #examples: string[] = []
  readonly #also: Record<string, number> = {}

  get wrong(): number {
    return this.#wrong
  }

  tried(count = 1): void {
    this.#tried += count
  }

  /** Records a wrong attempt. `request` has the bytes that were sent, so that the attempt can be repeated. */
  wrongIs(what: string, request?: Buffer): void {
    this.#wrong += 1
    // The text has one character for each byte: Buffer.from(text, 'latin1') restores the bytes.
    if (this.#examples.length < EXAMPLES) this.#examples.push(request ? `${what}: ${JSON.stringify(request.toString('latin1'))}` : what)
  }

  /** Adds `count` to the figure `name` in {@link Outcome.also}. */
  also(name: string, count = 1): void {
    this.#also[name] = (this.#also[name] ?? 0) + count
  }

  outcome(): Outcome {
    return { tried: this.#tried, wrong: this.#wrong, examples: this.#examples, also: this.#also }
  }
}
