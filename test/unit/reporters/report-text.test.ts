import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderError } from '../../../reporters/finding-text.ts'
import { renderResult, renderSummary } from '../../../reporters/report-text.ts'
import { createFinding } from '../../../src/report/finding.ts'
import { ascii, colored, hostileReport, mixedReport, passedReport, plain, platformReport } from './sample-report.ts'

function text(lines: readonly string[]): string {
  return lines.join('\n')
}

describe('the result of a run', () => {
  it('is a table when all is well', () => {
    expect(text(renderResult(plain, passedReport))).toMatchInlineSnapshot(`
      "✓ linux/amd64   passed  native                           x86_64   200 on /  210 ms
      ✓ linux/arm64   passed  emulated by qemu-aarch64 7.2.22  aarch64  200 on /  1.28 s
      ✓ linux/arm/v7  passed  emulated by qemu-arm 7.2.22      armv7l   200 on /  1.10 s"
    `)
  })

  it('is a table, then findings from the worst on, each once', () => {
    expect(text(renderResult(plain, mixedReport))).toMatchInlineSnapshot(`
      "✓ linux/amd64                passed        native                               x86_64   200 on /              210 ms
      ✗ linux/arm64                failed        emulated by qemu-aarch64 on desktop  aarch64  500 on /health
      ! linux/s390x                unverified    cannot be run here
      ? linux/riscv64              inconclusive  emulated by qemu-riscv64 7.2.22      riscv64  no answer on /health
      - windows(10.0.20348)/amd64  skipped

      error run/health-unexpected on linux/arm64
        GET /health on port 5000 answered 500, not 200
        | two
        | three
        | four
        | five
        | six \\x1b[31mred\\x1b[0m
        hint: look at the log above; the application answers, so it is no matter of the platform

      environment execution/no-handler on linux/s390x
        this engine can run no program of linux/s390x
        hint: docker run --privileged --rm tonistiigi/binfmt --install s390x

      inconclusive run/hang on linux/riscv64
        it is alive and listens nowhere

      warning index/nested
        entry 3 is an index itself

      info rootfs/variant-unverified on linux/amd64, linux/arm64
        no file says which variant it needs

      to see it again:
        docker run --rm --platform linux/arm64 example.com/acme/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
        everyarch verify example.com/acme/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef --platform linux/arm64,linux/riscv64"
    `)
  })

  it('says why a platform is unverified that has no finding, unless an error of the run has said it', () => {
    const checks = [
      { name: 'architecture', status: 'unverified', reason: 'uname -m said nothing' } as const,
      { name: 'pull', status: 'unverified', reason: 'the disk is full' } as const,
    ]
    const error = { code: 'disk-full', message: 'linux/arm64: the disk is full', hint: 'free some space' } as const
    const platforms = [platformReport('linux/arm64', { verdict: 'unverified', checks })]
    const lines = renderResult(plain, { ...passedReport, platforms, errors: [error] })
    expect(lines.slice(1)).toEqual(['', 'unverified architecture on linux/arm64', '  uname -m said nothing'])
  })

  it('is only what went wrong when it is to be quiet', () => {
    expect(text(renderResult({ ...plain, columns: 60 }, mixedReport, { quiet: true }))).toMatchInlineSnapshot(`
      "✗ linux/arm64    failed        emulated by qemu-aarch64 on desktop  aarch64  500 on /health
      ! linux/s390x    unverified    cannot be run here
      ? linux/riscv64  inconclusive  emulated by qemu-riscv64 7.2.22      riscv64  no answer on /health

      error run/health-unexpected on linux/arm64
        GET /health on port 5000 answered 500, not 200
        | two
        | three
        | four
        | five
        | six \\x1b[31mred\\x1b[0m
        hint: look at the log above; the application answers, so
        it is no matter of the platform

      environment execution/no-handler on linux/s390x
        this engine can run no program of linux/s390x
        hint: docker run --privileged --rm tonistiigi/binfmt
        --install s390x

      inconclusive run/hang on linux/riscv64
        it is alive and listens nowhere

      warning index/nested
        entry 3 is an index itself"
    `)
  })

  it('shows contents where nothing was run', () => {
    const platforms = [
      platformReport('linux/amd64', { execution: { kind: 'none' } }),
      platformReport('linux/arm64', { execution: { kind: 'none' }, declared: 'linux/arm64/v8', sizeBytes: 999 }),
    ]
    expect(text(renderResult(plain, { ...passedReport, platforms }))).toMatchInlineSnapshot(`
      "✓ linux/amd64  passed  sha256:0123456789ab  48.1 MB
      ✓ linux/arm64  passed  sha256:0123456789ab    999 B  declared linux/arm64/v8"
    `)
  })

  it('can be told without marks beyond ASCII', () => {
    expect(text(renderResult(ascii, passedReport))).toMatch(/^\+ linux\/amd64 /)
  })

  it('has its colours, and the same words without them', () => {
    const lines = text(renderResult(colored, mixedReport))
    expect(lines).toContain('\u001b[31mfailed\u001b[39m')
    expect(stripVTControlCharacters(lines)).toBe(text(renderResult(plain, mixedReport)))
  })

  it('lets no text of an image do more than be shown', () => {
    const lines = [
      ...renderResult(plain, hostileReport),
      ...hostileReport.errors.flatMap((error) => renderError(plain, error)),
    ]
    expect(lines.join('')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
    expect(renderSummary(plain, hostileReport)).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
  })
})

it('wraps each line of an error that lists several things', () => {
  const message = `2 settings are wrong\n  --timeout: ${'word '.repeat(20)}\n  --jobs: no`
  const lines = renderError({ ...plain, columns: 60 }, { code: 'usage-invalid', message })
  expect(lines.filter((line) => line.length > 60)).toEqual([])
  expect(lines.slice(0, 3)).toEqual([
    'error: 2 settings are wrong',
    expect.stringMatching(/^ {2}--timeout: word/),
    expect.stringMatching(/^ {4}word/),
  ])
  expect(lines.at(-1)).toBe('  --jobs: no')
})

describe('the line that sums a run up', () => {
  it('is short when all is well', () => {
    expect(renderSummary(plain, passedReport, 2912)).toBe(
      'passed: 3 of 3 platforms of example.com/acme/app:1.4@sha256:0123456789ab in 2.91 s: 200 on /',
    )
  })

  it('counts what is not well', () => {
    expect(renderSummary(plain, mixedReport, 71_000)).toBe(
      'failed: 1 of 4 platforms of example.com/acme/app:1.4@sha256:0123456789ab passed, 1 failed, 1 unverified, 1 inconclusive, 1 skipped in 1 m 11 s',
    )
  })

  it.each([
    [
      { platforms: [platformReport('linux/amd64')] },
      'passed: 1 of 1 platform of example.com/acme/app:1.4@sha256:0123456789ab: 200 on /',
    ],
    [
      { platforms: [platformReport('a'), platformReport('b', { verdict: 'skipped' as const })] },
      'passed: 1 of 1 platform of example.com/acme/app:1.4@sha256:0123456789ab: 200 on / (1 skipped)',
    ],
    [
      { verdict: 'failed' as const, platforms: [platformReport('a'), platformReport('b')] },
      'failed: 2 of 2 platforms of example.com/acme/app:1.4@sha256:0123456789ab passed',
    ],
    [
      {
        verdict: 'failed' as const,
        findings: ['a', 'b'].map((name) => createFinding('index/platform-missing', `${name} is not there`)),
        platforms: [platformReport('a'), platformReport('b')],
      },
      'failed: 2 errors in the index; 2 of 2 platforms of example.com/acme/app:1.4@sha256:0123456789ab passed',
    ],
    [
      {
        exitCode: 3 as const,
        errors: [{ code: 'reporter-failed' as const, message: 'the folder out cannot be written' }],
      },
      'passed: 3 of 3 platforms of example.com/acme/app:1.4@sha256:0123456789ab: 200 on /, but the folder out cannot be written',
    ],
    [
      { image: { reference: `app:1@sha256:${'f'.repeat(64)}` } },
      'passed: 3 of 3 platforms of app:1@sha256:ffffffffffff: 200 on /',
    ],
    [
      { verdict: 'unverified' as const, platforms: [] },
      'unverified: no platform of example.com/acme/app:1.4@sha256:0123456789ab was looked at',
    ],
    [{ verdict: null, platforms: [], image: { reference: 'app:1' } }, 'not run: app:1'],
    [
      { image: { reference: 'app@sha256:ffff', digest: `sha256:${'f'.repeat(64)}` as const } },
      'passed: 3 of 3 platforms of app@sha256:ffff: 200 on /',
    ],
  ])('of %j is "%s"', (parts, summary) => {
    expect(renderSummary(plain, { ...passedReport, ...parts })).toBe(summary)
  })
})

describe('an error of the run', () => {
  it('is a message, its cause and what to do', () => {
    const error = {
      code: 'engine-absent',
      message:
        'no engine answers at unix:///var/run/docker.sock, and there is no other place where one could be found on this host',
      cause: 'connect ENOENT /var/run/docker.sock',
      hint: 'start Docker, or name an engine with --engine',
    } as const
    expect(text(renderError({ ...plain, columns: 60 }, error))).toMatchInlineSnapshot(`
      "error: no engine answers at unix:///var/run/docker.sock, and
        there is no other place where one could be found on this
        host
        cause: connect ENOENT /var/run/docker.sock
        hint: start Docker, or name an engine with --engine"
    `)
  })

  it('keeps the lines of a message that has several', () => {
    const error = { code: 'config-invalid', message: '2 settings are wrong\n  jobs: no\n  http: no' } as const
    expect(renderError(plain, error)).toEqual(['error: 2 settings are wrong', '  jobs: no', '  http: no'])
  })
})
