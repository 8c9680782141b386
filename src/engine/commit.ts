import type { EngineClient } from './client.ts'

/** What an image is to be called: `REPOSITORY:TAG`. */
export interface ImageName {
  readonly repository: string
  readonly tag: string
}

/** As slow as a disk may be with what a container has written. */
const commitCalls = 10

/**
 * Makes an image of a container that has ended; it carries the container's labels.
 * https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Image/operation/ImageCommit
 * @throws HarnessError what any call of the engine throws
 */
export async function commitContainer(
  client: EngineClient,
  id: string,
  { repository, tag }: ImageName,
  signal?: AbortSignal,
): Promise<void> {
  await client.call({
    action: 'keep what a container has changed',
    method: 'POST',
    path: '/commit',
    query: { container: id, repo: repository, tag, pause: false },
    timeoutMs: commitCalls * client.callTimeoutMs,
    ...(signal !== undefined && { signal }),
  })
}
