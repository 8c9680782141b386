import { data, Evaluator, Lexer, Parser } from '@actions/expressions'

/** What expressions of a job or a step may name. */
export type Contexts = Readonly<Record<string, unknown>>

/** How things stand when a condition is asked. */
export type Situation = 'success' | 'failure'

/** Evaluates an expression as GitHub does, by GitHub's own evaluator. */
export function evaluate(expression: string, contexts: Contexts, situation: Situation = 'success'): unknown {
  const status = [
    ['success', situation === 'success'],
    ['failure', situation === 'failure'],
    ['always', true],
    ['cancelled', false],
  ] as const
  const functions = status.map(([name, isSo]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(isSo),
  }))
  const tokens = new Lexer(expression).lex().tokens
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse()
  const known = new data.Dictionary(...Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) })))
  const byName = new Map(functions.map((it) => [it.name, it]))
  return JSON.parse(JSON.stringify(new Evaluator(parsed, known, byName).evaluate(), data.replacer))
}

/** A text with expressions in it; one that is nothing else keeps its kind. */
export function interpolate(value: unknown, contexts: Contexts): unknown {
  if (typeof value === 'string') {
    const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(value)?.[1]
    if (whole !== undefined) return evaluate(whole.trim(), contexts)
    return value.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => toText(evaluate(inner.trim(), contexts)))
  }
  if (Array.isArray(value)) return value.map((entry: unknown) => interpolate(entry, contexts))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, interpolate(entry, contexts)]))
  }
  return value
}

/** The condition of a job or step; one that asks for no status wants success. */
export function holds(condition: string | undefined, contexts: Contexts, situation: Situation): boolean {
  if (condition === undefined) return situation === 'success'
  const bare = /^\$\{\{(.*)\}\}$/s.exec(condition)?.[1] ?? condition
  const asks = /\b(?:success|failure|always|cancelled)\(\)/.test(bare)
  if (!asks && situation !== 'success') return false
  const value = evaluate(bare.trim(), contexts, situation)
  return value !== false && value !== null && value !== '' && value !== 0
}

/** A value where a variable or a text is wanted. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : JSON.stringify(value)
}

function toData(value: unknown): data.ExpressionData {
  const read: data.ExpressionData = JSON.parse(JSON.stringify(value ?? null), data.reviver)
  return read
}
