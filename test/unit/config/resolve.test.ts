import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { noWants } from '../../../src/config/answer-wants.ts'
import { resolveIn, type Situation } from './config-folder.ts'

const arm64 = { os: 'linux', architecture: 'arm64' }
const amd64 = { os: 'linux', architecture: 'amd64' }
const armv7 = { os: 'linux', architecture: 'arm', variant: 'v7' }

function flags(line: string): string[] {
  return ['verify', 'app', ...line.split(' ')]
}

const readme = {
  readmeAction: 'print',
  readmeColumns: ['platform', 'status', 'how'],
  readmeFile: 'README.md',
  readmeWords: {},
} as const

describe('settings', () => {
  it('have defaults', async () => {
    expect(await resolveIn({})).toEqual({
      images: ['app'],
      imageLists: [],
      reportFiles: [],
      platforms: [],
      required: [],
      forbidden: [],
      sameAs: [],
      requiresSignature: false,
      allow: [],
      waivers: [],
      level: 'run',
      perPlatform: [],
      env: {},
      container: {},
      builderRequest: expect.objectContaining({ operands: [] }),
      emulators: [],
      checksCpuFloor: false,
      tags: [],
      maxAgeMs: 86_400_000,
      publishes: false,
      isDryRun: false,
      initRequest: { force: false, yes: false },
      suites: [],
      testTimeoutMs: 60_000,
      jobs: Math.max(4, 2 * availableParallelism()),
      engines: [],
      indexAnnotations: [],
      matrix: false,
      runners: { platforms: [] },
      keepsFailed: false,
      keepsImages: true,
      plainHttp: false,
      strict: false,
      reporters: [],
      json: false,
      quiet: false,
      ...readme,
      debug: false,
    })
  })

  it('come from flags', async () => {
    const argv = [
      ...flags(
        '--platform linux/arm64,linux/arm/v7 --platform linux/aarch64 --require linux/amd64 --forbid windows/amd64',
      ),
      ...'--http 5000/health --timeout 20s --deadline 10m --jobs 3 --suite checks/*.test.ts --test-timeout 5s --engine desktop --memory 512MiB'.split(
        ' ',
      ),
      ...'--pids-limit 99 --remove-images --plain-http --strict --inconclusive fail --output out'.split(' '),
      ...'--reporter json=a.json --reporter markdown --quiet --debug --no-color --env A=1 --env B=x=y,z'.split(' '),
      ...'--baseline app:1 --same-as :latest,:2 --require-signature --dockerfile Dockerfile'.split(' '),
      ...'--allow /opt/** --allow *.node --isa-ceiling x86-64-v2'.split(' '),
      ...'--emulator /opt/qemu --emulator qemu-arm-static --attempts 5 --cpu-floor'.split(' '),
      ...'-- serve --all'.split(' '),
    ]
    expect(await resolveIn({ argv })).toEqual({
      images: ['app'],
      imageLists: [],
      reportFiles: [],
      platforms: [arm64, armv7],
      required: [amd64],
      forbidden: [{ os: 'windows', architecture: 'amd64' }],
      baseline: 'app:1',
      sameAs: [':latest', ':2'],
      requiresSignature: true,
      dockerfile: 'Dockerfile',
      allow: ['/opt/**', '*.node'],
      isaCeiling: 2,
      waivers: [],
      level: 'run',
      perPlatform: [],
      http: [{ scheme: 'http', port: 5000, path: '/health', wants: noWants }],
      container: {},
      builderRequest: expect.objectContaining({ operands: [] }),
      command: ['serve', '--all'],
      env: { A: '1', B: 'x=y,z' },
      timeoutMs: 20_000,
      deadlineMs: 600_000,
      emulators: ['/opt/qemu', 'qemu-arm-static'],
      checksCpuFloor: true,
      attempts: 5,
      tags: [],
      maxAgeMs: 86_400_000,
      publishes: false,
      isDryRun: false,
      initRequest: { force: false, yes: false },
      suites: ['checks/*.test.ts'],
      testTimeoutMs: 5000,
      jobs: 3,
      engine: 'desktop',
      memoryBytes: 536_870_912,
      pidsLimit: 99,
      engines: [],
      indexAnnotations: [],
      matrix: false,
      runners: { platforms: [] },
      keepsFailed: false,
      keepsImages: false,
      plainHttp: true,
      strict: true,
      inconclusive: 'fail',
      reporters: [{ name: 'json', file: 'a.json' }, { name: 'markdown' }],
      json: false,
      outputDir: 'out',
      quiet: true,
      ...readme,
      debug: true,
      color: false,
    })
  })

  it('come from a file, before the environment, before flags', async () => {
    const files = { 'everyarch.config.json': JSON.stringify({ timeout: '1s', jobs: 1, strict: true, http: 80 }) }
    const variables = { EVERYARCH_TIMEOUT: '2s', EVERYARCH_JOBS: '2' }
    const argv = flags('--timeout 3s --no-strict')
    expect(await resolveIn({ argv, variables, files })).toMatchObject({
      timeoutMs: 3000,
      jobs: 2,
      strict: false,
      http: [{ port: 80, path: '/' }],
    })
  })

  it.each<[string, Situation, object]>([
    [
      'images of the file',
      { argv: ['verify'], files: { 'everyarch.config.json': '{"image":["a","b"]}' } },
      { images: ['a', 'b'] },
    ],
    [
      'images of the command line before those of the file',
      { files: { 'everyarch.config.json': '{"image":"a"}' } },
      { images: ['app'] },
    ],
    ['an image of the environment', { argv: ['inspect'], variables: { EVERYARCH_IMAGE: 'a' } }, { images: ['a'] }],
    [
      'no image for a command that takes none',
      { argv: ['doctor'], variables: { EVERYARCH_IMAGE: 'a' } },
      { images: [] },
    ],
    ['an empty variable, which says nothing', { variables: { EVERYARCH_TIMEOUT: '' } }, { images: ['app'] }],
    ['images removed in CI', { variables: { CI: 'true' } }, { keepsImages: false }],
    [
      'images kept in CI when asked to',
      { variables: { CI: 'true' }, argv: flags('--keep-images') },
      { keepsImages: true },
    ],
    ['a variable taken from here', { argv: flags('--env TOKEN'), variables: { TOKEN: 'x' } }, { env: { TOKEN: 'x' } }],
    [
      'an empty variable for containers',
      { argv: flags('--env A= --env B'), variables: { B: '' } },
      { env: { A: '', B: '' } },
    ],
    ['the later of two variables', { argv: flags('--env A=1 --env A=2') }, { env: { A: '2' } }],
    [
      'variables of a file',
      { files: { 'everyarch.config.json': '{"env":{"A":1,"B":true,"C":"c"}}' } },
      { env: { A: '1', B: 'true', C: 'c' } },
    ],
    ['a command as text', { argv: ['verify', 'app', '--command', `sh -c 'a b'`] }, { command: ['sh', '-c', 'a b'] }],
    [
      'a command as list',
      { files: { 'everyarch.config.json': '{"command":["sh","-c",""]}' } },
      { command: ['sh', '-c', ''] },
    ],
    [
      'a bare number of seconds in a file',
      { files: { 'everyarch.config.json': '{"timeout":90}' } },
      { timeoutMs: 90_000 },
    ],
    [
      'platforms as a list in a file',
      { files: { 'everyarch.config.json': '{"require":["linux/amd64","linux/arm64,linux/arm"]}' } },
      { required: [amd64, arm64, armv7] },
    ],
    ['an expected end', { argv: flags('--expect exit:3') }, { expected: { exitCode: 3 } }],
  ])('hold %s', async (_, situation, part) => {
    expect(await resolveIn(situation)).toMatchObject(part)
  })
})
