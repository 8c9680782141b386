import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'

/** What must answer over HTTP. */
export interface HttpTarget {
  /** Absent: the one TCP port the image exposes. */
  readonly port?: number
  /** Path and query, from the slash on. */
  readonly path: string
}

/**
 * `5000`, `5000/path` or `/path`.
 * @throws HarnessError `config-invalid`
 */
export function parseHttpTarget(value: string | number): HttpTarget {
  const text = String(value).trim()
  const [, digits, path = '/'] = /^(\d{1,5})?(\/[\u0021-\u007e]*)?$/.exec(text) ?? []
  if (text === '' || (digits === undefined && path === '/' && text !== '/')) throw invalid(text)
  if (digits === undefined) return { path }
  const port = Number(digits)
  if (port < 1 || port > 65_535) throw invalid(text, ': a port is 1 to 65535')
  return { port, path }
}

function invalid(text: string, problem = ''): HarnessError {
  const isUrl = /^https?:/i.test(text)
  return new HarnessError('config-invalid', `${quoteText(text)} is not a port or path${problem}`, {
    hint: isUrl
      ? 'leave scheme and host out: 5000/health asks the container, wherever it runs'
      : 'write 5000, 5000/path or /path',
  })
}
