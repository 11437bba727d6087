import { InvalidArgumentError } from 'commander'

/** Checks that an option is an absolute URL of HTTP. */
export function httpUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('It must be a URL that begins with http:// or https://.')
  return text
}
