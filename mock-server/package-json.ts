import manifest from '../package.json' with { type: 'json' }

/** The package's own manifest. */
export const packageJson: { readonly version: string; readonly engines: { readonly node: string } } = manifest
