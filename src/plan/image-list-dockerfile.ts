import { listStages } from '../audit/dockerfile-stages.ts'
import { quoteText } from '../oci/quote.ts'
import { joinImageLists, type ImageList } from './named-image.ts'

/** The images that a Dockerfile's stages are from; those from other stages and from `scratch` are from none. */
export function listDockerfileImages(content: string): ImageList {
  const lists = listStages(content).map((stage): ImageList => {
    const { base, parent, platform, from } = stage
    const where = `line ${from.lines[0]?.number ?? 0}`
    if (parent !== undefined || base.toLowerCase() === 'scratch' || base === '') return { images: [], notices: [] }
    if (base.includes('$')) {
      const message = `${where}: ${quoteText(base)} is passed over, a variable of it has no default`
      return { images: [], notices: [message] }
    }
    const notices =
      platform === undefined ? [] : [`${where}: ${quoteText(base)} is used for --platform=${quoteText(platform)} only`]
    return { images: [{ reference: base, where }], notices }
  })
  return joinImageLists(lists)
}
