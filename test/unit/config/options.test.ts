import { describe, expect, it } from 'vitest'
import { variableName } from '../../../src/config/environment-values.ts'
import { listFlags } from '../../../src/config/flags.ts'
import { optionGroups } from '../../../src/config/option.ts'
import { listOptions, options, type OptionTable } from '../../../src/config/options.ts'

describe('the option table', () => {
  it.each(listOptions().map(({ name, option }) => [name, option] as const))('has a whole row for %s', (_, option) => {
    expect(option.verbs.length).toBeGreaterThan(0)
    expect(optionGroups).toContain(option.group)
    expect(option.help).toMatch(/^[^A-Z].*[^.]$/)
    expect(option.help.length).toBeLessThanOrEqual(64)
    expect(option.flag ?? 'image').toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  it('does not compile without a row, or with one that no setting has', () => {
    const { jobs: _, ...incomplete } = options
    // @ts-expect-error -- a row is missing
    const missing: OptionTable = incomplete
    // @ts-expect-error -- no setting has this name
    const extra: OptionTable = { ...options, colour: options.color }
    expect(Object.keys(extra).length - Object.keys(missing).length).toBe(2)
  })

  it('spells a flag as its setting', () => {
    for (const { name, option } of listOptions()) {
      if (option.flag === undefined) continue
      expect(option.flag).toBe(name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
    }
  })

  it('has each flag, short flag and variable once', () => {
    const rows = listOptions()
    const names = rows.flatMap(({ option: { flag, negative, short } }) => [flag, negative, short])
    const flags = names.filter((name) => name !== undefined)
    expect(new Set(flags).size).toBe(flags.length)
    expect(new Set(rows.map(({ name }) => variableName(name))).size).toBe(rows.length)
  })

  it('lets every switch of a file be switched off by a flag', () => {
    const switches = listOptions().filter(({ option }) => option.placeholder === undefined && option.flag !== undefined)
    for (const { option } of switches.filter(({ option: { scope } }) => scope !== 'command-line')) {
      const settings = [...listFlags().values()].filter((flag) => flag.option === option)
      expect(settings.map(({ setsTo }) => setsTo)).toEqual([true, false])
    }
  })
})

it.each([
  ['platform', 'EVERYARCH_PLATFORM'],
  ['plainHttp', 'EVERYARCH_PLAIN_HTTP'],
  ['pidsLimit', 'EVERYARCH_PIDS_LIMIT'],
])('the variable of %s is %s', (name, variable) => {
  expect(variableName(name)).toBe(variable)
})
