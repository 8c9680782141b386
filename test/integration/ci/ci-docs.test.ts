import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { blocks } from '../../unit/docs/documents.ts'
import { ciBlock } from '../../support/ci-docs.ts'
import { findWorkflowErrors } from '../../support/workflow/find-errors.ts'
import { listGitlabJobs } from '../../support/workflow/gitlab-jobs.ts'
import { readWorkflow } from '../../support/workflow/workflow-file.ts'

const project = new URL('../../../', import.meta.url)
const gitlab = ciBlock('.gitlab-ci.yml')
const gitlabJobs: Readonly<Record<string, { readonly script: readonly string[] }>> = parse(gitlab)

/** Commands, a line each, without comments. */
function commandsOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '' && !line.startsWith('#'))
}

describe('the pipeline for GitLab', () => {
  it("is one by GitLab's schema", async () => {
    const { jobs, stderr } = await listGitlabJobs(gitlab)
    expect(stderr).toContain('json schema validated')
    expect(jobs).toEqual([
      'build: [linux/amd64,saas-linux-small-amd64]',
      'build: [linux/arm64,saas-linux-small-arm64]',
      'verify: [linux/amd64,saas-linux-small-amd64]',
      'verify: [linux/arm64,saas-linux-small-arm64]',
      'publish',
    ])
    expect(await listGitlabJobs(gitlab.replace('  artifacts:', '  artefacts:'))).toMatchObject({ jobs: [] })
  })

  it.each(['build', 'verify', 'publish'])('does in %s what the plain shell does', (job) => {
    const commands = commandsOf(gitlabJobs[job]?.script.join('\n') ?? '')
    const own = commands.filter((line) => !line.startsWith('docker context create'))
    expect(own).toEqual(commandsOf(ciBlock(`${job}.sh`)))
  })
})

it('the workflows of all pages are some by the word of GitHub', async () => {
  const workflows = blocks.filter(({ language, text }) => language === 'yaml' && /^on:/m.test(text))
  expect(workflows.length).toBeGreaterThan(1)
  for (const { page, text } of workflows) expect([page, await findWorkflowErrors(text)]).toEqual([page, []])
})

describe('the call of the reusable workflow', () => {
  const call = ciBlock('release.yml')

  it('gives it inputs that it has', () => {
    const { inputs } = readWorkflow(readFileSync(new URL('.github/workflows/publish.yml', project), 'utf8')).on
      .workflow_call
    const { jobs }: { jobs: { image: { with: Readonly<Record<string, string>> } } } = parse(call)
    expect(Object.keys(jobs.image.with).filter((name) => inputs[name] === undefined)).toEqual([])
  })
})
