export { definePlatformProjects } from './projects/define-projects.ts'
export type { PlatformProjectsOptions, UnusedInProjects } from './projects/projects-options.ts'
