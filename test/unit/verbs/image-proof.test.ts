import { describe, expect, it } from 'vitest'
import { openLocalImage } from '../../../src/image/archive-image.ts'
import { openImageView } from '../../../src/image/view.ts'
import { judgeImage } from '../../../src/verbs/image-proof.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'
import { image, index, listed, type ListedOptions } from '../../support/image-builder.ts'
import { layer } from '../../support/layer.ts'
import { passedReport } from '../reporters/sample-report.ts'
import { layoutFiles, writeFolder } from '../image/layout-files.ts'
import { temporaryFolder } from '../image/temporary-folder.ts'

const layers = [await layer([{ path: 'app', text: 'x' }])]
const content = index(['linux/amd64', 'linux/arm64'].map((platform) => image({ platform, layers })))
const { digest } = content.document
const [template] = passedReport.platforms
if (template === undefined) throw new Error('the report has no platform')
const platforms = content.children.map((child, at): PlatformReport => {
  return { ...template, platform: `linux/${at === 0 ? 'amd64' : 'arm64'}`, digest: child.document.digest }
})
const proven: RunReport = { ...passedReport, image: { reference: 'oci:app', digest }, platforms }

async function judge(change: Partial<RunReport>): Promise<readonly string[]> {
  const path = await writeFolder(await temporaryFolder(), layoutFiles([content], [content.descriptor]))
  const source = await openLocalImage({ transport: 'oci', path }, 'oci:app')
  return judgeImage({ ...proven, ...change }, await openImageView(source)).obstacles
}

describe('the image that is there', () => {
  it('is proven by a report of each of its platforms', async () => {
    expect(await judge({})).toEqual([])
  })

  it('is not proven by a report out of which a platform was taken', async () => {
    expect(await judge({ platforms: platforms.slice(0, 1) })).toEqual([
      expect.stringMatching(/^linux\/arm64 \(sha256:[0-9a-f]+\) is in the index and was not looked at$/),
    ])
  })

  it('is not proven by what a report says of another image', async () => {
    const other = `sha256:${'e'.repeat(64)}` as const
    const [amd64, arm64] = platforms
    if (amd64 === undefined || arm64 === undefined) throw new Error('two platforms')
    expect(await judge({ image: { reference: 'app', digest: other } })).toEqual([`it is about ${other}`])
    expect(await judge({ platforms: [amd64, { ...arm64, digest: other }] })).toEqual([
      expect.stringMatching(/was not looked at/),
      `linux/arm64 (${other}) is not in the index`,
    ])
  })

  it.each<[string, ListedOptions]>([
    ['an attestation', { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }],
    ['another artifact', { descriptor: { artifactType: 'application/vnd.example.thing' } }],
  ])('is not proven where what calls itself %s can be pulled for a platform', async (_, options) => {
    const obstacles = async (platform: string): Promise<readonly string[]> => {
      const beside = image({ platform: 'linux/riscv64', layers })
      const all = index([...content.children, listed(beside, { ...options, platform })])
      const path = await writeFolder(await temporaryFolder(), layoutFiles([all], [all.descriptor]))
      const view = await openImageView(await openLocalImage({ transport: 'oci', path }, 'oci:app'))
      return judgeImage({ ...proven, image: { reference: 'oci:app', digest: all.document.digest } }, view).obstacles
    }
    expect(await obstacles('unknown/unknown')).toEqual([])
    expect(await obstacles('none')).toEqual([])
    expect(await obstacles('linux/riscv64')).toEqual([
      expect.stringMatching(/^linux\/riscv64 \(sha256:[0-9a-f]+\) is in the index and was not looked at$/),
    ])
  })
})
