import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { runProcess } from './run-process.ts'

const script = fileURLToPath(new URL('../../scripts/chromium', import.meta.url))

/** Starts a real Chromium, which is fetched once where there is none. */
export async function openChromium(): Promise<Browser> {
  const { exitCode, stdout, stderr } = await runProcess(script, [], { timeoutMs: 280_000 })
  if (exitCode !== 0) throw new Error(`there is no Chromium:\n${stderr}`)
  return chromium.launch({
    executablePath: stdout.trim(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'],
  })
}
