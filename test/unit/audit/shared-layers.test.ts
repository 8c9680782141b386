import { describe, expect, it } from 'vitest'
import { auditSharedLayers } from '../../../src/audit/shared-layers.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { library, makeRoot, program, text, type FileDraft } from './root.ts'

function image(platform: string, layerDigests: readonly string[], files: Readonly<Record<string, FileDraft>>) {
  return { platform: parsePlatform(platform), layerDigests, rootfs: makeRoot(files) }
}

const app = { '/app': program('amd64'), '/lib/x.so': library('amd64') }

describe('layers of several platforms', () => {
  it('that hold all machine code of both are an error', () => {
    const findings = auditSharedLayers([
      image('linux/amd64', ['sha256:a', 'sha256:b'], app),
      image('linux/arm64', ['sha256:a', 'sha256:c'], { ...app, '/etc/name': text('x', { mode: 0o644 }) }),
      image('linux/s390x', ['sha256:d'], { '/app': program('s390x') }),
    ])
    expect(findings).toMatchObject([
      {
        code: 'index/layers-shared',
        severity: 'error',
        message: 'linux/amd64 and linux/arm64 have the same machine code, in layers they share; it is for amd64',
        evidence: { platforms: ['linux/amd64', 'linux/arm64'], digests: ['sha256:a'] },
      },
    ])
  })

  it.each([
    [
      'variants of one architecture',
      image('linux/arm/v6', ['sha256:a'], { '/app': program('arm') }),
      image('linux/arm/v7', ['sha256:a'], { '/app': program('arm') }),
    ],
    [
      'scripts only',
      image('linux/amd64', ['sha256:a'], { '/run': text('x') }),
      image('linux/arm64', ['sha256:a'], { '/run': text('x') }),
    ],
    [
      'a page, and programs in layers of their own',
      image('linux/amd64', ['sha256:a', 'sha256:b'], app),
      image('linux/arm64', ['sha256:a', 'sha256:c'], { '/app': program('arm64') }),
    ],
    [
      'code of both on purpose',
      image('linux/amd64', ['sha256:a'], { ...app, '/app2': program('arm64') }),
      image('linux/arm64', ['sha256:a'], { ...app, '/app2': program('arm64') }),
    ],
    [
      'data',
      image('linux/amd64', ['sha256:a'], { '/lib/firmware/x': program('arm') }),
      image('linux/arm64', ['sha256:a'], { '/lib/firmware/x': program('arm') }),
    ],
    ['nothing', image('linux/amd64', ['sha256:a'], app), image('linux/arm64', ['sha256:b'], app)],
  ])('may hold %s', (_, first, second) => {
    expect(auditSharedLayers([first, second])).toStrictEqual([])
  })
})
