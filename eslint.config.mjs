import tseslint from 'typescript-eslint';

/** A fence: files of one layer may not import what the patterns name. TypeScript alone keeps nobody out. */
const fence = (files, groups, extra = []) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: extra,
        patterns: groups.map(([group, message]) => ({ group, message })),
      },
    ],
  },
});

const noVscode = [['vscode'], 'Only src/host and src/extension.ts may import vscode.'];
const noNode = [['node:*'], 'This layer also runs in a webview, where there is no Node.'];

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', '**/node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'src/shared/tsconfig.json', 'media/tsconfig.json', 'test/e2e/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true, IIFEs: false }],
    },
  },
  fence(
    ['src/shared/**'],
    [
      noVscode,
      noNode,
      [
        ['**/core/**', '**/host/**', '**/media/**', 'undici', 'lit-html', 'lit-html/**'],
        'shared imports nothing but shared.',
      ],
    ],
  ),
  fence(
    ['src/core/**'],
    [
      noVscode,
      [['**/host/**', '**/media/**', 'lit-html', 'lit-html/**'], 'core may import core and shared, node and undici.'],
    ],
  ),
  fence(
    ['src/host/**', 'src/extension.ts'],
    [
      [
        ['**/media/**', 'undici', 'lit-html', 'lit-html/**'],
        'The host talks to core and to pages through the protocol.',
      ],
    ],
  ),
  fence(['media/**'], [noVscode, noNode, [['**/core/**', '**/host/**', 'undici'], 'A page sees shared only.']]),
  fence(
    ['test/unit/**', 'test/faults/**'],
    [noVscode, [['**/host/**'], 'Unit tests run in plain Node; what needs vscode belongs in test/host.']],
  ),
  fence(
    ['test/e2e/**'],
    [noVscode, [['**/src/**', '**/media/**'], 'End-to-end tests see what a user sees: no code of the extension.']],
  ),
  {
    files: ['test/**'],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
);
