import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatReportSchema, reportSchemaPath } from '../../../scripts/report-schema.ts'
import { parseRunReports } from '../../../src/report/parse.ts'
import { combineRunReports } from '../../../src/report/run-reports.ts'
import { findSchemaErrors, requireReportSchema } from '../../support/report-schema.ts'
import { fullReport } from '../reporters/full-report.ts'
import { hostileReport, mixedReport, passedReport } from '../reporters/sample-report.ts'

const several = combineRunReports(passedReport.tool, 'verify', [passedReport, fullReport])

/** Every place in a document, but those within evidence, which may hold anything. */
function* listPlaces(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path
  if (typeof value !== 'object' || value === null || path.at(-1) === 'evidence') return
  for (const [key, item] of Object.entries(value)) yield* listPlaces(item, [...path, key])
}

/** The document with another value at a place; undefined takes it away. */
function change(value: unknown, [key = '', ...rest]: readonly string[], other: unknown): unknown {
  const next = rest.length === 0 ? other : change(Object(value)[key], rest, other)
  if (Array.isArray(value)) return value.map((item: unknown, position) => (String(position) === key ? next : item))
  return { ...Object(value), [key]: next }
}

function isReport(document: unknown): boolean {
  try {
    parseRunReports(document)
    return true
  } catch {
    return false
  }
}

describe('the published schema', () => {
  it('is up to date (npm run docs writes it)', async () => {
    expect(readFileSync(new URL(`../../../${reportSchemaPath}`, import.meta.url), 'utf8')).toBe(
      await formatReportSchema(),
    )
  })

  it.each(Object.entries({ passedReport, mixedReport, hostileReport, fullReport, several }))(
    'holds for %s',
    (_, report) => {
      expect(findSchemaErrors(JSON.parse(JSON.stringify(report)))).toEqual([])
      expect(requireReportSchema(report)).toBe(report)
    },
  )

  it('takes fields that a later version adds, and tests of this one do not', () => {
    const later = { ...passedReport, weather: 'fine' }
    expect(findSchemaErrors(later)).toEqual([])
    expect(() => requireReportSchema(later)).toThrow('weather')
  })

  it.each([[{}], [[]], [null], ['report'], [{ ...passedReport, schemaVersion: 2 }]])('refuses %j', (document) => {
    expect(findSchemaErrors(document)).not.toEqual([])
  })

  it.each([[''], ['x'], [-1], [1], [1.5], [true], [[]], [[1]], [{}], [null], [undefined]])(
    'says of every place where %j stands what the parser says',
    (other) => {
      const document: unknown = JSON.parse(JSON.stringify(fullReport))
      const places = [...listPlaces(document)]
      expect(places.length).toBeGreaterThan(150)
      const different = places.filter((place) => {
        const changed: unknown = JSON.parse(JSON.stringify(change(document, place, other)))
        return (findSchemaErrors(changed).length === 0) !== isReport(changed)
      })
      expect(different.map((place) => place.join('.'))).toEqual([])
    },
  )
})
