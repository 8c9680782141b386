import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containerBuilder } from '../../support/builders.ts'
import { uniqueText } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { removeImages } from '../../support/engine.ts'
import { digestAt } from '../../support/digest-at.ts'
import { writeCheckout, writeCommands } from '../../support/workflow/checkout.ts'
import { runWorkflow, type WorkflowResult } from '../../support/workflow/run-workflow.ts'
import { readWorkflow } from '../../support/workflow/workflow-file.ts'

const path = new URL('../../../.github/workflows/publish.yml', import.meta.url)
const workflow = readWorkflow(await readFile(path, 'utf8'))
const image = `${openDistributionRegistry().address}/everyarch/ci-${uniqueText().slice(0, 12)}`
const folder = await mkdtemp(join(tmpdir(), 'everyarch-ci-'))
const tools = { checkout: join(folder, 'checkout'), bin: join(folder, 'bin'), env: await containerBuilder() }

beforeAll(() => Promise.all([writeCheckout(tools.checkout), writeCommands(tools.bin)]))
afterAll(() => Promise.all([rm(folder, { recursive: true, force: true }), removeImages(image)]))

function run(inputs: Readonly<Record<string, string>>, checkout = tools.checkout): Promise<WorkflowResult> {
  return runWorkflow(workflow, { ...tools, checkout, inputs: { image, verify: '--http 8080', ...inputs } })
}

describe('the reusable workflow', () => {
  it('builds by digest, verifies the index of all, and gives it the tags', async () => {
    const tags = [`${image}:1.4`, `${image}:latest`]
    const result = await run({ tags: tags.join(',') })
    const said = Object.entries(result.jobs).map(([name, job]) => `${name} ${job.result}\n${job.log}`)
    expect(said.join('\n')).toContain('publish success')
    const digests = await Promise.all(tags.map(digestAt))
    expect(result.outputs['digest']).toMatch(/^sha256:/)
    expect(digests).toEqual([result.outputs['digest'], result.outputs['digest']])
  })

  it('leaves the tag as it was where one platform fails', async () => {
    const broken = join(folder, 'broken')
    await writeCheckout(broken, 'amd64')
    const before = await digestAt(`${image}:1.4`)
    const { jobs } = await run({ tags: `${image}:1.4` }, broken)
    expect(Object.entries(jobs).map(([name, { result }]) => [name, result])).toEqual([
      ['plan', 'success'],
      ['build', 'success'],
      ['verify', 'failure'],
      ['publish', 'failure'],
    ])
    expect(jobs['publish']?.log).toContain('rootfs/foreign-rootfs')
    expect(await digestAt(`${image}:1.4`)).toBe(before)
  })
})
