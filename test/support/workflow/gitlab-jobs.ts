import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProcess } from '../run-process.ts'

const gitlabLocal = fileURLToPath(new URL('../../../node_modules/.bin/gitlab-ci-local', import.meta.url))

/** The jobs of a pipeline, and what is said of its form: by a runner that checks it against GitLab's schema. */
export async function listGitlabJobs(
  text: string,
): Promise<{ readonly jobs: readonly string[]; readonly stderr: string }> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-gitlab-'))
  await writeFile(join(folder.path, '.gitlab-ci.yml'), text)
  const git = (...args: readonly string[]) => runProcess('git', args, { cwd: folder.path })
  await git('init', '--quiet')
  await git('remote', 'add', 'origin', 'https://gitlab.example.com/acme/app.git')
  const home = join(folder.path, 'home')
  const result = await runProcess(process.execPath, [gitlabLocal, '--list-json', '--home', home], { cwd: folder.path })
  const jobs: readonly { readonly name: string }[] = result.exitCode === 0 ? JSON.parse(result.stdout) : []
  return { jobs: jobs.map(({ name }) => name), stderr: result.stderr }
}
