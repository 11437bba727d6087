import { createRequire } from 'node:module'

/** The package's own manifest. It is found by the package's name, which works in the sources and in dist/. */
export const packageJson: { readonly version: string; readonly engines: { readonly node: string } } = createRequire(import.meta.url)(
  'wechatpay-goldplan-mock/package.json',
)
