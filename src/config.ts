export { defineConfig } from './config/user-config.ts'
export type { UserConfig, UserDuration, UserPlatforms, UserSize } from './config/user-config.ts'
