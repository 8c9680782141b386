import { describe, expect, it } from 'vitest'
import { beginMarker, endMarker, replaceSection, splitMarkedText } from '../../../src/report/marked-section.ts'

const pair = `${beginMarker}\nold\n${endMarker}\n`

function replace(text: string): string {
  return replaceSection(splitMarkedText(text), ['| a |', '| - |'])
}

describe('the section between markers', () => {
  it('is replaced, and nothing else', () => {
    const before = '\ufeff# Title\n\nText  \n\n'
    const after = '\n\tmore\u0000 without an end'
    const written = replace(`${before}${pair}${after}`)
    expect(written).toBe(`${before}${beginMarker}\n\n| a |\n| - |\n\n${endMarker}\n${after}`)
    expect(replace(written)).toBe(written)
  })

  it('has line ends as its markers have', () => {
    expect(replace(`a\n${beginMarker}\r\n${endMarker}\r\nb`)).toBe(
      `a\n${beginMarker}\r\n\r\n| a |\r\n| - |\r\n\r\n${endMarker}\r\nb`,
    )
  })

  it('may begin the text and end it', () => {
    expect(replace(`${beginMarker}\n${endMarker}`)).toBe(`${beginMarker}\n\n| a |\n| - |\n\n${endMarker}`)
  })

  it('is found by markers that are spaced otherwise', () => {
    expect(replace('  <!--everyarch:begin-->\n <!--  everyarch:end -->  \n')).toContain('| a |')
  })

  it.each([
    ['fenced code', `\`\`\`md\n${pair}\`\`\`\n`],
    ['fenced code by tildes', `~~~~\n~~~\n${pair}~~~~\n`],
    ['fenced code with shorter fences in it', `\`\`\`\`\n\`\`\`\n${pair}\`\`\`\`\n`],
    ['fenced code in a list', `- see:\n\n  \`\`\`html\n  ${pair}  \`\`\`\n`],
    ['fenced code that begins an item', `1. \`\`\`\n   ${pair}   \`\`\`\n`],
    ['fenced code that begins with a language and no end', `\`\`\`js\n\`\`\`js\n\`\`\`\n\n\`\`\`\n${pair}`],
    ['indented code', `    ${beginMarker}\n    ${endMarker}\n`],
    ['words', `write ${beginMarker} and ${endMarker}\n`],
  ])('is not what stands in %s', (_, code) => {
    expect(() => splitMarkedText(code)).toThrow(/it has (no markers|markers only within code)/)
    expect(replace(`${pair}${code}`)).toBe(`${replace(pair)}${code}`)
  })

  it('may come after code on one line', () => {
    expect(replace(`\`\`\`a\`\`\` b\n${pair}`)).toContain('| a |')
  })

  it.each([
    ['', 'it has no markers'],
    [`${beginMarker}\n`, `it has ${beginMarker} in line 1 and no ${endMarker}`],
    [`\n${endMarker}\n`, `it has ${endMarker} in line 2 and no ${beginMarker}`],
    [`${endMarker}\n${beginMarker}\n`, `${endMarker} in line 1 stands before ${beginMarker} in line 2`],
    [`${pair}${pair}`, 'it has more than one pair of markers'],
    [`${beginMarker}\n${pair}${endMarker}\n`, 'it has more than one pair of markers'],
    [`${beginMarker}\n${beginMarker}\n`, 'it has more than one pair of markers'],
    [`\`\`\`\n${pair}\`\`\`\n`, `it has markers only within code: ${beginMarker} in line 2`],
  ])('cannot be told in %j', (text, message) => {
    expect(() => splitMarkedText(text)).toThrow(message)
  })
})
