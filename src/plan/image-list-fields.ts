/** The fields of an object that came from outside. */
export type Fields = Readonly<Record<string, unknown>>

/** True for an object with fields: no list, no null. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The field's text; absent where it is none or empty. */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** Every field of an object, those named `__proto__` left out. */
export function entriesOf(fields: Fields): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(fields).filter(([name]) => name !== '__proto__')
}
