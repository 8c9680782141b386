export { defineConfig } from './config/user-config.ts'
export type {
  UserConfig,
  UserDuration,
  UserPlatforms,
  UserPlatformSettings,
  UserSize,
  UserWaiver,
} from './config/user-config.ts'
