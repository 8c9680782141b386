import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { busybox } from '../busybox.ts'
import { uniqueText } from '../content.ts'

const sources = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))

/**
 * A web server of busybox for amd64 and arm64, to be built without a base: 200 on `/` of port 8080.
 * @param arm64 whose program stands where that of arm64 should
 */
export async function writeCheckout(folder: string, arm64: 'amd64' | 'arm64' = 'arm64'): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const architecture of ['amd64', 'arm64'] as const) {
    const path = join(folder, `busybox-${architecture}`)
    await writeFile(path, await busybox(architecture === 'arm64' ? `linux/${arm64}` : 'linux/amd64'))
    await chmod(path, 0o755)
  }
  await writeFile(join(folder, 'index.html'), `${uniqueText()}\n`)
  await writeFile(
    join(folder, 'Dockerfile'),
    `FROM scratch
ARG TARGETARCH
COPY busybox-\${TARGETARCH} /bin/busybox
COPY index.html /www/
EXPOSE 8080
ENTRYPOINT ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
`,
  )
}

/** Puts a folder on PATH whose `npx` runs the sources of this checkout instead of a published package. */
export async function writeCommands(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'npx'),
    `#!/usr/bin/env bash
set -e
while [[ \${1:-} != everyarch* ]]; do shift; done
exec "${process.execPath}" --conditions=everyarch-source --disable-warning=ExperimentalWarning ${sources} "\${@:2}"
`,
  )
  await chmod(join(folder, 'npx'), 0o755)
}
