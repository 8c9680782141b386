/** Builds of the long-term releases from which on a host takes older containers. */
const stableBuilds = { ltsc2022: 20_348, ltsc2025: 26_100 }

/**
 * Does a Windows host of one version run containers of another? Before Server 2022 only of the very same build, since
 * then of everything from the long-term release before the host's own. A version that is not known is no hindrance.
 * https://github.com/containerd/platforms/blob/main/platform_windows_compat.go
 */
export function isCompatibleWindows(hostVersion: string | undefined, containerVersion: string | undefined): boolean {
  const host = parseBuild(hostVersion)
  if (host === undefined || containerVersion === undefined) return true
  const container = parseBuild(containerVersion)
  if (container === undefined || container.release !== host.release) return false
  if (host.build < stableBuilds.ltsc2022) return host.build === container.build
  const oldest = host.build > stableBuilds.ltsc2025 ? stableBuilds.ltsc2025 : stableBuilds.ltsc2022
  return container.build >= oldest && container.build <= host.build
}

/** `10.0.20348.1006`: the release is `10.0`, the build 20348; what follows is a patch and does not count. */
function parseBuild(version: string | undefined): { readonly release: string; readonly build: number } | undefined {
  const match = /^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,5})(?:\.|$)/.exec(version ?? '')
  if (match === null) return undefined
  return { release: `${Number(match[1])}.${Number(match[2])}`, build: Number(match[3]) }
}
