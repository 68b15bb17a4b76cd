/** Builds the stage of the browser tests and serves it under the content policy of the real window. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, mergeConfig } from 'vite';
import base from './vite.config';

const shell = JSON.parse(readFileSync(new URL('../src-tauri/tauri.conf.json', import.meta.url), 'utf8')) as {
  app: { security: { csp: Record<string, string> } };
};
const policy = Object.entries(shell.app.security.csp)
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ');

export default mergeConfig(
  base,
  defineConfig({
    root: new URL('./tests', import.meta.url).pathname,
    logLevel: 'warn',
    build: {
      outDir: mkdtempSync(join(tmpdir(), 'teltale-stage-')),
      emptyOutDir: true,
      target: 'esnext',
      rollupOptions: { input: new URL('./tests/stage.html', import.meta.url).pathname },
    },
    preview: { host: '127.0.0.1', port: 0, headers: { 'Content-Security-Policy': policy } },
  }),
);
