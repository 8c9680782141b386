import { nodeMode } from '../build/build-mode.ts'
import type { Builder, BuilderNode } from '../build/builder.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import type { ListedBuilder, ListedNode } from '../report/listing.ts'

/** A builder for people and programs; with platforms of these, else with all that its machines name. */
export function listBuilder(builder: Builder, asked: readonly Platform[]): ListedBuilder {
  const { name, driver, isCurrent, buildsSeveralPlatforms, nodes } = builder
  return {
    name,
    driver,
    current: isCurrent,
    severalPlatforms: buildsSeveralPlatforms,
    nodes: nodes.map((node) => listNode(node, asked)),
  }
}

function listNode(node: BuilderNode, asked: readonly Platform[]): ListedNode {
  const { name, endpoint, status, error, version, platforms } = node
  const shown = asked.length > 0 ? asked : platforms
  return {
    name,
    endpoint,
    status,
    ...(error === undefined ? {} : { error }),
    // What distributions compile does not know its own.
    ...(version === undefined || version.endsWith('+unknown') ? {} : { version }),
    platforms: shown.map((platform) => ({ platform: formatPlatform(platform), mode: nodeMode(node, platform) })),
  }
}
