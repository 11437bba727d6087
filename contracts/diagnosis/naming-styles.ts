/** Returns a name in camel case, such as `subMchid`. */
export function inCamelCase(name: string): string {
  return uncapitalised(name).replace(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase())
}

function uncapitalised(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1)
}

/** Functions that write a name as serialisers do: `subMchid`, `SubMchid` or `sub_mchid`. */
export const NAMING_STYLES: readonly ((name: string) => string)[] = [
  inCamelCase,
  (name) => name.slice(0, 1).toUpperCase() + inCamelCase(name).slice(1),
  (name) => uncapitalised(name).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
]
