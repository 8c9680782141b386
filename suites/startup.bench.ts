import { expect, test } from 'everyarch/vitest'

/** A container takes tens of milliseconds at least: a few runs say as much as hundreds. */
const few = { iterations: 3, time: 0, warmupIterations: 1, warmupTime: 0 }

test('page', async ({ bench, fetch }) => {
  const read = async (): Promise<void> => {
    const answer = await fetch('/')
    expect(answer.ok).toBe(true)
    await answer.arrayBuffer()
  }
  await bench('one', read).run({ iterations: 20, time: 0 })
  await bench('eight at once', async () => {
    await Promise.all(Array.from({ length: 8 }, read))
  }).run({ iterations: 10, time: 0, warmupIterations: 1, warmupTime: 0 })
})

test('shell', async ({ bench, exec, run }) => {
  await bench('in the container', async () => {
    expect(await exec(['sh', '-c', ':'])).toExitWith(0)
  }).run(few)
  await bench('in a new container', async () => {
    expect(await run(['-c', ':'], { entrypoint: ['sh'] })).toExitWith(0)
  }).run(few)
})
