import { includesStatus } from '../config/status-range.ts'
import type { StartedContainer } from '../engine/engine.ts'
import { escapeControl } from '../report/escape.ts'
import { portNumber, type HttpCondition } from '../plan/condition.ts'
import { exchange, type ExchangeRequest, type HttpAnswer } from './exchange.ts'
import { describeWants, judgeAnswer } from './judge-answer.ts'
import type { Answer } from './observation.ts'
import { resolveRedirect, type Place } from './redirect.ts'

const maxRedirects = 10
const maxCookies = 20

export interface HttpQuestion {
  readonly condition: HttpCondition
  readonly container: Pick<StartedContainer, 'address'>
  readonly timeoutMs: number
}

/** Asks an application over HTTP, and follows it where it leads as long as that is the same container. */
export async function askHttp(question: HttpQuestion, signal: AbortSignal): Promise<Answer> {
  const { condition } = question
  const first: Place = { scheme: condition.scheme, port: condition.port, path: condition.path }
  const visited = new Set<string>()
  const cookies = new Map<string, string>()
  let from = first
  for (let hops = 0; ; hops++) {
    const asked = requestFor(question, from, [...cookies.values()])
    if (asked === undefined) return { kind: 'none', reason: `port ${from.port} is not published` }
    const answer = await exchange(asked, signal)
    if (answer.kind !== 'answered') return answer
    const location = followed(answer, condition)
    if (location === undefined)
      return judge(answer, condition, hops === 0 ? '' : `, where ${showPath(first.path)} leads`, from)
    const reach = (port: string): ReturnType<StartedContainer['address']> => question.container.address(port)
    const redirect = resolveRedirect(location, { from, authority: asked.authority, reach })
    if (redirect.kind === 'outside') return judge(answer, condition, `, not followed to ${redirect.where}`, from)
    // One that gives a cookie may lead back to where it was asked.
    if (keepCookies(cookies, answer)) visited.clear()
    else visited.add(keyOf(from))
    const problem = describeLoop(redirect.to, from, visited, hops)
    if (problem !== undefined) return { kind: 'wrong', status: answer.status, problem, isLasting: true }
    from = redirect.to
  }
}

function keyOf({ scheme, port, path }: Place): string {
  return `${scheme} ${port} ${path}`
}

function describeLoop(to: Place, from: Place, visited: ReadonlySet<string>, hops: number): string | undefined {
  if (keyOf(to) === keyOf(from) && visited.has(keyOf(to))) return `redirected ${showPath(to.path)} to itself`
  if (visited.has(keyOf(to))) return `redirected in a circle, back to ${showPath(to.path)}`
  return hops >= maxRedirects ? `redirected more than ${maxRedirects} times` : undefined
}

function requestFor(
  { condition, container, timeoutMs }: HttpQuestion,
  { scheme, port, path }: Place,
  cookies: readonly string[],
): (ExchangeRequest & { readonly authority: string }) | undefined {
  const address = container.address(port)
  if (address === undefined) return undefined
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  const { host: name, trust } = condition
  return {
    scheme,
    host: address.host,
    port: address.port,
    path,
    authority: name ?? `${host}:${address.port}`,
    ...(name === undefined ? {} : { serverName: name.replace(/:\d+$/, '') }),
    ...(trust === undefined ? {} : { trust }),
    cookies,
    timeoutMs,
  }
}

/** Where an answer leads, unless its own status is what was asked for. */
function followed({ status, headers }: HttpAnswer, { wants }: HttpCondition): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined
  if (includesStatus(wants.statuses, status)) return undefined
  return headers.location
}

function judge(answer: HttpAnswer, condition: HttpCondition, how: string, { port, path }: Place): Answer {
  const problem = judgeAnswer(answer, condition.wants)
  if (problem !== undefined) return { kind: 'wrong', status: answer.status, problem: `${problem}${how}` }
  const where = port === condition.port ? showPath(path) : `:${portNumber(port)}${showPath(path)}`
  const proof = `${answer.status} on ${where}${describeWants(condition.wants)}${how}`
  return { kind: 'good', status: answer.status, proof }
}

function showPath(path: string): string {
  return escapeControl(path, 60)
}

/** @returns true when any of them is new */
function keepCookies(cookies: Map<string, string>, { headers }: HttpAnswer): boolean {
  const given = (headers['set-cookie'] ?? []).flatMap((line) => {
    const pair = line.split(';')[0]?.trim() ?? ''
    return /^[^\s=;,]+=[\u0021-\u007e]*$/.test(pair) && pair.length <= 4096 ? [pair] : []
  })
  const fresh = given.filter((pair) => cookies.get(pair.split('=')[0] ?? '') !== pair)
  for (const pair of fresh) if (cookies.size < maxCookies) cookies.set(pair.split('=')[0] ?? '', pair)
  return fresh.length > 0
}
