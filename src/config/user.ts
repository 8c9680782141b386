import { invalidValue, readScalar } from './readers.ts'

/** `app`, `1000`, `12345:0`, `app:staff`. @throws HarnessError `config-invalid` */
export function readUser(raw: unknown): string {
  const text = String(readScalar(raw))
  if (/^[\w][\w.-]{0,63}(?::[\w][\w.-]{0,63})?$/.test(text)) return text
  throw invalidValue(raw, 'a user', 'write app, 1000 or 12345:0')
}
