import { describe, expect, it } from 'vitest'
import { resolveIn, type Situation } from './config-folder.ts'

function flags(line: string): string[] {
  return ['verify', 'app', ...line.split(' ')]
}

describe('settings that are wrong', () => {
  it.each<[Situation, string, string]>([
    [{ argv: ['verify'] }, 'usage-invalid', 'everyarch verify needs an image'],
    [{ argv: ['plan'] }, 'usage-invalid', 'everyarch plan needs an image'],
    [{ argv: flags('--http 80 --expect exit:0') }, 'usage-invalid', '--http and --expect exit:0 contradict each other'],
    [
      { argv: flags('--expect exit:0 --expect tcp:80') },
      'usage-invalid',
      '--expect tcp and --expect exit:0 contradict each other',
    ],
    [{ argv: flags('--expect status:204') }, 'usage-invalid', '--expect status is about an HTTP answer, and nothing'],
    [
      { argv: flags('--http 80 --expect tls:any') },
      'usage-invalid',
      '--expect tls is about a certificate, and nothing',
    ],
    [{ argv: flags('--http 80 --http web') }, 'usage-invalid', '--http: "web" is not a port or path'],
    [{ argv: flags('--expect log') }, 'usage-invalid', '--expect: "log" is not an expectation'],
    [{ variables: { EVERYARCH_EXPECT: 'logs:x' } }, 'config-invalid', 'EVERYARCH_EXPECT: "logs:x" is not'],
    [
      { argv: flags('--json --reporter json') },
      'usage-invalid',
      '--json and --reporter json both print to standard output',
    ],
    [
      { argv: flags('--reporter json --reporter github') },
      'usage-invalid',
      '--reporter json and --reporter github both',
    ],
    [{ argv: flags('--reporter jsn') }, 'usage-invalid', '--reporter: "jsn" is not a reporter'],
    [{ argv: flags('--reporter json=') }, 'usage-invalid', 'write json=FILE'],
    [{ argv: flags('--reporter terminal=x') }, 'usage-invalid', 'the terminal reporter writes no file'],
    [{ argv: flags('--platform linux/arm46') }, 'platform-invalid', '--platform: "linux/arm46" is not a platform'],
    [{ argv: flags('--platform arm64') }, 'platform-invalid', '--platform: "arm64" is not a platform'],
    [{ argv: flags('--platform linux/arm64,,linux/amd64') }, 'usage-invalid', 'something is missing beside a comma'],
    [{ argv: flags('--publish') }, 'usage-invalid', '--publish needs a tag'],
    [{ argv: flags('--dry-run --tag a/b:1') }, 'usage-invalid', '--dry-run needs --publish'],
    [{ argv: flags('other --publish --tag a/b:1') }, 'usage-invalid', '--publish is for one image'],
    [{ argv: ['publish', '--tag', 'a/b:1'] }, 'usage-invalid', 'takes one report, and was given 0'],
    [{ argv: ['publish', 'a.json', 'b.json', '--tag', 'a/b:1'] }, 'usage-invalid', 'takes one report, and was given 2'],
    [{ argv: ['publish', 'a.json'] }, 'usage-invalid', 'everyarch publish needs a tag'],
    [{ argv: flags(`--tag a/b@sha256:${'0'.repeat(64)}`) }, 'reference-invalid', 'names a digest'],
    [{ argv: flags('--timeout soon') }, 'usage-invalid', '--timeout: "soon" is not a duration'],
    [{ argv: flags('--jobs 0') }, 'usage-invalid', '--jobs: "0" is not a whole number from 1 to 256'],
    [{ argv: flags('--inconclusive maybe') }, 'usage-invalid', '--inconclusive: "maybe" is not pass or fail'],
    [{ argv: flags('--env NOT_SET') }, 'usage-invalid', '--env: "NOT_SET" is not set here'],
    [{ argv: flags('--env =x') }, 'usage-invalid', '--env: "" is not the name of a variable'],
    [{ argv: ['verify', ''] }, 'usage-invalid', 'IMAGE: "" is not a text: it is empty'],
    [{ argv: ['verify', 'app', '--', ''] }, 'usage-invalid', 'the command after --: a list is not a command'],
    [{ variables: { EVERYARCH_TIMEOUT: 'soon' } }, 'config-invalid', 'EVERYARCH_TIMEOUT: "soon" is not a duration'],
    [{ variables: { EVERYARCH_STRICT: 'maybe' } }, 'config-invalid', 'EVERYARCH_STRICT: "maybe" is not true or false'],
    [{ variables: { EVERYARCH_TIMEOUT: 'soon' }, argv: flags('--timeout 3s') }, 'config-invalid', 'EVERYARCH_TIMEOUT'],
  ])('%j is %s: %s', async (situation, code, message) => {
    await expect(resolveIn(situation)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
      exitCode: 2,
    })
  })

  it('are named all at once inside of a setting too', async () => {
    const http = [{ port: 0, statuz: 200 }, { path: 'health' }]
    const perPlatform = { 'linux/arm64': { expect: [{ log: '/(/', tcp: 0 }] } }
    const files = { 'everyarch.config.json': JSON.stringify({ http, perPlatform }) }
    const thrown: unknown = await resolveIn({ files }).catch((error: unknown) => error)
    const lines = thrown instanceof Error ? thrown.message.split('\n').map((line) => line.trim()) : []
    expect(lines).toEqual([
      '5 settings are wrong',
      'everyarch.config.json: http[0].statuz: there is no such setting (did you mean status?)',
      'everyarch.config.json: http[0].port: "0" is not a port: a port is 1 to 65535',
      'everyarch.config.json: http[1].path: "health" is not a path (a path begins with a slash: /health)',
      expect.stringContaining("everyarch.config.json: perPlatform['linux/arm64'].expect[0].tcp: "),
      expect.stringContaining("everyarch.config.json: perPlatform['linux/arm64'].expect[0].log: "),
    ])
  })

  it('are named all at once, each with its place and a hint', async () => {
    const files = {
      'everyarch.config.json': JSON.stringify({
        timeuot: '3s',
        'plain-http': true,
        json: true,
        platform: 7,
        require: ['linux/amd46'],
        env: { A: null },
        retries: 3,
      }),
    }
    const situation = { files, variables: { EVERYARCH_JOBS: 'many' }, argv: flags('--memory lots') }
    await expect(resolveIn(situation)).rejects.toThrow(
      [
        '9 settings are wrong',
        '  everyarch.config.json: timeuot: there is no such setting (did you mean timeout?)',
        '  everyarch.config.json: plain-http: there is no such setting (did you mean plainHttp?)',
        '  everyarch.config.json: json: is given on the command line only (write everyarch … --json)',
      ].join('\n'),
    )
    await expect(resolveIn(situation)).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(
        new RegExp(
          [
            'retries: there is no such setting \\(the keys are image, platform, .*\\)',
            '  everyarch.config.json: platform: 7 is not a text',
            '  everyarch.config.json: require: "linux/amd46" is not a platform.*\\(did you mean linux/amd64\\?\\)',
            '  everyarch.config.json: env: null is not a value for A',
            '  --memory: "lots" is not a size.*',
            '  EVERYARCH_JOBS: "many" is not a whole number from 1 to 256',
          ].join('\n'),
        ),
      ),
    })
  })
})
