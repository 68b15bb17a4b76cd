/** A real browser on the stage. */
import { existsSync, rmSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build, preview, type PreviewServer } from 'vite';

let server: PreviewServer;
let browser: Browser;
/** What was built. */
let stageFolder: string;

export async function raise(): Promise<void> {
  const { default: config } = await import('../vite.stage.config');
  stageFolder = config.build?.outDir as string;
  await build({ ...config, configFile: false });
  server = await preview({ ...config, configFile: false });
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );
  if (!executablePath) throw new Error('the browser tests need Chromium: apt-get install chromium');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

export async function strike(): Promise<void> {
  await browser?.close();
  await server?.close();
  if (stageFolder) rmSync(stageFolder, { recursive: true, force: true });
}

export interface Wanted {
  open?: boolean;
  /** The open case is one that is kept, with a passphrase. */
  kept?: boolean;
  /** Time passes only as the test says. */
  clock?: boolean;
  theme?: 'light' | 'dark';
  language?: string;
  text?: number;
  many?: number;
  width?: number;
  height?: number;
}

export async function stage({
  open = true,
  kept = false,
  clock = false,
  theme = 'light',
  language = 'en',
  text = 100,
  many = 0,
  width = 1280,
  height = 800,
}: Wanted = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  // The browser asks for an icon that the real window never does.
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  const [address] = server.resolvedUrls?.local ?? [];
  const query = new URLSearchParams({
    theme,
    language,
    text: String(text),
    many: String(many),
    ...(open ? { open: '1' } : {}),
    ...(kept ? { kept: '1' } : {}),
  });
  if (clock) await page.clock.install();
  await page.goto(`${address}stage.html?${query}`);
  await page.waitForSelector('main');
  Object.assign(page, { errors });
  return page;
}

/** What went wrong on a page so far: uncaught errors, console errors, refusals of the content policy. */
export async function wrongs(page: Page): Promise<string[]> {
  const { errors } = page as Page & { errors: string[] };
  return [...errors, ...(await page.evaluate(() => window.violations))];
}

export async function leave(page: Page): Promise<void> {
  await page.context().close();
}
