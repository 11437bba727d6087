import { createRequire } from 'node:module'

/** The package's own manifest, found by the package's name from the sources and from dist/ alike. */
export const packageJson: { readonly version: string; readonly engines: { readonly node: string } } = createRequire(import.meta.url)(
  'wechatpay-goldplan-mock/package.json',
)
