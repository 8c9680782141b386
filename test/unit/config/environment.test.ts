import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { readEnvironment, readVariable, type Environment, type Variables } from '../../../src/config/environment.ts'

describe('the environment', () => {
  it.each<[Variables, Partial<Environment>]>([
    [{}, { isCi: false, isGithubActions: false, isDumbTerminal: false, isUnicode: true, homeDir: homedir() }],
    [{ HOME: '/home/a' }, { homeDir: '/home/a', cacheDir: '/home/a/.cache/everyarch' }],
    [{ HOME: '/home/a', XDG_CACHE_HOME: '/var/cache/a' }, { cacheDir: '/var/cache/a/everyarch' }],
    [{ HOME: '/home/a', XDG_CACHE_HOME: '' }, { cacheDir: '/home/a/.cache/everyarch' }],
    [{ XDG_RUNTIME_DIR: '/run/user/1' }, { runtimeDir: '/run/user/1' }],
    [{ NO_COLOR: '1' }, { color: false }],
    [{ NO_COLOR: '0' }, { color: false }],
    [{ FORCE_COLOR: '1' }, { color: true }],
    [{ FORCE_COLOR: 'true' }, { color: true }],
    [{ FORCE_COLOR: '0' }, { color: false }],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, { color: false }],
    [{ FORCE_COLOR: '1', NO_COLOR: '' }, { color: true }],
    [{ CI: 'true' }, { isCi: true }],
    [{ CI: '1' }, { isCi: true }],
    [{ CI: 'false' }, { isCi: false }],
    [{ CI: '' }, { isCi: false }],
    [{ GITHUB_ACTIONS: 'true' }, { isCi: true, isGithubActions: true }],
    [{ GITHUB_STEP_SUMMARY: '/a/summary' }, { stepSummaryFile: '/a/summary' }],
    [{ TERM: 'dumb' }, { isDumbTerminal: true, isUnicode: false }],
    [{ TERM: 'xterm-256color', LANG: 'C' }, { isUnicode: false }],
    [{ LANG: 'en_US.UTF-8' }, { isUnicode: true }],
    [{ LANG: 'de_DE.utf8' }, { isUnicode: true }],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, { isUnicode: false }],
    [{ LANG: 'C', LC_CTYPE: 'C.UTF-8' }, { isUnicode: true }],
  ])('%j', (variables, read) => {
    expect(readEnvironment(variables)).toMatchObject(read)
  })

  it('says nothing of colours when no variable does', () => {
    expect(readEnvironment({})).not.toHaveProperty('color')
  })

  it('keeps all variables for those who look one up by name', () => {
    expect(readEnvironment({ A: 'b' }).variables).toEqual({ A: 'b' })
  })

  it('is the one of the process when none is given', () => {
    expect(readEnvironment().variables['PATH']).toBe(process.env['PATH'])
  })
})

it('a variable may go by several names, and an empty one does not count', () => {
  const variables = { HTTPS_PROXY: '', https_proxy: 'http://proxy:3128', http_proxy: 'http://other' }
  expect(readVariable(variables, 'HTTPS_PROXY', 'https_proxy', 'http_proxy')).toBe('http://proxy:3128')
  expect(readVariable(variables, 'HTTPS_PROXY')).toBeUndefined()
})
