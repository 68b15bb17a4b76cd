import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

/** Tiers: shared knows words and keys; domain knows the core's views; views know the screens. Arrows point down. */
const tier = (files, forbidden) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden.map((group) => ({ group: [group] })) }] },
});

export default ts.config(
  { ignores: ['dist/', 'src/lib/bindings/'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Strangers' text is never HTML.
      'svelte/no-at-html-tags': 'error',
      // Maps inside a computation, and maps replaced as a whole, need no reactivity of their own.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-restricted-imports': ['error', { patterns: [{ group: ['@tauri-apps/*'] }] }],
    },
  },
  tier(['src/shared/**'], ['@tauri-apps/*', '$/domain/*', '$/views/*']),
  tier(['src/domain/**'], ['@tauri-apps/*', '$/views/*']),
  { files: ['src/lib/api.ts', 'tests/**'], rules: { 'no-restricted-imports': 'off' } },
);
