import { hostname } from 'node:os'
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { expect, it } from 'vitest'
import { clean } from '../../../src/index.ts'
import { empty, json, startFakeEngine } from './fake-engine.ts'

const { pid: gone } = spawnSync(process.execPath, ['--version'])

/** Labels of a run that is given an hour. */
function labelsOf(processId: number, host = hostname()) {
  return {
    'org.everyarch.run': `run-${processId}`,
    'org.everyarch.deadline': String(Math.ceil(Date.now() / 1000) + 3600),
    'org.everyarch.pid': String(processId),
    'org.everyarch.host': host,
  }
}

it('what a killed run left in the engine is removed, and nothing of others', async () => {
  await using fake = await startFakeEngine({
    'GET /containers/json': json([
      { Id: 'c1', Labels: labelsOf(gone), State: 'running' },
      { Id: 'c2', Labels: labelsOf(process.pid), State: 'running' },
    ]),
    'GET /images/json': json([
      { Id: 'sha256:a', RepoTags: ['localhost/everyarch-control:a'], Labels: labelsOf(gone) },
      { Id: 'sha256:b', RepoTags: ['localhost/everyarch-control:b'], Labels: labelsOf(process.pid) },
      { Id: 'sha256:c', RepoTags: ['localhost/everyarch-control:c'], Labels: labelsOf(gone, 'elsewhere') },
    ]),
    'GET /networks': json([
      { Name: 'everyarch-1-1_everyarch', Labels: labelsOf(gone) },
      { Name: 'everyarch-2-1_everyarch', Labels: labelsOf(process.pid) },
    ]),
    'GET /volumes': json({ Volumes: [{ Name: 'everyarch-1-1_data', Labels: labelsOf(gone) }], Warnings: null }),
    'DELETE /containers/*': empty,
    'DELETE /images/*': empty,
    'DELETE /networks/*': empty,
    'DELETE /volumes/*': empty,
  })
  const { removed, errors } = await clean({ variables: { DOCKER_HOST: `unix://${fake.socketPath}` } })
  expect(errors).toBeUndefined()
  expect(removed.filter(({ kind }) => kind !== 'folder')).toEqual([
    { kind: 'container', name: 'c1', run: `run-${gone}` },
    { kind: 'image', name: 'localhost/everyarch-control:a', run: `run-${gone}` },
    { kind: 'network', name: 'everyarch-1-1_everyarch', run: `run-${gone}` },
    { kind: 'volume', name: 'everyarch-1-1_data', run: `run-${gone}` },
  ])
  expect(fake.asked.filter(({ route }) => route.startsWith('DELETE '))).toHaveLength(4)
})
