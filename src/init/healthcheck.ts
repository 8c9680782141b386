import type { Instruction } from '../audit/dockerfile-instructions.ts'
import { parseHttpTarget } from '../config/http-target.ts'
import { expand, type Variables } from './dockerfile-variables.ts'

/** The one address that a HEALTHCHECK asks, where that can be said for sure. */
export interface HealthUrl {
  readonly port: number
  readonly path: string
  /** False where every answer will do. */
  readonly wantsSuccess: boolean
}

export interface Healthcheck {
  readonly line: number
  /** Its command as it is written. */
  readonly text: string
  readonly url?: HealthUrl
}

/** What a HEALTHCHECK runs; undefined for NONE. https://docs.docker.com/reference/dockerfile/#healthcheck */
export function readHealthcheck({ text, lines }: Instruction, variables: Variables): Healthcheck | undefined {
  const [, command] = /^CMD\s+([\s\S]+)$/i.exec(text) ?? []
  if (command === undefined) return undefined
  const shown = command.replaceAll(/\s+/g, ' ').trim()
  const url = readUrl(shown, variables)
  return { line: lines[0]?.number ?? 1, text: shown, ...(url === undefined ? {} : { url }) }
}

/** What makes a request more than its address: a header, a body, a user, another method, a socket, a certificate. */
const furtherWords =
  /(?:^|[\s"',])(?:-[a-zA-Z]*[HdFuXxTEk][a-zA-Z]*|--(?:header|data|form|user|request|method|post|body|proxy|unix-socket|upload|resolve|connect-to|insecure|cert|http2|no-check)[\w-]*)(?=[\s"',=]|$)/
const localUrl =
  /(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::([^/\s"'`|;&)<>\\]+))?(\/[^\s"'`|;&)<>\\]*)?/gi

function readUrl(command: string, { env }: Variables): HealthUrl | undefined {
  const matches = [...command.matchAll(localUrl)]
  const [match] = matches
  if (match === undefined || new Set(matches.map(([whole]) => whole)).size > 1) return undefined
  const [, scheme = '', port = '80', path = '/'] = match
  if (scheme.toLowerCase() !== 'http' || furtherWords.test(command)) return undefined
  // It runs in the container: there is no ARG, and the base image may have set what is not here.
  const atRunTime: Variables = { env, args: new Map(), isComplete: false }
  const [known, whole] = [expand(port, atRunTime), expand(path, atRunTime)]
  if (known === undefined || whole === undefined) return undefined
  try {
    const target = parseHttpTarget(`${known}${whole}`)
    const wantsSuccess = !/\bcurl\b/.test(command) || /\s-[a-zA-Z]*f|\s"?--fail\b|"-[a-zA-Z]*f/.test(command)
    return target.port === undefined ? undefined : { port: target.port, path: target.path, wantsSuccess }
  } catch {
    return undefined
  }
}
