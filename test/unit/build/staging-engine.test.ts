import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openEngineStaging } from '../../../src/build/staging-engine.ts'
import { temporaryFolder } from '../image/temporary-folder.ts'

/** A `docker` that writes down what it is told, and ends with this code. */
async function stage(exitCode: number) {
  const folder = await temporaryFolder()
  const script = `#!/bin/sh\necho "$*" >> '${folder}/told'\nexit ${exitCode}\n`
  await writeFile(join(folder, 'docker'), script)
  await chmod(join(folder, 'docker'), 0o755)
  const notices: string[] = []
  const env = { PATH: `${folder}:/usr/bin:/bin` }
  const staging = openEngineStaging([{ name: 'one' }, { name: 'two' }], env, (notice) => notices.push(notice))
  return { staging, notices, told: () => readFile(join(folder, 'told'), 'utf8') }
}

it('all names of a run are removed, also of a build that was stopped', async () => {
  const { staging, notices, told } = await stage(0)
  await staging.close()
  const names = [...staging.outputs.values()].map((output) => output.replace('type=docker,name=', ''))
  expect(await told()).toBe(`image rm --force ${names.join(' ')}\n`)
  expect(notices).toEqual([])
})

it('what cannot be removed is told, and takes nothing from the report', async () => {
  const { staging, notices } = await stage(1)
  await staging.close()
  expect(notices).toEqual([expect.stringContaining('remove what was built')])
})
