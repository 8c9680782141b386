import { exampleImage } from './example-image.ts'

/** The Flask example by digest. */
export async function flaskImage(): Promise<string> {
  return exampleImage('flask')
}
