import { describe, expect, it } from 'vitest'
import { parseIndexAnnotation } from '../../../src/build/assemble-annotation.ts'
import { thrownError } from '../oci/thrown-error.ts'

describe('an annotation of an index', () => {
  it.each([
    ['index:key=value', [{ on: 'index', key: 'key', value: 'value' }]],
    ['index:a.b/c=x=y:z', [{ on: 'index', key: 'a.b/c', value: 'x=y:z' }]],
    ['index:empty=', [{ on: 'index', key: 'empty', value: '' }]],
    ['manifest-descriptor:key=v', [{ on: 'manifest-descriptor', key: 'key', value: 'v' }]],
    [
      'index,manifest-descriptor[linux/arm64]:key=two\nlines',
      [
        { on: 'index', key: 'key', value: 'two\nlines' },
        {
          on: 'manifest-descriptor',
          platform: { os: 'linux', architecture: 'arm64' },
          key: 'key',
          value: 'two\nlines',
        },
      ],
    ],
  ])('%j is read as buildx reads it', (text, annotations) => {
    expect(parseIndexAnnotation(text)).toEqual(annotations)
  })

  it.each([
    ['key=value', 'usage-invalid', 'write index:key=value'],
    ['index:key', 'usage-invalid', 'write index:KEY=VALUE'],
    ['index:=value', 'usage-invalid', 'write index:KEY=VALUE'],
    [
      'manifest:key=value',
      'usage-invalid',
      'an index takes index:KEY=VALUE and manifest-descriptor[PLATFORM]:KEY=VALUE',
    ],
    [
      'index[linux/arm64]:key=value',
      'usage-invalid',
      'an index takes index:KEY=VALUE and manifest-descriptor[PLATFORM]:KEY=VALUE',
    ],
    ['manifest-descriptor[linux/arm65]:key=value', 'platform-invalid', undefined],
  ])('%j is refused', (text, code, hint) => {
    const error = thrownError(() => parseIndexAnnotation(text))
    expect(error).toMatchObject({ code, ...(hint === undefined ? {} : { hint }) })
  })
})
