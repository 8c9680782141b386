import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inspect } from '../../../src/index.ts'
import { listRunReports } from '../../../src/report/run-reports.ts'
import { goodTenPlatforms } from '../../support/acceptance/good-ten-platforms.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { flaskImage } from '../../support/flask-image.ts'
import { listCodes } from '../../support/inspect.ts'
import { mustComeUp, unpackTools } from '../../support/second-engine.ts'
import { copiedLayouts } from './copied-layouts.ts'
import { dockerLayouts } from './docker-layouts.ts'
import { podmanLayouts } from './podman-layouts.ts'
import { type ForeignLayout, run } from './workshop.ts'

const ten = await goodTenPlatforms(openDistributionRegistry())
const tools = await unpackTools()

async function workFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'everyarch-layouts-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** With a cache of its own: every byte of the layout is read. */
async function expectGood(reference: string, layout: ForeignLayout): Promise<void> {
  const { make, platforms = 10, attestations = 0, findings = [] } = layout
  const folder = await workFolder()
  const image = await make({ reference, folder })
  const [report] = listRunReports(await inspect({ image, variables: { XDG_CACHE_HOME: folder, HOME: folder } }))
  if (report === undefined) throw new Error('no report')
  expect(listCodes(report), JSON.stringify(report.errors)).toEqual(findings)
  expect(report).toMatchObject({ verdict: 'passed', exitCode: 0, attestations, errors: [] })
  expect(report.platforms.map(({ verdict }) => verdict)).toEqual(Array(platforms).fill('passed'))
}

describe('inspect says nothing false of', () => {
  it.each([...dockerLayouts, ...copiedLayouts])('$title', (layout) => expectGood(ten.reference, layout))

  it('the Flask example, copied by crane', async () => {
    const make: ForeignLayout['make'] = async ({ reference, folder }) => {
      await run('crane', 'pull', '--format=oci', reference, `${folder}/layout`)
      return `oci:${folder}/layout`
    }
    await expectGood(await flaskImage(), { title: 'Flask', make, platforms: 3, attestations: 3 })
  })
})

it('Podman and Skopeo are unpacked where they can be', () => {
  expect('folder' in tools).toBe(mustComeUp())
})

describe.each('folder' in tools ? podmanLayouts(tools.folder) : [])('inspect says nothing false of', (layout) => {
  it(layout.title, () => expectGood(ten.reference, layout))
})
