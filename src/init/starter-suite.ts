import type { ChosenHealth } from './choose.ts'
import type { DockerfileFacts } from './dockerfile-facts.ts'
import { writeText } from './starter-config.ts'

/** A first suite, of what holds for every image and what is known of this one. */
export function writeSuite(health: ChosenHealth | undefined): string {
  return [
    `import { expect, test } from 'everyarch/vitest'`,
    '',
    '// `everyarch verify` runs this on every platform, once it is healthy. More to ask for: fetch, exec, run, file, logs.',
    `test('runs on the architecture it is for', async ({ uname }) => {`,
    '  expect(await uname()).toReportArchitecture()',
    '})',
    ...(health === undefined ? [] : writeRequest(health)),
    '',
  ].join('\n')
}

function writeRequest({ port, path, below }: ChosenHealth): readonly string[] {
  return [
    '',
    `test(${writeText(`answers on ${path}`)}, async ({ fetch }) => {`,
    `  const answer = await fetch(${writeText(path)}, { port: ${port}, redirect: 'manual' })`,
    `  expect(answer.status).toBeLessThan(${below})`,
    '})',
  ]
}

/** The same without TypeScript, in the words of container-structure-test; undefined where it would ask nothing. */
export function writeStructureFile({ exposed }: DockerfileFacts): string | undefined {
  if (exposed.ports.length === 0) return undefined
  const ports = exposed.ports.map(({ port }) => `'${port}'`).join(', ')
  return [
    '# `everyarch verify` runs this on every platform. commandTests, fileExistenceTests and fileContentTests go here too.',
    'schemaVersion: 2.0.0',
    'metadataTest:',
    `  exposedPorts: [${ports}]`,
    '',
  ].join('\n')
}
