import type { Json } from './finding.ts'

type JsonObject = { readonly [key: string]: Json }

/** A JSON Schema for values of a type. https://json-schema.org/draft/2020-12/json-schema-core */
export interface SchemaNode {
  readonly schema: JsonObject
}

/** The same, of a field that may be absent. */
export interface OptionalNode {
  readonly optional: JsonObject
}

/** A row for each field; one that is missing, or optional in one place only, does not compile. */
export type SchemaFields<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? OptionalNode : SchemaNode
}

/** A word for each value; one that is missing does not compile. */
export function words<T extends string>(known: Readonly<Record<T, true>>, says?: string): SchemaNode {
  return node({ type: 'string', enum: Object.keys(known) }, says)
}

/** One value and no other. */
export function constant(value: string | number, says?: string): SchemaNode {
  return node({ const: value }, says)
}

export function text(says?: string): SchemaNode {
  return node({ type: 'string' }, says)
}

/** Text of a form. */
export function pattern(expression: string, says?: string): SchemaNode {
  return node({ type: 'string', pattern: expression }, says)
}

/** A number from zero up. */
export function quantity(says?: string): SchemaNode {
  return node({ type: 'number', minimum: 0 }, says)
}

export function flag(says?: string): SchemaNode {
  return node({ type: 'boolean' }, says)
}

export function list({ schema }: SchemaNode, says?: string): SchemaNode {
  return node({ type: 'array', items: schema }, says)
}

export function anyOf(nodes: readonly SchemaNode[], says?: string): SchemaNode {
  return node({ anyOf: nodes.map(({ schema }) => schema) }, says)
}

/** A schema that stands among the definitions. */
export function reference(name: string, says?: string): SchemaNode {
  return node({ $ref: `#/$defs/${name}` }, says)
}

export function optional({ schema }: SchemaNode): OptionalNode {
  return { optional: schema }
}

/** Fields that are not named are allowed: a later version may add some. */
export function object<T>(fields: SchemaFields<T>, says?: string): SchemaNode {
  const rows = Object.entries<SchemaNode | OptionalNode>(fields)
  const properties = rows.map(([name, row]) => [name, 'schema' in row ? row.schema : row.optional] as const)
  const required = rows.filter(([, row]) => 'schema' in row).map(([name]) => name)
  return node({ type: 'object', properties: Object.fromEntries(properties), required }, says)
}

export function node(schema: JsonObject, says?: string): SchemaNode {
  return { schema: says === undefined ? schema : { ...schema, description: says } }
}
