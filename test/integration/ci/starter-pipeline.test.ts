import { expect, it } from 'vitest'
import { listGitlabJobs } from '../../support/workflow/gitlab-jobs.ts'
import { planFolder, textOf } from '../../unit/init/starter-folder.ts'

const Dockerfile = 'FROM a\nEXPOSE 8080\n'

it.each(['', "services/it's"])(
  "the pipeline that everyarch init writes is one by GitLab's schema, in %j",
  async (within) => {
    const path = within === '' ? 'Dockerfile' : `${within}/Dockerfile`
    const text = textOf(await planFolder({ '.git/HEAD': '', [path]: Dockerfile }, { within, ci: 'gitlab' }), 'ci')
    const { jobs, stderr } = await listGitlabJobs(text)
    expect(stderr).toContain('json schema validated')
    expect(jobs).toEqual([within === '' ? 'everyarch' : 'everyarch-it-s'])
    expect(await listGitlabJobs(text.replace('  artifacts:', '  artefacts:'))).toMatchObject({ jobs: [] })
  },
)
