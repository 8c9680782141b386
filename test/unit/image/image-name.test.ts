import { describe, expect, it } from 'vitest'
import { parseImageName } from '../../../src/image/image-name.ts'
import { formatReference } from '../../../src/oci/reference.ts'
import { sha256 } from '../oci/reference-rows.ts'
import { thrownError } from '../oci/thrown-error.ts'

describe('the name of an image', () => {
  it.each([
    ['python', 'docker.io/library/python'],
    ['oci/app:1', 'docker.io/oci/app:1'],
    ['docker.io/library/oci:latest', 'docker.io/library/oci:latest'],
    ['docker://ghcr.io/acme/app:1', 'ghcr.io/acme/app:1'],
    ['dir:1', 'docker.io/library/dir:1'],
    ['localhost:5000/app', 'localhost:5000/app'],
  ])('%s is the reference %s', (text, reference) => {
    const name = parseImageName(text)
    expect(name.transport === 'registry' ? formatReference(name.reference) : name).toBe(reference)
  })

  it.each([
    ['oci:build/out', { transport: 'oci', path: 'build/out' }],
    ['oci:.', { transport: 'oci', path: '.' }],
    ['oci:out:v1', { transport: 'oci', path: 'out', wanted: { kind: 'name', name: 'v1' } }],
    [
      'oci:/a/b:ghcr.io/acme/app:1',
      { transport: 'oci', path: '/a/b', wanted: { kind: 'name', name: 'ghcr.io/acme/app:1' } },
    ],
    ['oci:out:@2', { transport: 'oci', path: 'out', wanted: { kind: 'position', position: 2 } }],
    [`oci:out@${sha256}`, { transport: 'oci', path: 'out', wanted: { kind: 'digest', digest: sha256 } }],
    ['oci:a@b/c', { transport: 'oci', path: 'a@b/c' }],
    ['oci:C:\\out', { transport: 'oci', path: 'C:\\out' }],
    ['oci:C:/out:v1', { transport: 'oci', path: 'C:/out', wanted: { kind: 'name', name: 'v1' } }],
    ['oci-archive:app.tar', { transport: 'oci-archive', path: 'app.tar' }],
    [
      'docker-archive:app.tar:app:1',
      { transport: 'docker-archive', path: 'app.tar', wanted: { kind: 'name', name: 'app:1' } },
    ],
    ['docker-daemon:app:1', { transport: 'docker-daemon', reference: 'app:1' }],
    [`docker-daemon:${sha256}`, { transport: 'docker-daemon', reference: sha256 }],
    [
      `assemble:app@${sha256}, oci:out:v1,app@${sha256}`,
      { transport: 'assemble', parts: [`app@${sha256}`, 'oci:out:v1'] },
    ],
  ])('%s says where it is', (text, name) => {
    expect(parseImageName(text)).toEqual(name)
  })

  it.each([
    ['oci:', 'it names no folder', 'write oci:FOLDER'],
    ['oci-archive:', 'it names no file', 'write oci-archive:FILE'],
    ['oci::v1', 'it names no folder', 'write oci:FOLDER'],
    ['oci:out:', 'there is nothing after the last colon', 'leave it out, or name an image in it'],
    ['oci:out:@x', '"@x" is no place', 'the first image is @0'],
    ['assemble:a,,b', 'it names no image between two commas', 'write assemble:REPOSITORY@sha256:…,REPOSITORY@sha256:…'],
    [
      'assemble:a,docker-daemon:b',
      'docker-daemon: cannot be part of another image',
      'write assemble:REPOSITORY@sha256:…,REPOSITORY@sha256:…',
    ],
    ['docker-daemon:', 'it names no image', 'write docker-daemon:REPOSITORY:TAG'],
    ['dir:./out', 'dir: cannot be read here', 'copy it: skopeo copy --all dir:DIR oci:LAYOUT, then name oci:LAYOUT'],
  ])('%s is refused', (text, problem, hint) => {
    expect(thrownError(() => parseImageName(text))).toMatchObject({
      code: 'reference-invalid',
      message: `"${text}" is not an image: ${problem}`,
      hint,
    })
  })

  it.each(['', 'https://ghcr.io/acme/app', 'Acme', 'a:b:c', 'docker://'])('%s is refused as a reference', (text) => {
    expect(thrownError(() => parseImageName(text)).code).toBe('reference-invalid')
  })
})
