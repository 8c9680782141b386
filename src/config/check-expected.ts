import { HarnessError } from '../errors.ts'
import type { Expected } from './expectation.ts'
import type { RunSettings } from './run-settings.ts'

/**
 * What is expected of one application must be possible all at once.
 * @param where what it is said of, before the message: `linux/arm64: `
 * @throws HarnessError `usage-invalid`
 */
export function checkExpected({ http, expected }: Pick<RunSettings, 'http' | 'expected'>, where: string): void {
  if (expected === undefined) return
  const serving = http === undefined ? listServing(expected)[0] : '--http'
  if (expected.exitCode !== undefined && serving !== undefined) {
    throw new HarnessError(
      'usage-invalid',
      `${where}${serving} and --expect exit:${expected.exitCode} contradict each other`,
      {
        hint: 'an application either serves or ends: give one of them',
      },
    )
  }
  const answer = http === undefined ? listAnswer(expected)[0] : undefined
  if (answer !== undefined) {
    throw new HarnessError(
      'usage-invalid',
      `${where}--expect ${answer} is about an HTTP answer, and nothing is asked over HTTP`,
      {
        hint: 'say what is to answer: --http 5000/health',
      },
    )
  }
  if (expected.trust !== undefined && http?.every(({ scheme }) => scheme === 'http') === true) {
    throw new HarnessError(
      'usage-invalid',
      `${where}--expect tls is about a certificate, and nothing is asked over TLS`,
      {
        hint: 'write --http https:8443 where it speaks TLS',
      },
    )
  }
}

function listServing({ tcp, commands, healthcheck, ...expected }: Expected): readonly string[] {
  return [
    ...listAnswer(expected).map((kind) => `--expect ${kind}`),
    ...(tcp.length > 0 ? ['--expect tcp'] : []),
    ...(commands.length > 0 ? ['--expect command'] : []),
    ...(healthcheck ? ['--expect healthcheck'] : []),
  ]
}

function listAnswer({ answer, trust }: Pick<Expected, 'answer' | 'trust'>): readonly string[] {
  const { statuses, body, json, headers } = answer
  const kinds = [
    ['status', statuses.length > 0],
    ['body', body.length > 0],
    ['json', json.length > 0],
    ['header', headers.length > 0],
    ['tls', trust !== undefined],
  ] as const
  return kinds.flatMap(([kind, isWanted]) => (isWanted ? [kind] : []))
}
