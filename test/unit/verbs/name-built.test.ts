import { expect, it } from 'vitest'
import { parseImageName } from '../../../src/image/image-name.ts'
import { parseReference } from '../../../src/oci/reference.ts'
import { nameBuilt } from '../../../src/verbs/name-built.ts'

it('targets that come to one image are one image with the tags of both', () => {
  const [one, two] = [parseReference('example.com/app:1'), parseReference('example.com/app:2')]
  const image = `example.com/app@sha256:${'a'.repeat(64)}`
  const built = [
    { target: 'one', image, tags: [one] },
    { target: 'two', image, tags: [two] },
  ]
  expect(nameBuilt(built, 'docker-bake.hcl')).toEqual({
    images: [image],
    shownAs: new Map([[image, image]]),
    tagsOf: new Map([[image, [one, two]]]),
  })
})

it.each([
  ['.', 'default', 'build:.'],
  ['app', 'default', 'build:./app'],
  ['5000/app', 'default', 'build:./5000/app'],
  ['src/app', 'default', 'build:src/app'],
  ['-', 'default', 'build:-'],
  ['docker-bake.hcl', 'default', 'build:./docker-bake.hcl'],
  ['docker-bake.hcl#web,tool', 'web', 'build:docker-bake.hcl#web'],
  ['bake', 'web', 'build:bake#web'],
])('the build of %s, target %s, is called %s, which is no image of a registry', (context, target, name) => {
  const shown = nameBuilt([{ target, image: 'oci:folder', tags: [] }], context).shownAs.get('oci:folder')
  expect(shown).toBe(name)
  expect(() => parseImageName(name)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('build it again') }),
  )
})
