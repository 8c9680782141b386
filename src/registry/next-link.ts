import type { HttpResponse } from './http-message.ts'

/** The address of the next page in a `Link` header. https://www.rfc-editor.org/rfc/rfc8288.html#section-3 */
export function nextLink(response: HttpResponse): URL | undefined {
  for (const [, address = '', parameters = ''] of (response.header('link') ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    const isNext = /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/i.test(parameters)
    if (isNext) return URL.canParse(address, response.url.href) ? new URL(address, response.url.href) : undefined
  }
  return undefined
}
