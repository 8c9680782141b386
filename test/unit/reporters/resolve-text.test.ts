import { expect, it } from 'vitest'
import { renderResolve } from '../../../reporters/resolve-text.ts'
import type { ResolvedPick, ResolveListing } from '../../../src/report/resolve-listing.ts'
import { plain } from './sample-report.ts'

const none: ResolvedPick = { none: 'nothing fits' }

function pick(platform: string, more: { fallback?: string; refused?: true; seed?: string } = {}): ResolvedPick {
  const { seed = 'ab', ...rest } = more
  const exact = more.fallback === undefined
  return { digest: `sha256:${seed.repeat(32)}`, platform, exact, ...rest }
}

const listing: ResolveListing = {
  schemaVersion: 1,
  tool: { name: 'everyarch', version: '1.0.0' },
  image: { reference: 'example.com/app:1', digest: `sha256:${'cd'.repeat(32)}` },
  engines: [
    { name: 'docker', title: 'Docker' },
    { name: 'podman', title: 'Podman and others' },
  ],
  hosts: [
    { host: 'linux/amd64', picks: { docker: pick('linux/386', { fallback: 'why', refused: true }), podman: none } },
    { host: 'linux/amd64/v2', picks: { docker: pick('linux/386', { fallback: 'why', refused: true }), podman: none } },
    { host: 'linux/arm/v7', picks: { docker: pick('linux/arm/v7'), podman: pick('linux/arm/v7') } },
  ],
  warnings: [{ code: 'resolve/fallback', severity: 'warning', message: 'it is so', evidence: {}, hint: 'do this' }],
}

it('who picks what is a table of hosts and engines, with its marks explained', () => {
  expect(renderResolve(plain, listing).join('\n')).toMatchInlineSnapshot(`
    "example.com/app:1@sha256:cdcdcdcdcdcd
      host           docker  podman
      linux/amd64/*  386 ~!  -
      linux/arm/v7   arm/v7  arm/v7

      docker: Docker
      podman: Podman and others
      - nothing is taken: an error
      ~ another platform than the host's own, taken without a word
      ! pulled, and then refused when run with --platform

    warning resolve/fallback
      it is so
      hint: do this"
  `)
})

it('amd64 hosts that differ are a row each, and entries of one platform are told apart', () => {
  const [, second] = listing.hosts
  const hosts = [
    { host: 'linux/amd64', picks: { docker: pick('linux/amd64'), podman: pick('linux/amd64', { seed: 'ef' }) } },
    ...(second === undefined ? [] : [second]),
  ]
  const table = renderResolve(plain, { ...listing, hosts, warnings: [] }).slice(2, 4)
  expect(table).toEqual([
    '  linux/amd64     amd64@abababababab  amd64@efefefefefef',
    '  linux/amd64/v2  386 ~!              -',
  ])
})

it('nothing of an image reaches the terminal unescaped', () => {
  const hosts = [{ host: 'linux/a\u001b[31m', picks: { docker: pick('linux/b\u001b[2J'), podman: none } }]
  expect(renderResolve(plain, { ...listing, hosts }).join('')).not.toContain('\u001b')
})
