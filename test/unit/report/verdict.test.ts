import { describe, expect, it } from 'vitest'
import { createFinding } from '../../../src/report/finding.ts'
import type { CheckReport, Verdict } from '../../../src/report/report.ts'
import type { Severity } from '../../../src/report/severity.ts'
import { platformVerdict, runVerdict, worstVerdict } from '../../../src/report/verdict.ts'

const severities: Readonly<Record<string, Severity>> = {
  e: 'error',
  v: 'environment',
  i: 'inconclusive',
  w: 'warning',
  n: 'info',
}

function unknownLetter(letter: string): never {
  throw new Error(`the table's letter "${letter}" stands for nothing`)
}

/** `ew` → an error and a warning. */
function findings(letters: string) {
  return letters.split('').map((letter) => {
    const severity = severities[letter]
    return createFinding('index/nested', 'something', { severity: severity ?? unknownLetter(letter) })
  })
}

const verdicts: Readonly<Record<string, Verdict>> = {
  p: 'passed',
  f: 'failed',
  i: 'inconclusive',
  u: 'unverified',
  s: 'skipped',
}

function verdictsOf(letters: string): Verdict[] {
  return letters.split('').map((letter) => verdicts[letter] ?? unknownLetter(letter))
}

function checks(letters: string): CheckReport[] {
  return verdictsOf(letters).map((status, position) => ({ name: `check ${position}`, status }))
}

describe('the verdict of a platform', () => {
  // findings, checks, verdict, verdict with --strict
  it.each<[string, string, Verdict, Verdict]>([
    ['', 'p', 'passed', 'passed'],
    ['', 'ppp', 'passed', 'passed'],
    ['n', 'p', 'passed', 'passed'],
    ['w', 'p', 'passed', 'failed'],
    ['wn', 'pp', 'passed', 'failed'],
    ['', 'ps', 'passed', 'passed'],
    ['', '', 'unverified', 'unverified'],
    ['', 's', 'unverified', 'unverified'],
    ['', 'sss', 'unverified', 'unverified'],
    ['n', '', 'unverified', 'unverified'],
    ['w', '', 'unverified', 'failed'],
    ['i', '', 'unverified', 'unverified'],
    ['e', '', 'failed', 'failed'],
    ['v', '', 'unverified', 'unverified'],
    ['', 'u', 'unverified', 'unverified'],
    ['', 'pu', 'unverified', 'unverified'],
    ['', 'up', 'unverified', 'unverified'],
    ['', 'f', 'failed', 'failed'],
    ['', 'pf', 'failed', 'failed'],
    ['', 'fu', 'failed', 'failed'],
    ['', 'i', 'inconclusive', 'inconclusive'],
    ['', 'pi', 'inconclusive', 'inconclusive'],
    ['', 'iu', 'unverified', 'unverified'],
    ['', 'if', 'failed', 'failed'],
    ['e', 'p', 'failed', 'failed'],
    ['v', 'p', 'unverified', 'unverified'],
    ['i', 'p', 'inconclusive', 'inconclusive'],
    ['iw', 'p', 'inconclusive', 'failed'],
    ['vw', 'p', 'unverified', 'failed'],
    ['vi', 'p', 'unverified', 'unverified'],
    ['iv', 'p', 'unverified', 'unverified'],
    ['ev', 'p', 'failed', 'failed'],
    ['ve', 'p', 'failed', 'failed'],
    ['ei', 'p', 'failed', 'failed'],
    ['evi', 'u', 'failed', 'failed'],
    ['i', 'u', 'unverified', 'unverified'],
    ['i', 'f', 'failed', 'failed'],
    ['v', 'f', 'failed', 'failed'],
    ['e', 's', 'failed', 'failed'],
  ])('of findings "%s" and checks "%s" is %s, strictly %s', (found, ran, verdict, strictVerdict) => {
    expect(platformVerdict(findings(found), checks(ran))).toBe(verdict)
    expect(platformVerdict(findings(found), checks(ran), { strict: true })).toBe(strictVerdict)
  })

  it('is skipped when the platform was not asked for, whatever is known about it', () => {
    expect(platformVerdict(findings('e'), checks('pf'), { skipped: true })).toBe('skipped')
  })
})

describe('the verdict of a run', () => {
  // platforms, findings of the index, verdict, verdict with --strict
  it.each<[string, string, Verdict, Verdict]>([
    ['p', '', 'passed', 'passed'],
    ['ppp', 'n', 'passed', 'passed'],
    ['pps', '', 'passed', 'passed'],
    ['ppp', 'w', 'passed', 'failed'],
    ['ppp', 'e', 'failed', 'failed'],
    ['ppp', 'v', 'unverified', 'unverified'],
    ['ppp', 'i', 'inconclusive', 'inconclusive'],
    ['ppi', '', 'inconclusive', 'inconclusive'],
    ['ppu', '', 'unverified', 'unverified'],
    ['ppf', '', 'failed', 'failed'],
    ['piu', '', 'unverified', 'unverified'],
    ['uif', '', 'failed', 'failed'],
    ['piuf', '', 'failed', 'failed'],
    ['i', 'v', 'unverified', 'unverified'],
    ['u', 'e', 'failed', 'failed'],
    ['i', 'w', 'inconclusive', 'failed'],
    ['', '', 'unverified', 'unverified'],
    ['s', '', 'unverified', 'unverified'],
    ['ss', 'n', 'unverified', 'unverified'],
    ['', 'e', 'failed', 'failed'],
    ['', 'i', 'unverified', 'unverified'],
    ['s', 'w', 'unverified', 'failed'],
  ])('of platforms "%s" and index findings "%s" is %s, strictly %s', (platforms, found, verdict, strictVerdict) => {
    expect(runVerdict(verdictsOf(platforms), findings(found))).toBe(verdict)
    expect(runVerdict(verdictsOf(platforms), findings(found), { strict: true })).toBe(strictVerdict)
  })

  it('does not depend on the order of the platforms', () => {
    for (const order of ['pui', 'ipu', 'uip', 'upi', 'piu', 'iup']) {
      expect(runVerdict(verdictsOf(order), [])).toBe('unverified')
    }
  })
})

it('the worst of no verdicts is passed', () => {
  expect(worstVerdict([])).toBe('passed')
})
