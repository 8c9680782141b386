import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderHelp } from '../../../src/cli/help.ts'
import { verbHelp } from '../../../src/cli/verb-help.ts'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { takesOption } from '../../../src/config/option.ts'
import { listOptions } from '../../../src/config/options.ts'
import { splitShellWords } from '../../../src/config/shell-words.ts'
import { verbNames } from '../../../src/config/verb-name.ts'
import { displayWidth } from '../../../src/report/display-width.ts'
import { colored, plain } from '../reporters/sample-report.ts'

describe('the help', () => {
  it('lists every command and every exit code', () => {
    const text = renderHelp(plain).join('\n')
    for (const verb of verbNames) expect(text).toContain(`  ${verb} `)
    for (const code of ['0', '1', '2', '3', '4', '130']) expect(text).toMatch(new RegExp(`^  ${code} +\\w`, 'm'))
  })

  it.each(verbNames)('of %s has its flags and no others', (verb) => {
    const text = renderHelp(plain, verb).join('\n')
    for (const { option } of listOptions()) {
      if (option.flag === undefined) continue
      const isListed = new RegExp(`^  (-\\w, )?--${option.flag}[ ,]`, 'm').test(text)
      expect([option.flag, isListed]).toEqual([option.flag, takesOption(option, verb)])
    }
  })

  it.each([...verbNames, undefined])('of %s is no wider than the terminal', (verb) => {
    const examples = new Set(verbNames.flatMap((name) => verbHelp[name].examples.map(({ line }) => line)))
    for (const columns of [60, 80, 120]) {
      const wide = renderHelp({ ...plain, columns }, verb).filter((line) => displayWidth(line) > columns)
      // An example is there to be copied: it is not broken.
      expect(wide.filter((line) => ![...examples].some((example) => line.includes(example)))).toEqual([])
    }
  })

  it('is the same without colours', () => {
    const text = stripVTControlCharacters(renderHelp(colored, 'verify').join('\n'))
    expect(text).toBe(renderHelp(plain, 'verify').join('\n'))
  })

  it.each(verbNames.flatMap((verb) => verbHelp[verb].examples.map(({ line }) => line)))(
    'has an example that the command line understands: %s',
    (line) => {
      const [program, ...argv] = splitShellWords(line)
      expect(program).toBe('everyarch')
      expect(parseCommandLine(argv).wants).toBe('verb')
    },
  )
})
