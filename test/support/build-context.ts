import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type BusyboxPlatform, busybox } from './busybox.ts'
import { uniqueText } from './content.ts'

/** A folder that an image is built from, gone when it is disposed of. */
export interface BuildContext extends AsyncDisposable {
  readonly path: string
}

/** The beginning of a Dockerfile whose steps run busybox: emulated, where the platform is foreign. */
export const busyboxStage = `FROM scratch
ARG TARGETARCH
COPY busybox-\${TARGETARCH} /bin/busybox
SHELL ["/bin/busybox", "sh", "-c"]
`

/** The end of one whose image serves a page on port 8080. */
export const serverEnd = `COPY index.html /www/
ENTRYPOINT ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
EXPOSE 8080
`

/** A context with a busybox for amd64 and arm64, a page of its own, and these files. */
export async function buildContext(files: Readonly<Record<string, string>>): Promise<BuildContext> {
  const path = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
  const platforms: readonly BusyboxPlatform[] = ['linux/amd64', 'linux/arm64']
  const programs = platforms.map(async (platform) => {
    await writeFile(join(path, `busybox-${platform.slice('linux/'.length)}`), await busybox(platform), { mode: 0o755 })
  })
  await Promise.all(programs)
  for (const [name, text] of Object.entries({ 'index.html': uniqueText(), ...files })) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), text)
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
