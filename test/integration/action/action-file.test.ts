import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly required?: boolean }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

interface Step {
  readonly id: string
  readonly run: string
  readonly env: Readonly<Record<string, string>>
}

const { inputs, outputs, runs }: ActionFile = parse(
  readFileSync(new URL('../../../action.yml', import.meta.url), 'utf8'),
)

describe('action.yml', () => {
  it('takes what verifying needs, and only the image is required', () => {
    expect(Object.keys(inputs)).toEqual(['image', 'platforms', 'require', 'http', 'version', 'args'])
    expect(Object.keys(inputs).filter((name) => inputs[name]?.required === true)).toEqual(['image'])
  })

  it('gives the verdict, the digest and the reports', () => {
    expect(Object.entries(outputs).map(([name, { value }]) => [name, value])).toEqual([
      ['verdict', '${{ steps.verify.outputs.verdict }}'],
      ['digest', '${{ steps.verify.outputs.digest }}'],
      ['report', '${{ steps.verify.outputs.report }}'],
      ['page', '${{ steps.verify.outputs.page }}'],
      ['folder', '${{ steps.verify.outputs.folder }}'],
    ])
    expect(runs.steps.map((step) => step.id)).toContain('verify')
  })

  it('puts no expression into a shell', () => {
    expect(runs.using).toBe('composite')
    for (const { run } of runs.steps) expect(run).not.toContain('${{')
  })

  it('hands every input to the script as a variable of its name', () => {
    const expected = Object.keys(inputs).map((name) => [`INPUT_${name.toUpperCase()}`, `\${{ inputs.${name} }}`])
    expect(Object.entries(Object.assign({}, ...runs.steps.map((step) => step.env)))).toEqual(expected)
  })
})
