export { definePlatformProjects } from './projects/define-projects.ts'
export type { PlatformProjectsOptions } from './projects/projects-options.ts'
