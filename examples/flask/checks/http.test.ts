import { expect, test } from 'everyarch/vitest'

test('answers on /', async ({ fetch }) => {
  const answer = await fetch('/')
  expect(answer.status).toBe(200)
})

test('knows no other page', async ({ fetch }) => {
  const answer = await fetch('/nowhere')
  expect(answer.status).toBe(404)
})

test('logs every request', async ({ fetch, logs }) => {
  await fetch('/?asked=by-a-suite')
  await expect.poll(logs, { timeout: 10_000 }).toContain('GET /?asked=by-a-suite')
})

test('runs a Python of its own platform', async ({ exec, file }) => {
  const machine = await exec(['python3', '-c', 'import platform; print(platform.machine())'])
  expect(machine).toExitWith(0)
  expect(machine).toReportArchitecture()
  expect(await file('/usr/bin/env')).toBeBuiltFor()
})
