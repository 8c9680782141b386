import { expect, it } from 'vitest'
import { readEnvironment } from '../../../src/config/environment.ts'
import { HarnessError } from '../../../src/errors.ts'
import { reportImages } from '../../../src/verbs/many-images.ts'
import { resolveIn } from '../config/config-folder.ts'

it('an image that cannot be opened is called what others are called: by what it was built of', async () => {
  const config = { ...(await resolveIn({})), images: ['oci:folder'] }
  const context = { environment: readEnvironment({}), signal: new AbortController().signal, onEvent: () => undefined }
  const fail = () => Promise.reject(new HarnessError('content-invalid', 'it is none'))
  const report = await reportImages('verify', config, context, fail, { shownAs: new Map([['oci:folder', 'build:.']]) })
  expect(report).toMatchObject({ image: { reference: 'build:.' }, errors: [{ code: 'content-invalid' }] })
})
