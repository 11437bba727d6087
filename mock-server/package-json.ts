import { createRequire } from 'node:module'

/** The package's own manifest, found by its name from the sources and from the built package alike. */
export const packageJson: { readonly version: string; readonly engines: { readonly node: string } } = createRequire(import.meta.url)(
  'wechatpay-goldplan-mock/package.json',
)
