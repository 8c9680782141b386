import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { parseImageList } from '../../../src/plan/image-list.ts'
import { listRows } from './image-list-rows.ts'

describe('the images of', () => {
  it.each(listRows)('$title', async ({ name = '-', content, images, notices = [] }) => {
    const list = await parseImageList(content, name)
    expect(list.images.map(({ reference, where }) => `${reference} (${where})`)).toEqual(images)
    expect(list.notices).toEqual(notices)
  })
})

async function failureOf(content: string, name = '-'): Promise<HarnessError> {
  return parseImageList(content, name).then(
    () => Promise.reject(new Error('it was read')),
    (error: unknown) => (error instanceof HarnessError ? error : Promise.reject(error)),
  )
}

describe('it is refused, with what to do,', () => {
  it.each([
    ['a bake file in HCL by its name', 'variable = 1', 'docker-bake.hcl', /buildx bake --print/],
    ['a bake file in HCL by what it holds', '# bake\ntarget "app" {\n  tags = ["a"]\n}\n', '-', /buildx bake --print/],
    [
      'a chart that is not rendered',
      'image: {{ .Values.image }}:{{ .Values.tag }}\n',
      'deployment.yaml',
      /helm template/,
    ],
    ['text of another kind', 'hello: world\n', 'notes.yaml', /Dockerfiles/],
    ['a list', '- a\n- b\n', 'list.yaml', /Dockerfiles/],
    ['broken YAML', 'a: [1,\nb: }', 'a.yaml', /correct it/],
    ['broken JSON', '{"kind": "Pod", ', 'a.json', /correct it/],
  ])('%s', async (_, content, name, hint) => {
    const error = await failureOf(content, name)
    expect(error.code).toBe('usage-invalid')
    expect(error.hint).toMatch(hint)
  })

  it('YAML that unfolds to gigabytes', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`,
    )
    const error = await failureOf(['a0: &a0 [x]', ...levels, 'services: {a: {image: *a12}}'].join('\n'))
    expect(error.message).toMatch(/alias/i)
  })

  it('YAML that is nested beyond reason', async () => {
    expect((await failureOf(`services: ${'['.repeat(5_000_000)}`)).message).toMatch(/nested more than 500 deep/)
  })
})

it('JSON that is nested beyond reason names what it names', async () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  const content = `{"apiVersion":"v1","kind":"Pod","deep":${deep},"spec":{"containers":[{"image":"a:1"}]}}`
  expect((await parseImageList(content, '-')).images).toEqual([{ reference: 'a:1', where: 'Pod' }])
})
