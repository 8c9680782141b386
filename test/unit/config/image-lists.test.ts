import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../../src/config/environment.ts'
import { resolveUserConfig } from '../../../src/config/resolve.ts'
import { resolveIn } from './config-folder.ts'

const files = { 'everyarch.config.json': JSON.stringify({ image: 'from-file', from: 'compose.yaml' }) }

async function namedBy(line: string, situation: Omit<Parameters<typeof resolveIn>[0], 'argv'> = {}) {
  const { images, imageLists } = await resolveIn({ ...situation, argv: line.split(' ') })
  return { images, imageLists }
}

describe('files that name images', () => {
  it('may be several, and standard input, beside images', async () => {
    expect(await namedBy('inspect app --from a.yaml --from -')).toEqual({
      images: ['app'],
      imageLists: ['a.yaml', '-'],
    })
  })

  it('are enough', async () => {
    expect(await namedBy('platforms --from=-')).toEqual({ images: [], imageLists: ['-'] })
  })

  it('may be named in the configuration file', async () => {
    expect(await namedBy('inspect', { files })).toEqual({ images: ['from-file'], imageLists: ['compose.yaml'] })
  })

  it('of the configuration file give way to whatever the command line names', async () => {
    expect(await namedBy('inspect --from -', { files })).toEqual({ images: [], imageLists: ['-'] })
    expect(await namedBy('inspect app', { files })).toEqual({ images: ['app'], imageLists: [] })
  })

  it('are nothing to a command that runs images', async () => {
    expect(await namedBy('verify', { files })).toEqual({ images: ['from-file'], imageLists: [] })
    await expect(resolveIn({ argv: ['verify', 'app', '--from', '-'] })).rejects.toThrow('--from is no flag of')
    const only = { 'everyarch.config.json': '{"from":"a.yaml"}' }
    await expect(resolveIn({ argv: ['verify'], files: only })).rejects.toThrow('needs an image')
  })

  it('may be given to the library', () => {
    const config = resolveUserConfig({ from: ['a.yaml', 'b.yaml'] }, 'platforms', readEnvironment({}))
    expect(config.imageLists).toEqual(['a.yaml', 'b.yaml'])
  })
})
