import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findWorkflowErrors } from '../../support/workflow/find-errors.ts'
import { readWorkflow } from '../../support/workflow/workflow-file.ts'

const project = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, project), 'utf8')
const text = read('.github/workflows/publish.yml')
const { on, jobs } = readWorkflow(text)
const steps = Object.values(jobs).flatMap((job) => job.steps)

describe('the reusable workflow', () => {
  it('is one by the word of GitHub, which would not take just anything', async () => {
    expect(await findWorkflowErrors(text)).toEqual([])
    expect(await findWorkflowErrors(text.replace('runs-on:', 'run-on:'))).not.toEqual([])
    expect(await findWorkflowErrors(text.replace('needs.plan.outputs.matrix', 'need.plan.outputs.matrix'))).not.toEqual(
      [],
    )
    expect(await findWorkflowErrors(text.replace('fromJSON(', 'fromJson2('))).not.toEqual([])
    expect(await findWorkflowErrors(text.replace('needs: plan', 'needs: plans'))).not.toEqual([])
  })

  it('puts no expression into a shell', () => {
    const shells = steps.flatMap(({ run }) => run ?? [])
    expect(shells.length).toBeGreaterThan(4)
    for (const run of shells) expect(run).not.toContain('${{')
  })

  it('uses each of its inputs, and asks only for the image and its tags', () => {
    const { inputs } = on.workflow_call
    const required = Object.entries(inputs).flatMap(([name, input]) => (input.required === true ? [name] : []))
    expect(required).toEqual(['image', 'tags'])
    const used = [...text.matchAll(/inputs\.(\w+)/g)].map(([, name]) => name)
    expect(new Set(used)).toEqual(new Set(Object.keys(inputs)))
  })

  it('runs the everyarch that it is of', () => {
    const { version }: { version: string } = JSON.parse(read('package.json'))
    expect(on.workflow_call.inputs['version']?.default).toBe(version)
  })

  it('writes packages only where it pushes', () => {
    const writers = Object.entries(jobs).flatMap(([name, { permissions }]) =>
      permissions?.['packages'] === 'write' ? [name] : [],
    )
    expect(writers).toEqual(['build', 'publish'])
    expect(text).toContain('\npermissions: {}\n')
  })
})
