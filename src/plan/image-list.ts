import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { listInstructions } from '../audit/dockerfile-instructions.ts'
import { listBakeImages } from './image-list-bake.ts'
import { listComposeImages } from './image-list-compose.ts'
import { listDockerfileImages } from './image-list-dockerfile.ts'
import { isKubernetesObject, listKubernetesImages } from './image-list-kubernetes.ts'
import { isFields } from './image-list-fields.ts'
import { readYamlDocuments } from './image-list-yaml.ts'
import { joinImageLists, type ImageList } from './named-image.ts'

/**
 * The images that Kubernetes objects (what `helm template` prints), compose files, bake files in JSON and Dockerfiles
 * name. Which it is, is told by the file's name and what it holds.
 *
 * @param name of the file, for messages
 * @throws HarnessError `usage-invalid` when it is none of these
 */
export async function parseImageList(content: string, name: string): Promise<ImageList> {
  if (isDockerfile(content, name)) return listDockerfileImages(content)
  if (isHcl(content, name)) {
    throw new HarnessError('usage-invalid', `${quoteText(name)} is a bake file in HCL`, {
      hint: 'docker buildx bake --print prints it as JSON: pipe that to --from -',
    })
  }
  const lists: ImageList[] = []
  let isEmpty = true
  for await (const document of readYamlDocuments(content, name)) {
    const list = listDocumentImages(document)
    if (list !== undefined) lists.push(list)
    isEmpty &&= document === null
  }
  if (!isEmpty && lists.length === 0) throw unknownFormat(name)
  return joinImageLists(lists)
}

function listDocumentImages(document: unknown): ImageList | undefined {
  if (!isFields(document)) return undefined
  if (isKubernetesObject(document)) return listKubernetesImages(document)
  if (isFields(document['services'])) return listComposeImages(document['services'])
  if (isFields(document['target'])) return listBakeImages(document['target'])
  return undefined
}

function isDockerfile(content: string, name: string): boolean {
  const file = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  if (/^(?:dockerfile|containerfile)(?:\..+)?$|\.(?:dockerfile|containerfile)$/i.test(file)) return true
  // Only the beginning: a large document of another kind is not to be taken apart for this.
  const [first] = listInstructions(content.slice(0, 4096))
  return first?.keyword === 'FROM' || (first?.keyword === 'ARG' && /^\s*FROM\s/im.test(content))
}

function isHcl(content: string, name: string): boolean {
  return (
    /\.hcl$/i.test(name) || /^\s*(?:target|group|variable|function)\s+"[^"\n]*"\s*\{/m.test(content.slice(0, 65_536))
  )
}

function unknownFormat(name: string): HarnessError {
  return new HarnessError('usage-invalid', `${quoteText(name)} is nothing that images are read from`, {
    hint: 'Kubernetes objects, compose files, bake files in JSON and Dockerfiles are',
  })
}
