import { describe, expect, it } from 'vitest'
import { definePlatformProjects, type PlatformProjectsOptions } from '../../../src/vitest-config.ts'
import { readProjectsOptions } from '../../../src/projects/projects-options.ts'

const good: PlatformProjectsOptions = { image: 'ghcr.io/acme/app:1.4', include: 'checks/**/*.test.ts' }

describe('the options of platform projects', () => {
  it('are those of a run, and those of vitest beside them', () => {
    const given = { ...good, http: 8080, exclude: ['checks/slow/**'], name: 'app' }
    expect(readProjectsOptions(given)).toEqual({
      include: ['checks/**/*.test.ts'],
      exclude: ['checks/slow/**'],
      name: 'app',
      unavailable: 'skip',
      settings: { image: 'ghcr.io/acme/app:1.4', http: 8080 },
    })
  })

  it('may come from a configuration that says more, which is left out', () => {
    const given = {
      ...good,
      reporter: 'json',
      tag: ['ghcr.io/acme/app:1'],
      suite: 'checks/*.yaml',
      jobs: 2,
      deadline: 5,
    }
    expect(readProjectsOptions(given).settings).toEqual({ image: 'ghcr.io/acme/app:1.4' })
  })

  it.each([
    [{ inclde: 'x' }, 'inclde: there is no such setting', 'did you mean include?'],
    [{ htp: 80 }, 'htp: there is no such setting', 'did you mean http?'],
    [{ coverage: {} }, 'coverage: there is no such setting', 'it takes the words of everyarch.config.ts'],
    [{ include: [] }, 'include: names no test files', "write include: ['checks/**/*.test.ts']"],
    [{ include: ['a', 5] }, 'include: names no test files', "write include: ['checks/**/*.test.ts']"],
    [{ exclude: 5 }, 'exclude: is no pattern, and no list of patterns', undefined],
    [{ name: 5 }, 'name: is no text', undefined],
    [{ unavailable: 'warn' }, 'unavailable: is neither skip nor fail', undefined],
    [{ image: ['a', 'b'] }, 'image: has to be one image', "write image: 'ghcr.io/acme/app:1.4', or build: '.'"],
    [
      { build: '.', platform: 'linux/amd64' },
      'image: has to be one image',
      "write image: 'ghcr.io/acme/app:1.4', or build: '.'",
    ],
  ])('that are wrong are told: %j', (wrong, message, hint) => {
    const given: PlatformProjectsOptions = Object.assign({ ...good }, wrong)
    expect(() => readProjectsOptions(given)).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: `definePlatformProjects: ${message}`, hint }),
    )
  })

  it('say which platforms are built, since no index lists them yet', () => {
    expect(() => readProjectsOptions({ build: '.', include: 'checks/*' })).toThrow('platform: has to say what is built')
    const settings = { build: '.', platform: 'linux/arm64' }
    expect(readProjectsOptions({ ...settings, include: 'checks/*' }).settings).toEqual(settings)
  })

  it('that are wrong in several ways are told all at once, by the function too', async () => {
    const given: PlatformProjectsOptions = Object.assign({ ...good }, { inclde: 'x', unavailable: 'warn' })
    const told = definePlatformProjects(given)
    await expect(told).rejects.toThrow(/inclde: there is no such setting .*\n.*unavailable: is neither skip nor fail/)
  })
})
